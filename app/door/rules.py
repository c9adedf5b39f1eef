"""What holds at the door, as pure functions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.i18n import _, _n
from app.door.models import Conflict, EntryKind
from app.rsvps.models import RsvpStatus

#: The list is gone from devices so long after the end; what they still have to tell is taken for a week.
CLOSES_AFTER, TELLS_FOR = timedelta(hours=3), timedelta(days=7)
NAMES_KEPT = timedelta(days=14)
#: Each time that so many PINs in a row were wrong, the lock holds twice as long.
MOST_FAILURES, LOCKED_FOR, LONGEST_LOCK = 5, timedelta(minutes=15), timedelta(days=1)
#: Clocks that differ by less are taken for right.
CLOCK_TOLERANCE = timedelta(minutes=2)
#: A clock that is further out tells no time at all, and the moment of sending counts.
MOST_OFF = timedelta(days=60 * 365)
PIN_DIGITS = 6
HOUR, DAY = 60, 24 * 60
MOST_PEOPLE, MOST_NAME, MOST_ENTRIES = 50, 40, 500


@dataclass(frozen=True)
class Entry:
    """What a device tells of the door."""

    client_id: str
    kind: EntryKind
    at: datetime
    rsvp_id: int | None = None
    people: int = 0
    name: str = ""
    #: The device's number of what is taken back.
    undoes: str | None = None


def closes_at(ends_at: datetime | None) -> datetime | None:
    """Give when the door is closed: the event is over, and the list disappears from devices."""
    return None if ends_at is None else ends_at + CLOSES_AFTER


def is_closed(ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether the door is closed."""
    closes = closes_at(ends_at)
    return closes is not None and now >= closes


def takes_late(ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether what devices wrote down in time is still taken."""
    closes = closes_at(ends_at)
    return closes is None or now < closes + TELLS_FOR


def clock_off(sent_at: datetime, now: datetime) -> timedelta:
    """Give by how much a device's clock is ahead of ours; nothing for what may be the way of the message."""
    off = sent_at - now
    return off if CLOCK_TOLERANCE < abs(off) < MOST_OFF else timedelta(0)


def put_right(at: datetime, off: timedelta, now: datetime) -> datetime:
    """Give when something happened by our clock; never later than now, and now if no clock can say."""
    return min(at - off, now) if abs(at - now) < MOST_OFF else now


def clock_sentence(off: timedelta) -> str:
    """Say that a device's clock is wrong, and that it does no harm; empty when it is right."""
    minutes = round(abs(off) / timedelta(minutes=1))
    if not minutes:
        return ""
    if minutes >= DAY:
        much = _n("%(num)s day", "%(num)s days", round(minutes / DAY))
    elif minutes >= HOUR:
        much = _n("%(num)s hour", "%(num)s hours", round(minutes / HOUR))
    else:
        much = _n("%(num)s minute", "%(num)s minutes", minutes)
    return _("The clock of this device is wrong by about %(much)s. We put the times right.", much=much)


def conflict_of(kind: EntryKind, status: RsvpStatus | None, party: int, here: int) -> Conflict | None:
    """Say what does not fit when a party of which so many are now here comes by a reply."""
    if kind is not EntryKind.ARRIVED:
        return None
    if status is None:
        return Conflict.UNKNOWN
    if status is not RsvpStatus.GOING:
        return Conflict.NOT_GOING
    return Conflict.TOO_MANY if here > party else None


def first_name(name: str) -> str:
    """Give what is called out at the door: the first word of a name."""
    return (name.split() or ["?"])[0][:MOST_NAME]


def lock_after(failures: int, now: datetime) -> datetime | None:
    """Give until when no PIN is looked at after so many wrong ones in a row; None while there are few.

    The lock doubles each time up to a day, so that months are too short for guessing.
    """
    times, rest = divmod(failures, MOST_FAILURES)
    if rest or not times:
        return None
    doubled: int = 2 ** min(times - 1, 10)
    return now + min(LONGEST_LOCK, LOCKED_FOR * doubled)
