"""Events as the lines that calendars hold: those kept, and those written on the spot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.calendars.models import RenderedEvent
from app.calendars.rules.saying import EDITION, Host, discreetly, say_event, tombstone
from app.calendars.rules.telling import window_edge
from app.cohosting.queries import host_organisations, host_organisations_of
from app.core import clock
from app.core.database import session
from app.core.i18n import LANGUAGES, _, in_language
from app.core.ical import CalendarHeader, calendar, event_lines
from app.core.settings import settings
from app.events.models import Event
from app.events.policies import listed
from app.events.rules import SHOWN, Audience
from app.events.rules.readiness import LONGEST

BATCH = 400


def event_block(
    event: Event, hosts: Sequence[Host], language: str, audience: Audience = Audience.PUBLIC
) -> str:
    """Write an event as a VEVENT, showing what this audience may know."""
    with in_language(language):
        return event_lines(say_event(event, hosts, settings().public_url, audience))


def tombstone_block(event: Event, language: str) -> str:
    """Write that what stood here is off, and nothing of what it was."""
    with in_language(language):
        return event_lines(tombstone(event))


def event_file(event: Event, *, audience: Audience, language: str, is_discreet: bool = False) -> bytes:
    """Give one event as a calendar file, showing what this audience may know."""
    if is_discreet:
        return dates_file([event], DatesFile(language, is_discreet=True))
    lines = event_block(event, host_organisations(event.cohosting_id), language, audience)
    return file_of(event, lines, language)


@dataclass(frozen=True)
class DatesFile:
    """How one person who is going is told several dates in one file."""

    language: str
    #: Nothing but when they are, for calendars that other people look into.
    is_discreet: bool = False
    #: By event, how far the SEQUENCE of what their calendar holds is ahead of the event's own.
    shifts: Mapping[int, int] = field(default_factory=dict)


def dates_file(events: Sequence[Event], told: DatesFile) -> bytes:
    """Give several dates of a series as one calendar file, each as an event of its own."""
    hosts = host_organisations_of([event.cohosting_id for event in events])
    page, first = f"{settings().public_url}/events/{events[0].slug}", events[0]
    with in_language(told.language):
        blocks = [_told(event, hosts[event.cohosting_id], told) for event in events]
        name = _("Appointments") if told.is_discreet else first.title
    header = CalendarHeader(
        uid=calendar_uid(f"{page}/dates"),
        name=name,
        last_modified=max(event.revised_at for event in events),
        url="" if told.is_discreet else page,
    )
    return calendar(blocks, header)


def _told(event: Event, hosts: Sequence[Host], told: DatesFile) -> str:
    said = say_event(event, hosts, settings().public_url, Audience.GOING)
    if told.is_discreet:
        said = discreetly(said)
    return event_lines(replace(said, sequence=said.sequence + told.shifts.get(event.id, 0)))


def file_of(event: Event, lines: str, language: str) -> bytes:
    """Give the lines of one event as a calendar file."""
    page = f"{settings().public_url}/events/{event.slug}"
    header = CalendarHeader(
        uid=calendar_uid(f"{page}.ics"),
        name=event.title if event.status in SHOWN else "Twain",
        last_modified=event.revised_at,
        url=page,
        source=address_in(language, f"{page}.ics"),
    )
    return calendar((lines,), header)


def address_in(language: str, address: str) -> str:
    """Give the address of a feed in a language; the first one needs no naming."""
    if language == next(iter(LANGUAGES)):
        return address
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def calendar_uid(address: str) -> str:
    """Name a calendar by its address: the same each time it is fetched."""
    return str(uuid5(NAMESPACE_URL, address))


def is_kept_for(language: str | ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Match the lines, in this language, that say exactly the event as it stands."""
    return and_(
        RenderedEvent.event_id == Event.id,
        RenderedEvent.language == language,
        RenderedEvent.edition == EDITION,
        RenderedEvent.sequence == Event.sequence,
        RenderedEvent.revised_at == Event.revised_at,
        RenderedEvent.gone_until.is_(None),
    )


def blocks_of(event_ids: Collection[int], language: str) -> dict[int, str]:
    """Write the lines of events for which none are kept, with two queries for each few hundred."""
    blocks: dict[int, str] = {}
    remaining = iter(event_ids)
    while batch := list(islice(remaining, BATCH)):
        events = session.scalars(select(Event).where(Event.id.in_(batch))).all()
        hosts = host_organisations_of([event.cohosting_id for event in events])
        for event in events:
            blocks[event.id] = event_block(event, hosts[event.cohosting_id], language)
    return blocks


def kept_of(event: Event) -> dict[str, RenderedEvent]:
    """Give the lines that are kept of an event, by language."""
    rows = session.scalars(select(RenderedEvent).where(RenderedEvent.event_id == event.id))
    return {row.language: row for row in rows}


def without_lines(most: int) -> Sequence[Event]:
    """Give some events that are listed and whose lines are missing or out of date in some language."""
    told = select(RenderedEvent.event_id, func.count().label("languages")).join(
        Event, and_(is_kept_for(RenderedEvent.language), RenderedEvent.language.in_(LANGUAGES))
    )
    kept = told.group_by(RenderedEvent.event_id).subquery()
    query = (
        select(Event)
        .outerjoin(kept, kept.c.event_id == Event.id)
        .where(listed(), func.coalesce(kept.c.languages, 0) < len(LANGUAGES), is_in_window())
    )
    return session.scalars(query.order_by(Event.id).limit(most)).all()


def is_in_window() -> ColumnElement[bool]:
    """Match events that are ahead, or were over at most 60 days ago; the edge moves at midnight (UTC)."""
    edge = window_edge(clock.now())
    return and_(Event.ends_at >= edge, Event.starts_at >= edge - LONGEST)
