"""Who moves up when places come free: pure, so that every order of events can be tried.

First come, first fitting: the list is walked once from its beginning, and each party gets its places
if all of them are free, or fewer if it said that fewer will do. A party that does not fit is passed
over, with the reason, and keeps its place in the list. Places that a host holds for its own community
go only to those who came by that host's link; they use these before the places of everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.events.models import Way
from app.rsvps.models import Ending, RsvpStatus, Skip

#: Where someone stands is told roughly: no number that others could be counted by.
BANDS = (5, 10, 20, 50, 100)
DAY = timedelta(days=1)


class Phase(StrEnum):
    """Whether places that come free are given out by the list."""

    #: By the list, in its order.
    RUNNING = "running"
    #: The start is near: whoever asks first gets what is free.
    FIRST_TO_ANSWER = "first_to_answer"
    #: The start is near, or the hosts have closed the list: nobody is told any more.
    STOPPED = "stopped"


@dataclass(frozen=True)
class Waiting:
    """What the rules know of one reply on the list."""

    id: int
    way: Way
    size: int
    takes_fewer: bool = False
    is_confirmed: bool = True
    #: The host by whose link the person came.
    via: int | None = None


@dataclass(frozen=True)
class Spare:
    """What is free: for everybody by way (None: no limit), and what hosts hold by (host, way)."""

    general: Mapping[Way, int | None]
    held: Mapping[tuple[int, Way], int] = field(default_factory=dict)

    def free(self, way: Way, held: int) -> int | None:
        """Give how many spots there are for someone for whom so many are held; None for no limit.

        After the capacity was lowered fewer may be free than are held (then `general` is below 0).
        """
        left = self.general[way]
        if left is None:
            return None
        room = left + sum(spots for (_host, each), spots in self.held.items() if each is way)
        return max(0, min(max(0, left) + held, room))


@dataclass(frozen=True)
class Promotion:
    """A party that gets places: how many, and how many of them its host had held."""

    waiting: Waiting
    size: int
    from_held: int = 0


@dataclass(frozen=True)
class Passed:
    """A party that was passed over, why, and how many places it could have had."""

    waiting: Waiting
    why: Skip
    left: int = 0


@dataclass(frozen=True)
class Plan:
    """What is to happen with a list."""

    promoted: Sequence[Promotion] = ()
    passed: Sequence[Passed] = ()


def plan(spare: Spare, line: Iterable[Waiting]) -> Plan:
    """Give who moves up and who is passed over, the line being in its order."""
    general, held = dict(spare.general), dict(spare.held)
    promoted, passed = [], []
    for waiting in line:
        place = (waiting.via or 0, waiting.way)
        found = consider(waiting, Spare(general, held))
        if isinstance(found, Passed):
            passed.append(found)
            continue
        promoted.append(found)
        if found.from_held:
            held[place] -= found.from_held
        left = general[waiting.way]
        if left is not None:
            general[waiting.way] = left - (found.size - found.from_held)
    return Plan(promoted, passed)


def consider(waiting: Waiting, spare: Spare) -> Promotion | Passed:
    """Say what one party gets of what is free now, or why it gets nothing."""
    if not waiting.is_confirmed:
        return Passed(waiting, Skip.UNCONFIRMED)
    if waiting.way not in spare.general:
        return Passed(waiting, Skip.WAY_GONE)
    held = spare.held.get((waiting.via or 0, waiting.way), 0)
    free = spare.free(waiting.way, held)
    free = waiting.size if free is None else free
    size = min(waiting.size, free)
    if size < 1:
        return Passed(waiting, Skip.FULL)
    if size < waiting.size and not waiting.takes_fewer:
        return Passed(waiting, Skip.TOO_LARGE, free)
    return Promotion(waiting, size, min(size, held))


def phase(is_open: bool, ending: Ending, stops_at: datetime | None, now: datetime) -> Phase:  # noqa: FBT001  # the list's own switch
    """Tell how places that come free are given out at this moment."""
    if not is_open:
        return Phase.STOPPED
    if stops_at is None or now < stops_at:
        return Phase.RUNNING
    return Phase.FIRST_TO_ANSWER if ending is Ending.FIRST_TO_ANSWER else Phase.STOPPED


def stops_at(starts_at: datetime | None, minutes: int) -> datetime | None:
    """Give when the list stops moving: so long before the start that nobody is called at the door."""
    return None if starts_at is None else starts_at - timedelta(minutes=minutes)


@dataclass(frozen=True)
class Quiet:
    """The hours in which nobody has to answer, on the clock of the event's zone; equal means none."""

    begins: int
    ends: int
    zone: str

    def holds(self, hour: int) -> bool:
        """Tell whether it is quiet in an hour of the day."""
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


def offer_ends(now: datetime, hours: int, quiet: Quiet, at_most: datetime | None = None) -> datetime:
    """Give until when an offer stands: so many hours in which people are awake.

    The clock of an offer stands still while it is quiet; nothing is offered beyond `at_most`.
    """
    left, moment = timedelta(hours=hours), now
    while left > timedelta(0):
        awake = _next_change(moment, quiet)
        if _is_quiet(moment, quiet):
            moment = awake
            continue
        step = min(left, awake - moment)
        moment, left = moment + step, left - step
    return moment if at_most is None else min(moment, at_most)


def why_waiting(status: RsvpStatus, passed: Skip | None, *, is_confirmed: bool) -> str:
    """Say how someone on the list stands."""
    if status is RsvpStatus.OFFERED:
        return status.label
    return (passed or (Skip.FULL if is_confirmed else Skip.UNCONFIRMED)).label


def band(before: int) -> tuple[int, int | None]:
    """Give roughly where someone stands with so many before them: from, to (None: and later)."""
    first = 1
    for last in BANDS:
        if before < last:
            return first, last
        first = last + 1
    return first, None


def most_to_hold(capacity: int, hosts: int) -> int:
    """Give how many places one host may hold: its even share, so that no host takes another's."""
    return capacity // max(1, hosts)


def _is_quiet(moment: datetime, quiet: Quiet) -> bool:
    return quiet.holds(moment.astimezone(ZoneInfo(quiet.zone)).hour)


def _next_change(moment: datetime, quiet: Quiet) -> datetime:
    """Give when quiet begins or ends next, as instants, right across a change of clocks."""
    zone = ZoneInfo(quiet.zone)
    today = moment.astimezone(zone).date()
    changes = (
        datetime.combine(today + day * DAY, time(hour), zone).astimezone(moment.tzinfo)
        for day in range(3)
        for hour in (quiet.begins, quiet.ends)
    )
    return min(change for change in changes if change > moment)
