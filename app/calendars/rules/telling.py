"""How long feeds tell of an event: behind us, called off, or taken back."""

from datetime import datetime, time, timedelta

#: So much of the past stays in feeds.
BACK = timedelta(days=60)
#: How long a feed still tells that an event was called off or taken back, at least.
TOLD_FOR = timedelta(days=30)


def day_of(now: datetime) -> datetime:
    """Give the midnight before; feeds look at the day, not the moment, so that their bytes stand still."""
    return datetime.combine(now.date(), time(), now.tzinfo)


def window_edge(now: datetime) -> datetime:
    """Give the moment before which what is over is left out."""
    return day_of(now) - BACK


def told_until(ends_at: datetime | None, since: datetime) -> datetime:
    """Say until when feeds tell that an event is off: its end, and 30 days at least."""
    return max(ends_at or since, since + TOLD_FOR)
