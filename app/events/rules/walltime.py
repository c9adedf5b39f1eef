"""Wall time and instants: what a clock on the wall of a zone shows, and when that is.

A wall time can happen twice (clocks go back) or never (clocks go forward); both are said, never
guessed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Once:
    """The wall time happens once, at this instant."""

    instant: datetime


@dataclass(frozen=True)
class Twice:
    """The wall time happens twice: clocks go back."""

    first: datetime
    second: datetime


@dataclass(frozen=True)
class Never:
    """The wall time is skipped: the last minute before the gap and the first one after it."""

    before: datetime
    after: datetime


class NoSuchTime(ValueError):
    """Tell that a wall time is skipped in its zone."""


def is_zone(name: str) -> bool:
    """Tell whether this is the name of a time zone."""
    return name in _zones()


def read_wall_time(local: datetime, zone: str) -> Once | Twice | Never:
    """Say when a naive wall time of a zone happens."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return Once(first)
    if first < second:
        return Twice(first, second)
    return _around_gap(second, first, zone)


def resolve_wall_time(local: datetime, zone: str, fold: int = 0) -> datetime:
    """Give the instant of a wall time; `fold` 1 means the second of two. Raise NoSuchTime for none."""
    read = read_wall_time(local, zone)
    if isinstance(read, Never):
        raise NoSuchTime(f"{local} is skipped in {zone}")
    if isinstance(read, Twice):
        return read.second if fold else read.first
    return read.instant


def wall_time(instant: datetime, zone: str) -> tuple[datetime, int]:
    """Give the naive wall time of an instant, and whether it is the second of two (fold)."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None, fold=0), local.fold


def _around_gap(earlier: datetime, later: datetime, zone: str) -> Never:
    """Find the jump between two instants: the wall clock's last minute before, its first after."""
    info = ZoneInfo(zone)
    offset = earlier.astimezone(info).utcoffset()
    low, high = earlier, later
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(info).utcoffset() == offset:
            low = middle
        else:
            high = middle
    jump = high.replace(microsecond=0)
    return Never(
        (jump - MINUTE).astimezone(info).replace(tzinfo=None, fold=0),
        jump.astimezone(info).replace(tzinfo=None, fold=0),
    )


@cache
def _zones() -> frozenset[str]:
    # reading them from the disk takes ten milliseconds
    return frozenset(available_timezones())
