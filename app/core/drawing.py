"""Drawing templates quickly: parts of pages that are drawn once for each thing they say.

    {{ part("layouts/_header.html", active=active, is_signed_in=false) }}

A part sees nothing but its values, the language, and what every template may use, so the same values
always give the same words, and they can be kept. An event that fills up is drawn anew after each reply,
yet only the line with the free places is new.
"""

from collections.abc import Hashable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import current_app
from flask.templating import Environment
from jinja2 import Template
from markupsafe import Markup

from app.core.i18n import locale

#: So many drawn parts are kept in each process; a long one has eight kilobytes.
KEPT_PARTS = 64


class PlainGlobals(Environment):
    """Flask's environment for templates that all share the same globals.

    Jinja gives each template a chain of two mappings, in case it gets globals of its own; none does here,
    and looking through chains is a tenth of the work of drawing a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give the globals of the environment themselves."""
        return {**self.globals, **d} if d else self.globals


def part(name: str, **values: Hashable) -> Markup:
    """Draw a part of a page from its values alone, or give what was drawn from the same before."""
    return _drawn(current_app.jinja_env.get_template(name), locale(), tuple(values.items()))


@lru_cache(KEPT_PARTS)
def _drawn(template: Template, _language: str, values: tuple[tuple[str, Hashable], ...]) -> Markup:
    return Markup(template.render(dict(values)))  # noqa: S704  # a template that escapes what it is given
