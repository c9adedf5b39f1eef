"""The blueprint, and what several public pages need to be drawn."""

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from flask import Blueprint, current_app, request
from markupsafe import Markup

from app.core import clock
from app.core.i18n import LANGUAGES, locale
from app.core.settings import settings
from app.events.queries import EventCard
from app.pages.rules.cards import CardView, card_view

blueprint = Blueprint("pages", __name__)

#: So many drawn cards are kept, about two kilobytes each.
KEPT_CARDS = 1024
ATOM_TYPE = "application/atom+xml"
CALENDAR_TYPE = "text/calendar"


def chosen_language() -> dict[str, str]:
    """Give the language that the address names, to be carried along; nothing when it names none."""
    language = request.args.get("lang", "")
    return {"lang": language} if language in LANGUAGES else {}


def draw_cards(cards: Iterable[EventCard], level: int = 3) -> list[Markup]:
    """Draw the cards of events; what has been drawn before is taken from memory."""
    now, language = clock.now(), locale()
    suffix = "".join(f"?lang={code}" for code in chosen_language().values())
    views = [card_view(card, is_over=card.ends_at <= now, suffix=suffix) for card in cards]
    return [_drawn(view, language, level) for view in views]


def feed_links(title: str, path: str) -> list[dict[str, str]]:
    """Give the feeds of a page as its head names them: Atom and calendar."""
    site = settings().public_url
    kinds = ((ATOM_TYPE, "atom"), (CALENDAR_TYPE, "ics"))
    return [{"type": kind, "title": title, "url": f"{site}{path}.{suffix}"} for kind, suffix in kinds]


@lru_cache(KEPT_CARDS)
def _drawn(view: CardView, language: str, level: int) -> Markup:  # noqa: ARG001  # the macro speaks the language of the moment
    macros = current_app.jinja_env.get_template("components/event_card.html").module
    return cast("Markup", macros.event_card(view, level))  # type: ignore[attr-defined]  # the macro in the template
