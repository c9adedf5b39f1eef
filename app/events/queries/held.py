"""What the page of an organisation shows of its events: what is ahead and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select

from app.cohosting.models import Host, HostStatus
from app.core import clock
from app.core.database import UtcDateTime
from app.events.models import Event
from app.events.policies import listed
from app.events.queries.cards import COLUMNS, EventCard, card_rows, cards_of
from app.events.queries.search import in_time, is_one_of, is_postgresql, next_of_its_series
from app.events.rules.readiness import LONGEST


@dataclass(frozen=True)
class HeldEvents:
    """The listed events of an organisation, as many of either kind as were asked for."""

    #: Soonest first; of a series only the date that comes next.
    ahead: Sequence[EventCard]
    #: Latest first.
    past: Sequence[EventCard]
    has_more_ahead: bool


def listed_events_held_by(organisation_id: int, *, ahead: int, past: int) -> HeldEvents:
    """Give what is ahead and what is over in two queries, one of them for the hosts."""
    now = clock.now()
    values = {"holder": organisation_id, "now": now, "since": now - LONGEST, "ahead": ahead + 1, "past": past}
    rows = card_rows(_ahead_and_past(_is_on_postgresql=is_postgresql()), values)
    cards = cards_of(rows)
    coming = [card for card in cards if card.ends_at > now]
    over = [card for card in reversed(cards) if card.ends_at <= now]
    return HeldEvents(coming[:ahead], over, has_more_ahead=len(coming) > ahead)


@cache
def _ahead_and_past(*, _is_on_postgresql: bool) -> Select[*tuple[Any, ...]]:
    """Go through what the organisation holds once, by an index alone, and choose both lists from that.

    Built once; its words differ by the database, which is therefore part of the key.
    """
    now = bindparam("now", type_=UtcDateTime)
    hosted = select(Host.cohosting_id).where(
        Host.organisation_id == bindparam("holder", type_=Integer), Host.status == HostStatus.ACCEPTED
    )
    columns = (Event.id, Event.series_id, Event.starts_at, Event.ends_at)
    # All that is listed has a date; asked for it, SQLite takes the index with the dates and reads no rows.
    dated = (is_one_of(Event.cohosting_id, hosted), Event.starts_at.is_not(None))
    every = select(*columns).where(listed(), *dated).cte("held")
    held = every.c
    dates = (Event.series_id, Event.starts_at, Event.status)
    coming_dates = select(*dates).where(listed(), in_time(is_past=False)).subquery()
    ahead = select(held.id).where(held.ends_at > now, next_of_its_series(every, coming_dates))
    past = select(held.id).where(held.ends_at <= now)
    coming = ahead.order_by(held.starts_at, held.id).limit(bindparam("ahead", type_=Integer)).subquery()
    over = past.order_by(held.starts_at.desc(), held.id.desc()).limit(bindparam("past", type_=Integer))
    both = select(coming.c.id).union_all(select(over.subquery().c.id))
    return select(*COLUMNS).where(Event.id.in_(both)).order_by(Event.starts_at, Event.id)
