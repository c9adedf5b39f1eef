"""What an event's page says, as values: the same for every reader who may know the same place."""

import json
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from app.events.models import (
    AddressVisibility,
    Agreement,
    Event,
    EventFormat,
    EventStatus,
    EventVisibility,
)
from app.initiatives.policies import is_listed


class EventWords(NamedTuple):
    """What `pages/_article.html` may read of an event; how many come is none of it."""

    id: int
    status: EventStatus
    title: str
    summary: str
    description: str
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    format: EventFormat
    address_visibility: AddressVisibility
    visibility: EventVisibility
    language: str
    picture: str | None
    picture_alt: str
    content_notes: str
    access_notes: str
    first_ten_minutes: str
    safeguarding_contact: str
    email_domains: tuple[str, ...]


class AgreementWords(NamedTuple):
    """An agreement as it is read."""

    id: int
    title: str
    body: str


_read = attrgetter(*EventWords._fields[:-1])


def event_words(event: Event) -> EventWords:
    """Read an event off its row."""
    return EventWords._make((*_read(event), tuple(event.email_domains)))


class InitiativeWords(NamedTuple):
    """The longer effort or series that something is part of."""

    title: str
    url: str


def initiative_words(event: Event) -> InitiativeWords | None:
    """Name the longer effort that an event is part of, once everyone can read about it."""
    found = event.initiative
    if found is None or not is_listed(found):
        return None
    return InitiativeWords(found.title, f"/initiatives/{found.slug}")


def series_words(event: Event) -> InitiativeWords | None:
    """Name the series of which an event is one date."""
    found = event.series
    return InitiativeWords(found.title, f"/series/{found.slug}") if found is not None else None


def agreement_words(agreement: Agreement | None) -> AgreementWords | None:
    """Read an agreement off its row."""
    return AgreementWords(agreement.id, agreement.title, agreement.body) if agreement else None


class FormWords(NamedTuple):
    """Everything that the reply form says to someone who has not replied and is not signed in."""

    slug: str
    format: EventFormat
    party_limit: int
    capacity_in_person: int | None
    capacity_online: int | None
    taken_in_person: int
    taken_online: int
    #: JSON, since the questions are lists of mappings.
    questions: str
    hosts: tuple[tuple[int, str], ...]
    agreement: AgreementWords | None
    has_more_dates: bool


_read_form = attrgetter(*FormWords._fields[:7])


def form_words(
    event: Event,
    hosts: Sequence[tuple[int, str]],
    agreement: Agreement | None,
    *,
    has_more_dates: bool = False,
) -> FormWords:
    """Read what the reply form asks off the rows."""
    questions = json.dumps(event.questions) if event.questions else "[]"
    rest = (questions, tuple(hosts), agreement_words(agreement), has_more_dates)
    return FormWords._make((*_read_form(event), *rest))
