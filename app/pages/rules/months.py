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


@dataclass(frozen=True)
class Day:
    """One field of the calendar; days of the neighbouring months are empty."""

    date: date
    is_inside: bool
    is_today: bool
    #: What begins on this day, with its wall time there.
    events: Sequence[tuple[datetime, EventCard]]


def weeks(year: int, month: int, cards: Sequence[EventCard], today: date) -> list[list[Day]]:
    """Lay out a month in weeks from Monday to Sunday; each event stands on its day at the place."""
    by_day: dict[date, list[tuple[datetime, EventCard]]] = defaultdict(list)
    for card in cards:
        local = card.starts_at.astimezone(ZoneInfo(card.zone))
        by_day[local.date()].append((local, card))
    return [
        [
            Day(
                day,
                day.month == month,
                day == today,
                sorted_by_time(by_day[day]) if day.month == month else (),
            )
            for day in week
        ]
        for week in _WEEKS.monthdatescalendar(year, month)
    ]


def sorted_by_time(events: Sequence[tuple[datetime, EventCard]]) -> list[tuple[datetime, EventCard]]:
    """Order what begins on one day by the clock on the wall."""
    return sorted(events, key=lambda event: (event[0].replace(tzinfo=None), event[1].id))


def month_before(year: int, month: int) -> tuple[int, int] | None:
    """Give the month before; None at the edge of what is shown."""
    found = (year - 1, DECEMBER) if month == 1 else (year, month - 1)
    return found if found[0] >= FIRST_YEAR else None


def month_after(year: int, month: int) -> tuple[int, int] | None:
    """Give the month after; None at the edge of what is shown."""
    found = (year + 1, 1) if month == DECEMBER else (year, month + 1)
    return found if found[0] <= LAST_YEAR else None
