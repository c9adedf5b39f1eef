"""Events as calendars hold them."""

from app.cohosting.queries import host_organisations
from app.core.i18n import in_language
from app.core.ical import CalendarEvent, CalendarHeader, EventStatus, Link, calendar, event_lines
from app.core.settings import settings
from app.core.text import plain_text
from app.events.models import Event
from app.events.models import EventStatus as Life
from app.events.rules import Audience, visible_place

_STATUS = {Life.CANCELLED: EventStatus.CANCELLED, Life.POSTPONED: EventStatus.TENTATIVE}


def event_file(event: Event, *, audience: Audience, language: str) -> bytes:
    """Give one event as a calendar file, showing what this audience may know."""
    with in_language(language):
        lines = event_lines(_as_calendar_event(event, audience))
    address = f"{settings().public_url}/events/{event.slug}"
    header = CalendarHeader(uid=event.uid, name=event.title, last_modified=event.revised_at, url=address)
    return calendar((lines,), header)


def _as_calendar_event(event: Event, audience: Audience) -> CalendarEvent:
    place = visible_place(event, audience)
    site = settings().public_url
    hosts = host_organisations(event.cohosting_id)
    has_point = place.latitude is not None and place.longitude is not None
    return CalendarEvent(
        uid=event.uid,
        sequence=event.sequence,
        stamp=event.revised_at,
        created=event.created_at,
        starts_at=event.starts_at or event.created_at,
        ends_at=event.ends_at or event.created_at,
        summary=event.title,
        status=_STATUS.get(event.status, EventStatus.CONFIRMED),
        description=plain_text(event.description) or event.summary,
        location=place.line,
        geo=(place.latitude or 0.0, place.longitude or 0.0) if has_point else None,
        url=f"{site}/events/{event.slug}",
        conference=Link(event.title, place.online_link) if place.online_link else None,
        hosts=tuple(Link(host.name, f"{site}/organisations/{host.slug}") for host in hosts),
    )
