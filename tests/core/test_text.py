"""What people type comes out clean, safe and whole."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import (
    canonical_email,
    clean_line,
    clean_text,
    list_text,
    piles_marks,
    plain_text,
    render_markdown,
    render_plain,
    slugify,
)


def test_markdown_keeps_plain_formatting() -> None:
    assert str(render_markdown("**Hello**\n\n- tea\n- [map](https://example.org)")) == (
        "<p><strong>Hello</strong></p>\n<ul>\n<li>tea</li>\n"
        '<li><a href="https://example.org" rel="nofollow ugc noopener">map</a></li>\n</ul>\n'
    )


def test_markdown_cannot_carry_scripts_frames_images_or_handlers() -> None:
    hostile = (
        "<script>alert(1)</script><img src=x onerror=alert(1)> ![x](https://e.org/t.gif) "
        '[a](javascript:alert(1)) <a href="data:text/html,x" onclick="x">b</a> <iframe src=//e></iframe>'
    )
    seen = Tags()
    seen.feed(str(render_markdown(hostile)))
    assert set(seen.tags) <= {"p", "a"}
    assert not [name for name in seen.attributes if name not in {"href", "rel"}]
    assert not [address for address in seen.links if not address.startswith("https://")]


class Tags(HTMLParser):
    """Every element, attribute and link of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _value in attrs]
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_a_web_address_that_is_pasted_is_a_link() -> None:
    page = str(render_markdown("Meet at https://meet.example.org/a_b?x=1. Or write to hosts@example.org!"))
    assert '<a href="https://meet.example.org/a_b?x=1" rel="nofollow ugc noopener">' in page
    assert "</a>. Or" in page, "the full stop is none of it"
    assert '<a href="mailto:hosts@example.org"' in page
    for words in ("See e.g.that", "//example.org", "javascript:alert(1)", "`https://example.org`"):
        assert "<a " not in str(render_markdown(words))
    assert "href" not in str(render_markdown("ftp://example.org"))


def test_headings_become_small_ones_so_that_a_page_keeps_one_h1() -> None:
    assert "<h1" not in str(render_markdown("# Big\n\n## Second"))


def test_plain_text_of_markdown_has_no_markup() -> None:
    assert plain_text("**Hi** _you_\n\n- tea & cake\n- chairs") == "Hi you\n- tea & cake\n- chairs"


def test_plain_text_says_where_links_lead() -> None:
    assert plain_text("[the *map*](https://e.org/1), <https://e.org>") == (
        "the map (https://e.org/1), https://e.org"
    )
    assert plain_text("[a@e.org](mailto:a@e.org)") == "a@e.org"
    assert plain_text("https://e.org/é and <https://e.org/è>") == "https://e.org/é and https://e.org/è"


def test_plain_text_shows_its_lists_as_lists() -> None:
    said = render_plain(
        plain_text("We *ask* for:\n\n- tea & cake\n- chairs\n\n3. first\n4. then\n\nThank you")
    )
    assert said == (
        '<p class="lines">We ask for:</p><ul><li>tea &amp; cake</li><li>chairs</li></ul>'
        '<ol start="3"><li>first</li><li>then</li></ol><p class="lines">Thank you</p>'
    )
    assert render_plain("- 5 & more") == "- 5 &amp; more"
    assert render_plain("One\nTwo") == '<p class="lines">One\nTwo</p>'


def test_several_things_are_a_list_and_one_alone_is_not() -> None:
    assert list_text(["tea", "cake"]) == "- tea\n- cake"
    assert (list_text(["tea"]), list_text([])) == ("tea", "")


@given(st.text())
def test_any_text_renders_without_failing(text: str) -> None:
    render_markdown(text)
    render_plain(plain_text(text))


@given(st.text())
def test_a_slug_is_always_safe_in_an_address(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug) <= 70


@given(st.text())
def test_a_line_has_no_control_characters_and_is_stable(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    assert "\u202e" not in line
    assert clean_line(line) == line


def test_addresses_are_recognised_whatever_their_case() -> None:
    assert canonical_email(" Sam@Example.ORG ") == canonical_email("sam@example.org")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sam@example.org", "sam@ｅxample.org"),
        ("sam@example.org", "Sam@example。org"),
        ("sam@example.org", "sam@ex\u00adample.org"),
        ("sam@münchen.example", "sam@xn--mnchen-3ya.example"),
        ("sam@münchen.example", "sam@mu\u0308nchen.example"),
    ],
)
def test_addresses_are_recognised_however_their_domain_is_spelled(one: str, other: str) -> None:
    assert canonical_email(one) == canonical_email(other) == one


@pytest.mark.parametrize(
    "address", ["sam", "sam@", "@ｅxample.org", "sam@xn--zzzz", "sam@ä_b", f"sam@{'ä' * 300}"]
)
def test_what_is_no_address_stays_as_it_is(address: str) -> None:
    assert canonical_email(canonical_email(address)) == canonical_email(address)


@pytest.mark.parametrize(
    ("one", "other"), [("a@straße.example", "a@strasse.example"), ("ſam@x.org", "sam@x.org")]
)
def test_addresses_that_only_look_or_sound_alike_are_two(one: str, other: str) -> None:
    assert canonical_email(one) != canonical_email(other)


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\u2060 \ufeff", "\u3164\u115f", "\u200d\u200f\u200e", "\u2800", "\U000e0041", "\ufe0f"],
)
def test_what_nobody_can_see_is_nothing(text):
    assert clean_line(text) == clean_text(f"{text}\n{text}") == ""


@pytest.mark.parametrize("text", ["نمی\u200cخواهم", "👩\u200d🍳", "क्\u200dष", "☕\ufe0f", "a\u00adb", "é"])
def test_joiners_that_letters_and_pictures_need_stay(text):
    assert clean_line(text) == clean_text(text) == text


@pytest.mark.parametrize("marks", ["\u0300\u0316", "\u0f73", "\u0344"])
def test_marks_without_end_are_known_before_they_are_brought_into_order(marks: str) -> None:
    assert piles_marks("a" + marks * 100_000)
    assert not piles_marks(f"a{marks * 10}b" * 50_000)


@pytest.mark.parametrize("text", ["a" * 99, "Zoë d’Été", "נִקּוּד", "கொௌ", "👩🏽‍🦰" * 99, "bị́nh thường"])
def test_what_people_write_piles_up_no_marks(text: str) -> None:
    assert not piles_marks(text)


def test_half_a_character_is_removed():
    assert clean_line("Sam \ud83d") == clean_text("Sam \udc00") == "Sam"
