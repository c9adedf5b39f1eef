"""What an event's page says, as values: the same for every reader who may know the same place."""

import json
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
    Way,
)
from app.initiatives.policies import is_listed
from app.rsvps.queries import ReplyOffer


class EventWords(NamedTuple):
    """What `pages/_article.html` may read of an event; how many come is none of it."""

    id: int
    slug: str
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
    held_in_person: int
    held_online: int
    #: JSON, since the questions are lists of mappings.
    questions: str
    hosts: tuple[tuple[int, str], ...]
    agreement: AgreementWords | None
    has_more_dates: bool
    #: By whose link someone came: slug, name, and what is held by way of coming.
    via: tuple[str, str, tuple[tuple[Way, int], ...]] | None
    takes_waiting: bool


_read_form = attrgetter(*FormWords._fields[:9])


def form_words(offer: ReplyOffer) -> FormWords:
    """Read what the reply form asks off the rows."""
    event, via = offer.event, offer.via
    questions = json.dumps(event.questions) if event.questions else "[]"
    hosts = tuple((host.id, host.name) for host in offer.hosts)
    link = (
        (via.host.slug, via.host.name, tuple((way, via.left(way)) for way in via.allocations))
        if via
        else None
    )
    rest = (
        questions,
        hosts,
        agreement_words(offer.agreement),
        offer.has_more_dates,
        link,
        offer.takes_waiting,
    )
    return FormWords._make((*_read_form(event), *rest))
