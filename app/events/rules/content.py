"""What hosts write about an event: as a dataclass, as plain JSON, and which of it needs sign-off."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from app.cohosting.rules import Content, as_json
from app.events.models import (
    AddressVisibility,
    Agreement,
    Event,
    EventFormat,
    EventVisibility,
)
from app.events.rules.walltime import resolve_wall_time

MOST_TITLE = 120
MOST_LINE = 200
MOST_TEXT = 2000
MOST_TAGS = 8
MOST_TAG = 30
MOST_QUESTIONS = 5
MINUTES = "minutes"


@dataclass(frozen=True)
class EventDetails:
    """Everything that hosts write about an event."""

    title: str
    summary: str = ""
    description: str = ""
    starts_local: datetime | None = None
    ends_local: datetime | None = None
    starts_fold: int = 0
    ends_fold: int = 0
    zone: str = "Europe/London"
    format: EventFormat = EventFormat.IN_PERSON
    place_name: str = ""
    place_area: str = ""
    place_address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    directions: str = ""
    address_visibility: AddressVisibility = AddressVisibility.GOING
    online_link: str = ""
    capacity_in_person: int | None = None
    capacity_online: int | None = None
    party_limit: int = 4
    tags: list[str] = field(default_factory=list)
    language: str = "en"
    picture: str | None = None
    picture_alt: str = ""
    content_notes: str = ""
    access_facts: list[str] = field(default_factory=list)
    access_notes: str = ""
    first_ten_minutes: str = ""
    safeguarding_contact: str = ""
    #: [{"id": "q1", "prompt": …, "is_required": bool}]
    questions: list[dict[str, Any]] = field(default_factory=list)
    visibility: EventVisibility = EventVisibility.PUBLIC
    email_domains: list[str] = field(default_factory=list)
    agreement_title: str = ""
    agreement_body: str = ""


FIELDS = tuple(each.name for each in fields(EventDetails))
_AGREEMENT_FIELDS = ("agreement_title", "agreement_body")
COLUMNS = tuple(name for name in FIELDS if name not in _AGREEMENT_FIELDS)
_WALL_TIMES = ("starts_local", "ends_local")

#: The one list of key facts: once an event is public, they change only when every host signs off.
KEY_FIELDS = frozenset(
    {
        "starts_local",
        "ends_local",
        "starts_fold",
        "ends_fold",
        "zone",
        "format",
        "place_name",
        "place_area",
        "place_address",
        "latitude",
        "longitude",
        "address_visibility",
        "online_link",
        "capacity_in_person",
        "capacity_online",
        "party_limit",
        "visibility",
        "email_domains",
        "agreement_title",
        "agreement_body",
    }
)
#: Changing only these is no news for people who keep the event in a calendar.
QUIET_FIELDS = frozenset(
    {
        "capacity_in_person",
        "capacity_online",
        "party_limit",
        "picture_alt",
        "access_notes",
        "first_ten_minutes",
        "safeguarding_contact",
        "questions",
        "email_domains",
        "agreement_title",
        "agreement_body",
    }
)


def content_of(event: Event, agreement: Agreement | None) -> Content:
    """Give an event's settled content as plain JSON."""
    values = {name: getattr(event, name) for name in COLUMNS}
    values["agreement_title"] = agreement.title if agreement else ""
    values["agreement_body"] = agreement.body if agreement else ""
    return _as_json(values)


def content_from(details: EventDetails) -> Content:
    """Give what was written as plain JSON."""
    return _as_json(asdict(details))


def details_from(content: Mapping[str, Any]) -> EventDetails:
    """Give plain JSON as what was written; fields that it does not know are left at their default."""
    values = {name: content[name] for name in FIELDS if name in content}
    for name in _WALL_TIMES:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    for name, kind in _ENUMS.items():
        if name in values:
            values[name] = kind(values[name])
    return EventDetails(**values)


def apply_details(event: Event, details: EventDetails) -> None:
    """Write everything but the agreement into the event's columns, with the instants derived."""
    for name in COLUMNS:
        setattr(event, name, getattr(details, name))
    event.starts_at = _instant(details.starts_local, details.zone, details.starts_fold)
    event.ends_at = _instant(details.ends_local, details.zone, details.ends_fold)


def as_event(details: EventDetails) -> Event:
    """Give an event that says this and is kept nowhere."""
    event = Event()
    apply_details(event, details)
    return event


def is_news(changed: Content) -> bool:
    """Tell whether people who keep the event in a calendar should be told again."""
    return bool(changed.keys() - QUIET_FIELDS)


_ENUMS = {
    "format": EventFormat,
    "address_visibility": AddressVisibility,
    "visibility": EventVisibility,
}


def _as_json(values: Mapping[str, Any]) -> Content:
    return {name: _plain(values[name]) for name in FIELDS}


def _plain(value: Any) -> Any:  # noqa: ANN401  # any column's value
    return value.isoformat(timespec=MINUTES) if isinstance(value, datetime) else as_json(value)


def _instant(local: datetime | None, zone: str, fold: int) -> datetime | None:
    return None if local is None else resolve_wall_time(local, zone, fold)
