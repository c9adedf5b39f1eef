"""The macros of forms: every control is tied to its label, its hint and its error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget, html_params

from app.core.forms import DateField, attributes
from tests.core.parts import check_house_rules, html, one, parse, render, words


class _Name(Form):
    name = StringField("A child’s name", [InputRequired("Say the name.")])


class _Everything(Form):
    title = StringField(
        "Title", [InputRequired("Give it a title.")], description="As you would tell a friend."
    )
    email = EmailField("Your e-mail")
    password = PasswordField("Password", [InputRequired("Type the password.")])
    words = TextAreaField("In a few words")
    size = SelectField("How many", choices=[SelectChoice("1", "1"), SelectChoice("2", "2")])
    on = DateField("Date", [InputRequired("Say on which day.")])
    starts = TimeField("Starts at", [Optional()])
    capacity = IntegerField("How many fit", [Optional()])
    picture = FileField("A picture")
    way = RadioField(
        "How people come",
        choices=[SelectChoice("p", "In person"), SelectChoice("o", "Online")],
        validators=[InputRequired("Choose one.")],
    )
    access = SelectMultipleField(
        "Access",
        choices=[SelectChoice("s", "Step-free"), SelectChoice("h", "Hearing loop")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Tick what is truly there.",
    )
    agree = BooleanField("I agree", [InputRequired("Please read the agreement.")])
    version = HiddenField()


class _Amounts(Form):
    goal = StringField("Goal", [Regexp(r"^\d+$", message="Write a number.")])
    least = StringField("Least gift", [Regexp(r"^\d+$", message="Write a number.")])
    day = StringField("Day", [InputRequired("Say on which day.")])


class _Nested(Form):
    child = FormField(_Name)
    children = FieldList(FormField(_Name), min_entries=2)


@pytest.fixture
def wrong() -> _Everything:
    """Give a form that was sent nearly empty."""
    form = _Everything(MultiDict({"words": "kept", "size": "1"}))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("name", "tag", "kind"),
    [
        ("title", "input", "text"),
        ("email", "input", "email"),
        ("password", "input", "password"),
        ("words", "textarea", None),
        ("size", "select", None),
        ("on", "input", "date"),
        ("starts", "input", "time"),
        ("capacity", "input", "number"),
        ("picture", "input", "file"),
    ],
)
def test_each_kind_of_field_is_tied_to_its_label(name: str, tag: str, kind: str | None) -> None:
    tree = render("field", _Everything()[name])
    label, control = one(tree, ".//label"), one(tree, f".//{tag}")
    assert label.get("for") == control.get("id") == name
    assert control.get("type") == kind


def test_a_hint_and_an_error_are_read_with_their_field(wrong: _Everything) -> None:
    tree = render("field", wrong.title)
    control = one(tree, ".//input")
    assert control.get("aria-describedby") == "title-hint title-error"
    assert control.get("aria-invalid") == "true"
    assert words(one(tree, ".//p[@id='title-error']")) == "Error: Give it a title."
    assert words(one(tree, ".//p[@id='title-hint']")) == "As you would tell a friend."


def test_a_field_without_an_error_does_not_claim_one() -> None:
    control = one(render("field", _Everything().email), ".//input")
    assert "aria-invalid" not in control.attrib
    assert "aria-describedby" not in control.attrib


def test_only_what_is_not_required_says_optional() -> None:
    form = _Everything()
    assert "(optional)" in html("field", form.email)
    assert "(optional)" not in html("field", form.title)
    assert "(optional)" not in html("field", form.email, optional=False)
    needed = html("field", form.email, needed=True)
    assert "(needed to publish)" in needed
    assert "(optional)" not in needed
    assert "(optional)" not in html("field", form.size), "one of them is always chosen"
    form.size.choices = [SelectChoice("", "Any"), *form.size.choices]
    assert "(optional)" in html("field", form.size)


def test_what_was_typed_stays_in_the_field(wrong: _Everything) -> None:
    assert (one(render("field", wrong.words), ".//textarea").text or "").strip() == "kept"


def test_further_attributes_reach_the_control() -> None:
    control = one(render("field", _Everything().email, autocomplete="email", inputmode="email"), ".//input")
    assert (control.get("autocomplete"), control.get("inputmode")) == ("email", "email")


def test_a_zone_stands_beside_a_time_and_is_read_with_it() -> None:
    tree = render("field", _Everything().starts, beside="London")
    assert one(tree, ".//input").get("aria-describedby") == "starts-beside"
    assert words(one(tree, ".//span[@id='starts-beside']")) == "London"


@pytest.mark.parametrize(("name", "kind"), [("way", "radio"), ("access", "checkbox")])
def test_a_list_of_choices_is_a_fieldset_with_a_legend_and_labels(name: str, kind: str) -> None:
    form = _Everything()
    tree = render("field", form[name])
    legend = one(tree, ".//fieldset/legend")
    assert words(legend).startswith(str(form[name].label.text))
    boxes = tree.findall(".//input")
    assert [box.get("type") for box in boxes] == [kind, kind]
    assert [label.get("for") for label in tree.findall(".//label")] == [box.get("id") for box in boxes]


def test_the_error_of_a_list_of_choices_describes_the_fieldset(wrong: _Everything) -> None:
    tree = render("field", wrong.way)
    assert one(tree, ".//fieldset").get("aria-describedby") == "way-error"


def test_a_box_to_tick_keeps_label_and_error_together(wrong: _Everything) -> None:
    tree = render("check", wrong.agree, Markup('I keep to the <a href="/agreement">agreement</a>'))
    box = one(tree, ".//input")
    assert box.get("aria-describedby") == "agree-error"
    assert one(tree, ".//label/a").get("href") == "/agreement"
    assert one(render("field", wrong.agree), ".//input").get("type") == "checkbox"


def test_a_label_that_someone_typed_is_escaped() -> None:
    assert "<b>" not in html("check", _Everything().agree, "<b>bold</b>")


def test_a_hidden_field_has_no_label() -> None:
    tree = render("field", _Everything().version)
    assert tree.findall(".//label") == []
    assert one(tree, ".//input").get("type") == "hidden"


def test_the_error_summary_leads_to_every_field_that_needs_another_look(wrong: _Everything) -> None:
    page = "".join(html("field", field) for field in wrong) + html("error_summary", wrong)
    tree = parse(page)
    check_house_rules(tree)
    links = [link.get("href") or "" for link in one(tree, ".//div[@role='alert']").findall(".//a")]
    assert links == ["#title", "#password", "#on", "#way-0", "#agree"]
    ids = {node.get("id") for node in tree.iter()}
    assert {link[1:] for link in links} <= ids


def test_the_error_summary_names_the_field_where_one_sentence_holds_for_several() -> None:
    form = _Amounts(MultiDict({"goal": "lots", "least": "some", "day": ""}))
    form.validate()
    said = [words(link) for link in render("error_summary", form).findall(".//a")]
    assert said == ["Goal: Write a number.", "Least gift: Write a number.", "Say on which day."]


def test_the_error_summary_can_take_focus_and_is_named(wrong: _Everything) -> None:
    summary = one(render("error_summary", wrong), ".//div[@role='alert']")
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary.attrib
    assert summary.get("aria-labelledby") == "error-summary-title"


def test_the_error_summary_says_what_concerns_the_whole_form() -> None:
    form = _Everything()
    form.form_errors.append("Someone changed this while you were writing.")
    assert "Someone changed this" in words(render("error_summary", form))


def test_the_error_summary_finds_errors_inside_parts_of_a_form() -> None:
    form = _Nested(MultiDict({"child-name": "", "children-0-name": "Robin", "children-1-name": ""}))
    form.validate()
    links = [link.get("href") for link in render("error_summary", form).findall(".//a")]
    assert links == ["#child-name", "#children-1-name"]


def test_a_form_without_errors_has_no_summary() -> None:
    assert html("error_summary", _Everything()) == ""


def test_a_button_is_a_button_and_a_link_stays_a_link() -> None:
    button = one(
        render("button", "Keep", name="step", value="keep", data_copy="feed", hidden=True), ".//button"
    )
    assert button.attrib == {
        "class": "button",
        "type": "submit",
        "name": "step",
        "value": "keep",
        "data-copy": "feed",
        "hidden": "",
    }
    link = one(render("button", "Look", "quiet", href="/events", wide=True), ".//a")
    assert (link.get("href"), link.get("class")) == ("/events", "button quiet wide")


def test_a_form_of_one_button_posts_with_proof_and_hidden_values() -> None:
    form = one(
        render("confirm_form", "/desk/x", "Sign off", fields={"hash": "<abc>"}, hint="It goes public."),
        ".//form",
    )
    assert (form.get("method"), form.get("action")) == ("post", "/desk/x")
    values = {field.get("name"): field.get("value") for field in form.findall(".//input")}
    assert values == {"csrf_token": "proof", "hash": "<abc>"}
    assert "It goes public." in words(form)


def test_the_hidden_proof_is_what_the_application_gives() -> None:
    assert one(render("csrf"), ".//input").get("name") == "csrf_token"


NAMES = st.sampled_from(["id", "class_", "data_key", "aria_label", "aria-describedby", "for_", "max"])
VALUES = st.one_of(st.text(), st.booleans(), st.integers(), st.text().map(Markup.escape), st.none())


@given(st.dictionaries(NAMES, VALUES))
def test_attributes_are_written_as_the_library_would(values: dict[str, object]) -> None:
    assert attributes(**values) == html_params(**values)
