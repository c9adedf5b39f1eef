"""The blueprint, and what several public pages need to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from flask import Blueprint, current_app, request
from markupsafe import Markup

from app.core import clock
from app.core.i18n import LANGUAGES, locale
from app.core.settings import settings
from app.events.queries import EventCard
from app.pages.rules.cards import card_view

blueprint = Blueprint("pages", __name__)

#: So many drawn cards are kept, about two kilobytes each.
KEPT_CARDS = 1024
ATOM_TYPE = "application/atom+xml"
CALENDAR_TYPE = "text/calendar"


@dataclass(frozen=True)
class Manner:
    """How a card is drawn: everything but what it says."""

    language: str
    suffix: str
    level: int
    #: A card names the year only where it is another.
    year: int


def chosen_language() -> dict[str, str]:
    """Give the language that the address names, to be carried along; nothing when it names none."""
    language = request.args.get("lang", "")
    return {"lang": language} if language in LANGUAGES else {}


def draw_cards(cards: Iterable[EventCard], level: int = 3) -> list[Markup]:
    """Draw the cards of events; what has been drawn before is taken from memory."""
    now = clock.now()
    manner = Manner(
        locale(), "".join(f"?lang={code}" for code in chosen_language().values()), level, now.year
    )
    return [_drawn(card, manner, card.ends_at <= now) for card in cards]


def feed_links(title: str, path: str) -> list[dict[str, str]]:
    """Give the feeds of a page as its head names them: Atom and calendar."""
    site = settings().public_url
    kinds = ((ATOM_TYPE, "atom"), (CALENDAR_TYPE, "ics"))
    return [{"type": kind, "title": title, "url": f"{site}{path}.{suffix}"} for kind, suffix in kinds]


@lru_cache(KEPT_CARDS)
def _drawn(card: EventCard, manner: Manner, is_over: bool) -> Markup:  # noqa: FBT001  # a key of the memory
    macros = current_app.jinja_env.get_template("components/event_card.html").module
    view = card_view(card, is_over=is_over, suffix=manner.suffix)
    return cast("Markup", macros.event_card(view, manner.level))  # type: ignore[attr-defined]  # the macro in the template
