"""What the tests of templates share: an environment without the application, and a strict eye."""

from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from app.core.error_order import in_page_order
from app.core.text import render_plain

ROOT = Path(__file__).parents[2]
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "div", "dt", "dd"}


def environment() -> Environment:
    """Give the templates without the application."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(("html",), default=True),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # given by the extension
    env.globals.update(
        static=lambda path: f"/static/{path}",
        csrf_field=lambda: Markup('<input type="hidden" name="csrf_token" value="proof">'),
        locale=lambda: "en-GB",
        format_number=lambda number: f"{number:,}",
        languages={"en": "English", "fr": "Français"},
        part=lambda name, **values: Markup(env.get_template(name).render(**values)),  # noqa: S704  # as core.drawing
    )
    env.filters |= {"said": render_plain, "in_page_order": in_page_order}
    return env


ENVIRONMENT = environment()


def html(macro: str, *args: Any, **kwargs: Any) -> str:
    """Render one macro of the file of the same name."""
    module = ENVIRONMENT.get_template(f"components/{macro}.html").module
    return str(getattr(module, macro)(*args, **kwargs))


def without_namespaces(tree: Element) -> Element:
    """Name drawings as plainly as everything else."""
    for node in tree.iter():
        if isinstance(node.tag, str):
            node.tag = node.tag.rpartition("}")[2]
    return tree


def parse(text: str) -> Element:
    """Read HTML as a browser does; fail on what a browser would have to guess."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False)
    tree: Element = parser.parseFragment(text)
    guessed = [error for error in parser.errors if error[1] != "non-void-element-with-trailing-solidus"]
    assert not guessed, guessed
    return without_namespaces(tree)


def render(macro: str, *args: Any, **kwargs: Any) -> Element:
    """Render a macro and check what holds for all of them."""
    text = html(macro, *args, **kwargs)
    tree = parse(text)
    check_house_rules(tree)
    return tree


def check_house_rules(tree: Element) -> None:
    """Assert unique ids, no inline style or handler, and that every reference finds its target."""
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for node in tree.iter():
        assert "style" not in node.attrib
        assert not [name for name in node.attrib if name.startswith("on")]
        for reference in ("aria-describedby", "aria-labelledby", "for"):
            for target in (node.get(reference) or "").split():
                assert target in ids, f"{reference}={target} leads nowhere"


def words(tree: Element) -> str:
    """Give the text of a tree on one line, its blocks set apart."""

    def read(node: Element) -> str:
        text = (node.text or "") + "".join(read(child) + (child.tail or "") for child in node)
        return f" {text} " if node.tag in BLOCKS else text

    return " ".join(read(tree).split())


def one(tree: Element, path: str) -> Element:
    """Give the only node at a path."""
    found = tree.findall(path)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]
