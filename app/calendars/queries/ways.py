"""The ways in which an event comes into someone's calendar."""

from app.calendars.queries.lines import address_in
from app.calendars.rules.links import Appointment, CalendarLinks, calendar_links
from app.core.i18n import locale
from app.core.settings import settings
from app.events.models import Event, EventStatus
from app.events.rules import Audience, visible_place


def event_links(event: Event, audience: Audience = Audience.PUBLIC) -> CalendarLinks | None:
    """Give the ways to take an event along, in the language being spoken; None where it is off or over.

    What they hold goes through the hands of Google or Microsoft, so it is short, and as precise as
    this audience may know it.
    """
    if event.starts_at is None or event.ends_at is None or event.is_past:
        return None
    if event.status is EventStatus.CANCELLED:
        return None
    page = f"{settings().public_url}/events/{event.slug}"
    place = visible_place(event, audience)
    appointment = Appointment(
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        details="\n\n".join(part for part in (event.summary, place.online_link, page) if part),
        place=place.line,
    )
    return calendar_links(appointment, address_in(locale(), f"{page}.ics"))
