"""Say what taking over a calendar would do, before it is done; the second time it does nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from app.calendars.rules.results import Content, Key, Occurrence, ReadResult, Unreadable


class Change(StrEnum):
    """Say what would happen to one date."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    UNCHANGED = "unchanged"
    NOT_NEEDED = "not_needed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """Hold one line of the plan: what would happen, to which date, and which fields differ."""

    change: Change
    occurrence: Occurrence | None = None
    before: Occurrence | None = None
    fields: tuple[str, ...] = ()
    unreadable: Unreadable | None = None


def plan_import(read: ReadResult, existing: Mapping[Key, Occurrence]) -> list[PlannedChange]:
    """Compare what was read with what earlier imports took over, by UID and repeat."""
    planned = [_planned(one, existing.get(one.key)) for one in read.occurrences]
    return planned + [PlannedChange(change=Change.UNREADABLE, unreadable=each) for each in read.unreadable]


def _planned(read: Occurrence, before: Occurrence | None) -> PlannedChange:
    cancelled = read.status == "CANCELLED"
    if before is None:
        return PlannedChange(change=Change.NOT_NEEDED if cancelled else Change.NEW, occurrence=read)
    if before.fingerprint == read.fingerprint:
        return PlannedChange(change=Change.UNCHANGED, occurrence=read, before=before)
    differing = tuple(
        field.name for field in fields(Content) if getattr(read, field.name) != getattr(before, field.name)
    )
    change = Change.CANCELLED if cancelled and "status" in differing else Change.CHANGED
    return PlannedChange(change=change, occurrence=read, before=before, fields=differing)
