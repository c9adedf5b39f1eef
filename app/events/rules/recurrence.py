"""Rules by which a gathering repeats: words ↔ RFC 5545, and the dates that follow from them.

A rule gives days; each date takes the wall time of the first one in the zone of the place, so that
18:30 stays 18:30 when clocks change. A time that clocks skip moves forward by the jump, and of a time
that happens twice the first is meant (RFC 5545, 3.3.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, rrule, weekday

from app.events.rules.walltime import Never, read_wall_time, wall_time

#: Ten years of weeks: more than anybody plans, and little enough to make and to read.
MOST_DATES = 520
MOST_INTERVAL = 52
LAST = -1
#: Which weekday of a month can be asked for: there is not always a fifth.
NTHS = (1, 2, 3, 4, LAST)
#: The days of a week as RFC 5545 writes them, Monday first.
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(StrEnum):
    """What a rule counts in; the values are those of RFC 5545."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"


#: As dateutil numbers them.
_FREQUENCIES: dict[Every, Literal[1, 2, 3]] = {Every.DAY: 3, Every.WEEK: 2, Every.MONTH: 1}


@dataclass(frozen=True)
class Rule:
    """How something repeats: every so many days, weeks (on some days) or months.

    In months it is either the `nth` of one weekday, or a day of the month.
    """

    every: Every = Every.WEEK
    interval: int = 1
    #: 0 is Monday.
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None
    #: The last day that may be one; or how many there are; or neither, and it goes on.
    until: date | None = None
    count: int | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on without an end."""
        return self.until is None and self.count is None

    @property
    def endless(self) -> "Rule":
        """Give the same rule without its end."""
        return replace(self, until=None, count=None)


@dataclass(frozen=True)
class Occurrence:
    """A date computed from a rule, before it is an event: its day, and wall times in the zone."""

    on: date
    starts_local: datetime
    ends_local: datetime
    #: The time asked for is skipped by the clocks that day, so it begins later.
    is_shifted: bool = False


def write_rrule(rule: Rule) -> str:
    """Write a rule as RFC 5545 does: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU."""
    days = ",".join(f"{rule.nth or ''}{DAYS[day]}" for day in rule.weekdays)
    parts = (
        ("FREQ", rule.every.value),
        ("INTERVAL", str(rule.interval) if rule.interval > 1 else ""),
        ("BYDAY", days),
        ("BYMONTHDAY", str(rule.month_day or "")),
        ("UNTIL", f"{rule.until:%Y%m%d}" if rule.until else ""),
        ("COUNT", str(rule.count or "")),
    )
    return ";".join(f"{name}={value}" for name, value in parts if value)


def read_rrule(text: str) -> Rule:
    """Read what `write_rrule` wrote; raise ValueError for anything else."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    nths = {int(day[:-2]) for day in days if len(day) > len("TU")}
    until = parts.get("UNTIL")
    return Rule(
        every=Every(parts["FREQ"]),
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=tuple(DAYS.index(day[-2:]) for day in days),
        nth=nths.pop() if nths else None,
        month_day=int(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else None,
        until=datetime.strptime(until, "%Y%m%d").replace(tzinfo=UTC).date() if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def days_of(rule: Rule, first: date) -> Iterator[date]:
    """Give the days of a rule that has `first` as its first one, in order."""
    days = rrule(
        _FREQUENCIES[rule.every],
        dtstart=datetime.combine(first, time()),
        interval=rule.interval,
        byweekday=[weekday(day, rule.nth) if rule.nth else weekday(day) for day in rule.weekdays] or None,
        bymonthday=rule.month_day,
        until=datetime.combine(rule.until, time()) if rule.until else None,
        count=rule.count,
        wkst=MO,
    )
    return (day.date() for day in days)


def first_day(rule: Rule, begins: date) -> date | None:
    """Give the first day on or after `begins` that fits a rule; None when there is none."""
    return next(days_of(replace(rule.endless, interval=1), begins), None)


def all_days(
    rule: Rule, first: date, *, left_out: frozenset[date] = frozenset(), added: frozenset[date] = frozenset()
) -> Iterator[date]:
    """Give the days of a rule without those left out and with those added, in order."""
    extra = sorted(added - left_out)
    for day in days_of(rule, first):
        while extra and extra[0] <= day:
            if extra[0] == day:
                extra.pop(0)
                continue
            yield extra.pop(0)
        if day not in left_out:
            yield day
    yield from extra


def days_between(days: Iterator[date], start: date, end: date) -> list[date]:
    """Give the days of a rule in a window, both ends included; at least the next one that there is."""
    found: list[date] = []
    for day in days:
        if day < start:
            continue
        if day > end and found:
            break
        found.append(day)
        if day > end:
            break
    return found


def has_too_many(rule: Rule, first: date) -> bool:
    """Tell whether a rule that ends makes more dates than a series may have."""
    if rule.is_open:
        return False
    return len(list(islice(days_of(rule, first), MOST_DATES + 1))) > MOST_DATES


def occurrence_on(day: date, starts_local: datetime, ends_local: datetime, zone: str) -> Occurrence:
    """Give the date on a day, with the times of the first one as the clocks of the zone allow."""
    wanted = datetime.combine(day, starts_local.time())
    starts, is_shifted = _real(wanted, zone)
    ends, _ends_shifted = _real(wanted + (ends_local - starts_local), zone)
    if ends <= starts:  # the beginning was moved past the end
        ends, _ends_shifted = _real(starts + (ends_local - starts_local), zone)
    return Occurrence(day, starts, ends, is_shifted)


def _real(local: datetime, zone: str) -> tuple[datetime, bool]:
    """Give a wall time that exists, and whether it had to be moved for that."""
    if not isinstance(read_wall_time(local, zone), Never):
        return local, False
    instant = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    return wall_time(instant, zone)[0], True
