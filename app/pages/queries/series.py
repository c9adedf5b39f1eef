"""What public pages show of a series: its dates, for those who may know of them."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, and_, or_, select

from app.core.database import session
from app.events.models import Event, EventVisibility, Series
from app.events.queries.cards import COLUMNS, EventCard, cards_of
from app.events.rules import SHOWN
from app.pages.queries.gatherings import Change, changes_where

#: So many dates a series shows on its page at most.
MOST_DATES = 600


def series_cards(series: Series) -> list[EventCard]:
    """Give the dates of a series in order, over and ahead, called off too."""
    query = select(*COLUMNS).where(_told(series)).order_by(Event.starts_at.desc(), Event.id.desc())
    rows = cast("list[Event]", list(session.execute(query.limit(MOST_DATES))))
    return cards_of(rows[::-1])


def series_changes(series: Series) -> Sequence[Change]:
    """Give the dates of a series that changed last."""
    return changes_where(_told(series))


def _told(series: Series) -> ColumnElement[bool]:
    """Match what everyone may find, and what is as hidden as the series itself: its address leads there."""
    told = [EventVisibility.PUBLIC, EventVisibility(series.content["visibility"])]
    return and_(
        Event.series_id == series.id,
        Event.status.in_(SHOWN),
        or_(*(Event.visibility == each for each in told)),
    )
