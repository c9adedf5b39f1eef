"""Templates: no inline script or style, no sign that a language writes otherwise, nothing imported in vain.

That each template is rendered by some test is checked at the end of a whole run (`tests/rendered.py`).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))
#: Mails carry inline styles, since mail programs know nothing else.
MAILS = ("emails/", "layouts/email", "components/mail_")
ENVIRONMENT = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])


def sources(*, of_pages_only: bool = False) -> Iterator[tuple[str, str]]:
    for name in NAMES:
        if not (of_pages_only and name.startswith(MAILS)):
            yield name, (TEMPLATES / name).read_text(encoding="utf-8")


def test_no_template_has_inline_style_or_handlers() -> None:
    for name, source in sources(of_pages_only=True):
        assert not re.search(r"\sstyle=|\son\w+=\"", source), name
        assert "|safe" not in source.replace(" ", ""), f"{name}: say it with Markup, where it can be seen"


def test_a_colon_is_part_of_a_sentence() -> None:
    for name, source in sources():
        wrong = re.findall(r"\}\}(?:</\w+>)?:(?:[ <]|$)|%\}: ", source, re.MULTILINE)
        assert wrong == [], f"{name}: French has a space before it: say it with “%(label)s: %(value)s”"


def test_what_a_template_imports_it_uses() -> None:
    for name, source in sources():
        for node in ENVIRONMENT.parse(source).find_all(nodes.FromImport):
            for imported in node.names:
                word = imported[1] if isinstance(imported, tuple) else imported
                assert len(re.findall(rf"\b{word}\b", source)) > 1, f"{name} imports {word} in vain"


def test_what_is_wrong_in_a_form_is_said_in_our_words_and_not_by_the_browser() -> None:
    for name, source in sources(of_pages_only=True):
        for form in re.findall(r"<form\b.*?</form>", source, re.DOTALL):
            opening = form[: form.find("\n") if "\n" in form else None]
            assert "novalidate" in opening or 'method="post"' not in opening or "{{ field(" not in form, name
