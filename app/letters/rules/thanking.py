"""When people are thanked, and how long they can answer."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: The morning after, when people have slept on it.
MORNING = time(10)
#: Later than this, thanks would come oddly late.
LATEST = timedelta(days=2)
#: So long can people answer.
OPEN_FOR = timedelta(days=30)


def thank_at(ends_at: datetime, zone: str) -> datetime:
    """Give the moment of the thanks: ten o'clock the day after, where the event was."""
    place = ZoneInfo(zone)
    after = ends_at.astimezone(place).date() + timedelta(days=1)
    return datetime.combine(after, MORNING, place).astimezone(ends_at.tzinfo)


def is_thanked_now(ends_at: datetime, zone: str, now: datetime) -> bool:
    """Tell whether it is time to thank."""
    return thank_at(ends_at, zone) <= now < thank_at(ends_at, zone) + LATEST
