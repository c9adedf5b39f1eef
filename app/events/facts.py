"""What others may react to."""

from dataclasses import dataclass
from typing import Any

from app.events.models import Event


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


@dataclass(frozen=True)
class EventCancelled:
    """The event will not take place."""

    event: Event
    reason: str


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
