"""What others may react to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.core.questions import Question
from app.events.models import Event, Series


@dataclass(frozen=True)
class EventPublished:
    """The public can see the event now."""

    event: Event


@dataclass(frozen=True)
class EventChanged:
    """Something the public sees has changed: field → old value, field → new value."""

    event: Event
    before: dict[str, Any]
    after: dict[str, Any]
    #: Part of a change of its whole series: people hear of all dates in one mail (`SeriesChanged`).
    in_series: bool = False


@dataclass(frozen=True)
class EventCancelled:
    """The event will not take place."""

    event: Event
    reason: str
    #: As in `EventChanged`.
    in_series: bool = False


@dataclass(frozen=True)
class EventPostponed:
    """The event will take place later; the date is not known yet."""

    event: Event
    reason: str


@dataclass(frozen=True)
class EventWithdrawn:
    """The event has been taken back from the public."""

    event: Event


@dataclass(frozen=True)
class EventDeleted:
    """Everything that the event said has been wiped; only what its tombstone needs is left."""

    event: Event


@dataclass(frozen=True)
class SeriesChanged:
    """Dates of a series have changed together; each was announced by itself, marked `in_series`."""

    series: Series
    #: Each date that is different now, with the changed fields as they were.
    changed: tuple[tuple[Event, dict[str, Any]], ...] = ()
    cancelled: tuple[Event, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class SeriesDatesMade:
    """Dates of a series have become events that the public can see."""

    series: Series
    events: tuple[Event, ...]


@dataclass(frozen=True)
class WhichHaveReplies(Question[Collection[int]]):
    """Ask at which of some events people have a place, or wait for one: the events' ids."""

    events: tuple[Event, ...]
