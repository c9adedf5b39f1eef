"""A month as a calendar on the wall shows it."""

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.events.queries import EventCard
from app.pages.rules.finding import FIRST_YEAR, LAST_YEAR

_WEEKS = calendar.Calendar(firstweekday=calendar.MONDAY)
DECEMBER = 12
#: So many stand in one field; the rest is behind a link.
MOST_IN_A_DAY = 5


@dataclass(frozen=True)
class Day:
    """One field of the calendar; days of the neighbouring months are empty."""

    date: date
    is_inside: bool
    is_today: bool
    #: The first that begin on this day, with their wall time there.
    events: Sequence[tuple[datetime, EventCard]]
    #: How many more there are.
    more: int = 0


def weeks(year: int, month: int, cards: Sequence[EventCard], today: date) -> list[list[Day]]:
    """Lay out a month in weeks from Monday to Sunday; each event stands on its day at the place."""
    by_day: dict[date, list[tuple[datetime, EventCard]]] = defaultdict(list)
    for card in cards:
        local = card.starts_at.astimezone(ZoneInfo(card.zone))
        by_day[local.date()].append((local, card))
    inside = {day: _by_clock(events) for day, events in by_day.items() if day.month == month}
    return [
        [_day(day, month, today, inside.get(day, [])) for day in week]
        for week in _WEEKS.monthdatescalendar(year, month)
    ]


def _day(day: date, month: int, today: date, events: list[tuple[datetime, EventCard]]) -> Day:
    return Day(
        day, day.month == month, day == today, events[:MOST_IN_A_DAY], max(0, len(events) - MOST_IN_A_DAY)
    )


def _by_clock(events: Sequence[tuple[datetime, EventCard]]) -> list[tuple[datetime, EventCard]]:
    return sorted(events, key=lambda event: (event[0].replace(tzinfo=None), event[1].id))


def month_before(year: int, month: int) -> tuple[int, int] | None:
    """Give the month before; None at the edge of what is shown."""
    found = (year - 1, DECEMBER) if month == 1 else (year, month - 1)
    return found if found[0] >= FIRST_YEAR else None


def month_after(year: int, month: int) -> tuple[int, int] | None:
    """Give the month after; None at the edge of what is shown."""
    found = (year + 1, 1) if month == DECEMBER else (year, month + 1)
    return found if found[0] <= LAST_YEAR else None
