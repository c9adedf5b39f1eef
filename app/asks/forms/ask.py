"""Begin an ask, write it together, and bring it before the public."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    Field,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.asks.models import PolicyArea
from app.asks.rules.content import (
    LEAST_WEIGHT,
    MOST_LINE,
    MOST_TARGETS,
    MOST_TEXT,
    MOST_TITLE,
    MOST_WEIGHT,
    MOST_WHY,
    TARGETS,
    AskDetails,
    details_from,
)
from app.asks.rules.lenses import Lens
from app.asks.rules.neutrality import Neutral, is_neutral
from app.cohosting.forms import ActingForm, NoteForm, WritingForm
from app.cohosting.rules import Content
from app.core.forms import DateField, Form, LineField, TextField, choices, labelled
from app.core.i18n import LANGUAGES, _, _l


class BeginForm(Form):
    """Only what a draft cannot be without: what it is called, and for whom it is begun."""

    title = LineField(
        _l("In a few words: what is asked?"),
        [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)],
        description=_l("One thing that can be checked, such as “A quiet room in every school”."),
    )
    organisation = SelectField(_l("Which organisation begins it?"), coerce=int)


class PublishForm(NoteForm):
    """The neutrality checklist: every line is needed."""

    neutrality = SelectMultipleField(
        _l("This ask takes no side in an election"),
        choices=labelled(Neutral),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )

    def validate_neutrality(self, field: Field) -> None:
        """Ask for every tick."""
        if not is_neutral(field.data or ()):
            raise ValidationError(_("Confirm each line. If one is not true, change the ask first."))


class WordingForm(ActingForm):
    """The ask in the words of one host."""

    text = TextField(
        _l("In your own words"),
        [Length(max=MOST_TEXT)],
        description=_l("How your people would say it. It stays readable beside the joint text."),
    )


class TargetsForm(WritingForm):
    """Whom an ask is put to."""

    targets = SelectMultipleField(
        _l("Whom you ask"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def validate_targets(self, field: Field) -> None:
        """Keep the list readable."""
        if len(field.data or ()) > MOST_TARGETS:
            raise ValidationError(_("At most %(most)s at once.", most=MOST_TARGETS))


class _LensesForm(Form):
    """A sentence for each lens, none forced."""


for _lens in Lens:
    setattr(_LensesForm, _lens.value, LineField(_lens.words, [Length(max=MOST_LINE)]))


class AskForm(WritingForm):
    """Everything that hosts write about an ask; a draft needs only its title."""

    title = LineField(
        _l("Title"), [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)]
    )
    text = TextField(
        _l("What exactly is asked?"),
        [Length(max=MOST_TEXT)],
        description=_l("The joint text. Say who shall do what, and for whom."),
    )
    why = TextField(
        _l("Why?"),
        [Length(max=MOST_WHY)],
        description=_l("What you have seen and heard. *Stars* make words slanted; - begins a list."),
    )
    done_when = TextField(
        _l("We call it done when …"),
        [Length(max=MOST_TEXT)],
        description=_l("Something that anyone can check: a number, a date, a rule that stands in print."),
    )
    area = RadioField(_l("What is it about?"), choices=labelled(PolicyArea))
    weight = SelectField(
        _l("How big a step it is"),
        coerce=int,
        choices=lambda: choices((n, _weight(n)) for n in range(LEAST_WEIGHT, MOST_WEIGHT + 1)),
        description=_l("How much of the whole this is. A small step and a great one do not count the same."),
    )
    lenses = FormField(_LensesForm)
    hidden_from = DateField(_l("Hide it from"), [Optional()])
    hidden_until = DateField(_l("until"), [Optional()])
    language = SelectField(_l("Language"), choices=lambda: choices(LANGUAGES.items()))

    def validate_hidden_until(self, field: Field) -> None:
        """Keep the days in order."""
        if self.hidden_from.data and field.data and field.data < self.hidden_from.data:
            raise ValidationError(_("This day is before the first one."))

    def details(self, targets: tuple[str, ...]) -> AskDetails:
        """Give what was written, with the targets as they are; only after `validate`."""
        return AskDetails(
            title=self.title.data or "",
            text=self.text.data or "",
            why=self.why.data or "",
            done_when=self.done_when.data or "",
            area=PolicyArea(self.area.data),
            weight=self.weight.data,
            intersections={name: text for name, text in self.lenses.data.items() if text},
            hidden_from=self.hidden_from.data,
            hidden_until=self.hidden_until.data,
            language=self.language.data,
            targets=targets,
        )


def typed_from(content: Content, version: int) -> dict[str, Any]:
    """Give what the form shows for some content: field → data."""
    details = details_from(content)
    shown = {name: getattr(details, name) for name in content if name != TARGETS}
    lenses: Mapping[str, str] = shown.pop("intersections")
    return {**shown, "area": details.area.value, "lenses": dict(lenses), "version": str(version)}


def _weight(number: int) -> str:
    words = {1: _("1: a small step"), 3: _("3: an ordinary one"), 5: _("5: much depends on it")}
    return words.get(number, str(number))
