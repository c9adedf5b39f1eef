"""What must be true of every page; the test client checks it on each one it gets."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from app.core.i18n import LANGUAGES

VOID_OF_LABEL = {"hidden", "submit", "button", "image"}


class _Page(HTMLParser):
    """Collect what the checks need."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()
        self.label_for: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.forms: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        #: Where links and posts lead on this site.
        self.onward: list[str] = []
        self.html: dict[str, str | None] = {}
        self._label_depth = 0
        self.in_label: set[int] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        if values.get("id"):
            self.ids.append(values["id"] or "")
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        self._note_onward(tag, values)
        if tag == "html":
            self.html = values
        elif tag == "label":
            self._label_depth += 1
            self.label_for.add(values.get("for") or "")
        elif tag == "form":
            self.forms.append(values)
        elif tag in {"input", "select", "textarea"} and values.get("type") not in VOID_OF_LABEL:
            if self._label_depth:
                self.in_label.add(len(self.fields))
            self.fields.append(values)
        elif (
            tag in {"script", "style"}
            and not values.get("src")
            and values.get("type") != "application/ld+json"
        ):
            self.inline.append(tag)

    def _note_onward(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "a" or values.get("method") == "post":  # a form that asks carries the language in a field
            address = values.get("href") or values.get("action") or ""
            self.onward += [address] if re.match(r"/(?!/|static/)", address) else []

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_depth -= 1


def without_chance(html: str) -> str:
    """Give a page without its tokens, nonces and hashes: in those, any short word may turn up by chance."""
    return re.sub(r'(value|nonce)="[\w.-]{20,}"|/static/\S+', "", html)


def _check_error_summary(response: Any, page: _Page) -> None:
    """Assert that the list of errors on top of a form leads to its fields, and goes the way they stand."""
    _before, _found, rest = response.get_data(as_text=True).partition("data-error-summary")
    named = re.findall(r'<li><a href="#([^"]+)"', rest.partition("</ul>")[0])
    nowhere = [each for each in named if each not in page.ids]
    assert not nowhere, f"an error leads to a field of the page: {nowhere}"
    order = [page.ids.index(each) for each in named]
    assert order == sorted(order), f"errors stand in the order of the fields: {named}"


def check_page(response: Any) -> None:
    """Assert what holds for every page of the house."""
    page = _Page()
    page.feed(response.get_data(as_text=True))
    assert page.html.get("lang"), "a page says its language"
    assert page.tags["h1"] == 1, f"one h1, not {page.tags['h1']}"
    assert page.tags["title"] >= 1, "a title"
    assert page.tags["main"] == 1, "one main landmark"
    doubled = [name for name, count in Counter(page.ids).items() if count > 1]
    assert not doubled, f"ids are unique: {doubled}"
    assert not page.inline, f"no inline script, style or handler: {page.inline}"
    _check_error_summary(response, page)
    for number, field in enumerate(page.fields):
        labelled = (
            field.get("id") in page.label_for or field.get("aria-label") or field.get("aria-labelledby")
        )
        assert labelled or number in page.in_label, f"every field has a label: {field}"
    language = response.request.args.get("lang")
    astray = [each for each in page.onward if language in LANGUAGES and not re.search(r"[?&]lang=", each)]
    assert not astray, f"a page of a chosen language leads on in it: {astray}"
    for form in page.forms:
        assert form.get("method", "get") in {"get", "post"}, form
        assert form.get("method") != "post" or form.get("action") is not None, (
            f"a form says where it goes: {form}"
        )
    assert "Content-Security-Policy" in response.headers
