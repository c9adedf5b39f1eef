"""Compare the dates that are events with those that a rule has now, and say what becomes of each."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.events.rules.recurrence import Every, Occurrence


class Step(StrEnum):
    """What becomes of one date."""

    #: Someone changed, cancelled or is deciding on this date alone: it is left as it is.
    LEAVE = "leave"
    #: It stays on its day and takes what is new.
    KEEP = "keep"
    #: It goes to another day of the same week or month.
    MOVE = "move"
    #: The rule has it no more.
    DROP = "drop"
    MAKE = "make"


@dataclass(frozen=True)
class MadeDate:
    """What planning knows of a date that is an event."""

    event_id: int
    on: date
    #: Public, ahead, and nobody changed it alone.
    is_free: bool
    has_replies: bool = False


@dataclass(frozen=True)
class PlannedDate:
    """What becomes of one date: of an event, or of a day that has none yet."""

    step: Step
    made: MadeDate | None = None
    occurrence: Occurrence | None = None

    @property
    def day(self) -> date:
        """Give the day by which it is listed."""
        if self.made is not None:
            return self.made.on
        return self.occurrence.on if self.occurrence else date.max


def plan_dates(
    made: Sequence[MadeDate], wanted: Sequence[Occurrence], every: Every
) -> tuple[PlannedDate, ...]:
    """Say what becomes of each date; nothing that someone changed alone is touched.

    A date keeps its event where the day stays. What is over on one side and missing on the other in
    the same week (for monthly rules: month) is the same gathering on another day.
    """
    left_alone = [each for each in made if not each.is_free]
    taken = {each.on for each in left_alone}
    free = {each.on: each for each in made if each.is_free}
    days = {each.on: each for each in wanted if each.on not in taken}
    kept = [PlannedDate(Step.KEEP, free[day], days[day]) for day in free.keys() & days.keys()]
    old = [each for day, each in sorted(free.items()) if day not in days]
    new = [each for day, each in sorted(days.items()) if day not in free]
    moved = _moved(old, new, _period(every))
    gone = {each.made for each in moved}
    found = {each.occurrence for each in moved}
    steps = (
        *(PlannedDate(Step.LEAVE, each) for each in left_alone),
        *kept,
        *moved,
        *(PlannedDate(Step.DROP, each) for each in old if each not in gone),
        *(PlannedDate(Step.MAKE, occurrence=each) for each in new if each not in found),
    )
    return tuple(sorted(steps, key=lambda each: each.day))


def period_start(day: date, every: Every) -> date:
    """Give the first day of the week (for monthly rules: month) in which a date may be moved."""
    return day.replace(day=1) if every is Every.MONTH else day - timedelta(days=day.weekday())


def _moved(
    old: Sequence[MadeDate], new: Sequence[Occurrence], period: Callable[[date], Hashable]
) -> list[PlannedDate]:
    """Pair, in each week or month, what lost its day with the days that are new, in order."""
    lost: dict[Hashable, list[MadeDate]] = defaultdict(list)
    for each in old:
        lost[period(each.on)].append(each)
    pairs = []
    for occurrence in new:
        waiting = lost[period(occurrence.on)]
        if waiting:
            pairs.append(PlannedDate(Step.MOVE, waiting.pop(0), occurrence))
    return pairs


def _period(every: Every) -> Callable[[date], Hashable]:
    if every is Every.MONTH:
        return lambda day: (day.year, day.month)
    return lambda day: day.isocalendar()[:2]
