"""The blueprint, and what several public pages need to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from flask import Blueprint, current_app
from markupsafe import Markup

from app.core import clock
from app.core.i18n import locale
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
    level: int
    #: A card names the year only where it is another.
    year: int
    #: A line among the dates of a series leaves out the title that it shares with them; empty for a card.
    known: str = ""


def draw_cards(cards: Iterable[EventCard], level: int = 3) -> list[Markup]:
    """Draw the cards of events; what has been drawn before is taken from memory."""
    return _draw(cards, _manner(level))


def draw_lines(cards: Iterable[EventCard], title: str) -> list[Markup]:
    """Draw the dates of a series of that title, each as a line of a list."""
    return _draw(cards, replace(_manner(), known=title))


def feed_links(title: str, path: str) -> list[dict[str, str]]:
    """Give the feeds of a page as its head names them: Atom and calendar."""
    site = settings().public_url
    kinds = ((ATOM_TYPE, "atom"), (CALENDAR_TYPE, "ics"))
    return [{"type": kind, "title": title, "url": f"{site}{path}.{suffix}"} for kind, suffix in kinds]


def _manner(level: int = 3) -> Manner:
    return Manner(locale(), level, clock.now().year)


def _draw(cards: Iterable[EventCard], manner: Manner) -> list[Markup]:
    now = clock.now()
    return [_drawn(card, manner, card.ends_at <= now) for card in cards]


@lru_cache(KEPT_CARDS)
def _drawn(card: EventCard, manner: Manner, is_over: bool) -> Markup:  # noqa: FBT001  # a key of the memory
    view = card_view(card, is_over=is_over)
    name, last = ("event_line", manner.known) if manner.known else ("event_card", manner.level)
    macros = current_app.jinja_env.get_template(f"components/{name}.html").module
    return cast("Markup", getattr(macros, name)(view, last))
