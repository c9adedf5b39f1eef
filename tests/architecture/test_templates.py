"""Templates: no inline script or style, no sign that a language writes otherwise, nothing imported in vain.

That each template is rendered by some test is checked at the end of a whole run (`tests/rendered.py`).
"""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))
#: Mails carry inline styles, since mail programs know nothing else.
MAILS = ("emails/", "layouts/email", "components/mail_")
ENVIRONMENT = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(MAILS)])
def test_no_template_has_inline_style_or_handlers(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=\"", source)
    assert "|safe" not in source.replace(" ", ""), "say it with Markup in Python, where it can be seen"


@pytest.mark.parametrize("name", NAMES)
def test_a_colon_is_part_of_a_sentence(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    wrong = re.findall(r"\}\}(?:</\w+>)?:(?:[ <]|$)|%\}: ", source, re.MULTILINE)
    assert wrong == [], "French has a space before it: say it with “%(label)s: %(value)s”"


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_imports_it_uses(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    for node in ENVIRONMENT.parse(source).find_all(nodes.FromImport):
        for imported in node.names:
            word = imported[1] if isinstance(imported, tuple) else imported
            assert len(re.findall(rf"\b{word}\b", source)) > 1, f"{word} is imported and not used"
