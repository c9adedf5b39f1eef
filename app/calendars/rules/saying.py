"""How calendars say an event: what it is, how it stands, who holds it, and only what its reader may know."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Protocol

from app.core.i18n import _, name_all
from app.core.ical import CalendarEvent, EventStatus, Link
from app.core.text import plain_text
from app.events.models import Event
from app.events.models import EventStatus as Life
from app.events.rules import SHOWN, Audience, VisiblePlace, visible_place

#: Raise it whenever the same event is to be said differently: kept lines are then written anew.
EDITION = 1
#: So many descriptions are kept as plain words.
KEPT_WORDS = 2048
HOUR = timedelta(hours=1)

_STATUS = {Life.CANCELLED: EventStatus.CANCELLED, Life.POSTPONED: EventStatus.TENTATIVE}


class Host(Protocol):
    """What is said of a host."""

    @property
    def name(self) -> str:
        """Give its name."""

    @property
    def slug(self) -> str:
        """Give the part of its address."""


def say_event(
    event: Event, hosts: Sequence[Host], site: str, audience: Audience = Audience.PUBLIC
) -> CalendarEvent:
    """Say an event in the language being spoken; one that is not shown any more as a tombstone."""
    if event.status not in SHOWN:
        return tombstone(event)
    place = visible_place(event, audience)
    plain = _untold(event)
    return replace(
        plain,
        prefix=_prefix(event.status),
        summary=event.title,
        status=_STATUS.get(event.status, EventStatus.CONFIRMED),
        transparent=event.status is not Life.PUBLISHED,
        description=_description(event, place),
        location=place.line,
        geo=_point(place),
        url=f"{site}/events/{event.slug}",
        categories=tuple(event.tags),
        image=f"{site}/pictures/{event.picture}.webp" if event.picture else "",
        conference=Link(event.title, place.online_link) if place.online_link else None,
        hosts=tuple(Link(host.name, f"{site}/organisations/{host.slug}") for host in hosts),
        hosted_by=_hosted_by(hosts),
    )


def tombstone(event: Event) -> CalendarEvent:
    """Say only that what stood here is off: no title, words, place or hosts."""
    return replace(
        _untold(event),
        prefix=_("Cancelled:"),
        summary=_("this event was taken back"),
        status=EventStatus.CANCELLED,
        transparent=True,
    )


def discreetly(event: CalendarEvent) -> CalendarEvent:
    """Leave only when it is and whether it is on, for calendars that other people look into."""
    return CalendarEvent(
        uid=event.uid,
        sequence=event.sequence,
        stamp=event.stamp,
        created=event.created,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        prefix=event.prefix,
        summary=_("Appointment"),
        status=event.status,
        transparent=event.transparent,
    )


def _untold(event: Event) -> CalendarEvent:
    """Give identity, revision and times, and nothing that tells what it is."""
    starts_at = event.starts_at or event.created_at
    return CalendarEvent(
        uid=event.uid,
        sequence=event.sequence,
        stamp=event.revised_at,
        created=event.created_at,
        starts_at=starts_at,
        ends_at=event.ends_at or starts_at + HOUR,
        summary="",
        related_to=_sibling(event),
    )


def _sibling(event: Event) -> str:
    """Tie the dates of a series to its first one; each is an event of its own, and no rule is told.

    Calendars disagree most about repeats of which some were moved or called off.
    """
    series = event.series
    return series.uid if series is not None and series.uid != event.uid else ""


def _prefix(status: Life) -> str:
    if status is Life.CANCELLED:
        return _("Cancelled:")
    return _("Postponed, new date to come:") if status is Life.POSTPONED else ""


def _hosted_by(hosts: Sequence[Host]) -> str:
    if not hosts:
        return ""
    names = name_all([host.name for host in hosts])
    if len(hosts) > 1:
        return _("Hosted together by %(names)s", names=names)
    return _("Hosted by %(names)s", names=names)


def _description(event: Event, place: VisiblePlace) -> str:
    parts = (
        event.cancel_reason,
        event.summary,
        _words(event.description),
        event.content_notes and _("What is talked about: %(notes)s", notes=event.content_notes),
        place.directions and _("How to find it: %(way)s", way=place.directions),
        _("The exact address comes with your reply.") if place.is_address_hidden else "",
        _("The link to join comes with your reply.") if place.is_link_hidden else "",
    )
    return "\n\n".join(part for part in parts if part)


@lru_cache(KEPT_WORDS)
def _words(markdown: str) -> str:
    """Read Markdown, which is most of the work; the same words are said in several languages and feeds."""
    return plain_text(markdown)


def _point(place: VisiblePlace) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return (place.latitude, place.longitude)
