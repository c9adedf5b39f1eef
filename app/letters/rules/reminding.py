"""When someone is reminded of an event."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.core.i18n import _n
from app.events.models import Event
from app.events.rules import wall_time

#: How many hours before the start, where the hosts chose nothing else.
USUAL = (72, 3)
#: What hosts can choose from.
MOMENTS = (168, 72, 24, 3, 1)
DAY = 24


def due_at(starts_at: datetime, hours: int) -> datetime:
    """Give the moment of a reminder."""
    return starts_at - timedelta(hours=hours)


def due_reminder(
    moments: Iterable[int], starts_at: datetime, now: datetime, *, since: datetime | None = None
) -> int | None:
    """Give the reminder that is due now, of several the one nearest to the start; None for none.

    Never once the event has begun. One that is late by half its time is let go: it would only confuse.
    One whose moment was over when the hosts chose it (`since`) is not made up for.
    """
    over = [
        hours
        for hours in passed(moments, starts_at, now)
        if since is None or due_at(starts_at, hours) > since
    ]
    if not over or now >= starts_at:
        return None
    nearest = min(over)
    is_fresh = now - due_at(starts_at, nearest) <= timedelta(hours=nearest) / 2
    return nearest if is_fresh else None


def passed(moments: Iterable[int], starts_at: datetime, now: datetime) -> list[int]:
    """Give the reminders whose moment has come."""
    return [hours for hours in moments if due_at(starts_at, hours) <= now]


def occasion_of(event: Event) -> date:
    """Give the day of an event, on the calendar of its place; it must have a date."""
    if event.starts_at is None:
        raise ValueError("an event without a date has no day")
    return wall_time(event.starts_at, event.zone)[0].date()


def moment_label(hours: int) -> str:
    """Say how long before the start: 3 days, 1 hour."""
    if hours % DAY:
        return _n("%(num)s hour before", "%(num)s hours before", hours)
    return _n("%(num)s day before", "%(num)s days before", hours // DAY)
