"""Public feeds: all events, one host's, one event; with tombstones for what was called off or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.calendars.models import RenderedEvent
from app.calendars.queries.lines import (
    address_in,
    blocks_of,
    calendar_uid,
    event_file,
    file_of,
    is_in_window,
    is_kept_for,
    kept_of,
)
from app.calendars.rules.telling import TOLD_FOR, day_of
from app.cohosting.models import Host, HostStatus
from app.core import clock
from app.core.database import session
from app.core.i18n import _, in_language
from app.core.ical import CalendarHeader, calendar
from app.core.settings import settings
from app.events.models import Event, EventStatus, EventVisibility, Series
from app.events.policies import listed
from app.events.queries import EventSearch, conditions_of
from app.events.rules import SHOWN, Audience
from app.initiatives.models import Initiative
from app.organisations.models import Organisation

LiveRow = Row[int, datetime, str | None]
GoneRow = Row[str, datetime]


@dataclass(frozen=True)
class Feed:
    """The bytes of a calendar, and when they last changed (None where that cannot be said)."""

    content: bytes
    changed_at: datetime | None


@dataclass(frozen=True)
class _Described:
    """What a feed says of itself, and the page that it belongs to."""

    name: str
    description: str
    path: str
    page: str
    language: str


def site_feed(language: str, search: EventSearch | None = None, *, query: str = "", about: str = "") -> Feed:
    """Give all listed events, or those that a search asks for.

    `query` is the search as it stands in the address, `about` the same in words. What was taken back
    stands only in the whole feed: from a narrowed one it is just gone.
    """
    with in_language(language):
        described = _Described(
            name=f"Twain: {about}" if about else _("Twain: all events"),
            description=_("Gatherings hosted together, on Twain."),
            path=f"/events.ics?{query}" if query else "/events.ics",
            page=f"/events?{query}" if query else "/events",
            language=language,
        )
    if search is None:
        return _feed(described, _live(language), _gone(_gone_rows(language)))
    feed = _feed(described, _live(language, *conditions_of(search)), ())
    return Feed(feed.content, None)


def organisation_feed(organisation: Organisation, language: str) -> Feed:
    """Give the listed events that one organisation holds, alone or with others."""
    base = f"/organisations/{organisation.slug}"
    with in_language(language):
        description = _("What %(name)s does, alone and with others.", name=organisation.name)
    described = _Described(organisation.name, description, f"{base}/events.ics", base, language)
    held = Event.cohosting_id.in_(_held_by(organisation))
    gone = _gone(_gone_rows(language).join(Event, Event.id == RenderedEvent.event_id).where(held))
    left = select(func.max(Host.ended_at)).where(Host.organisation_id == organisation.id)
    return _feed(described, _live(language, held), gone, session.scalar(left))


def initiative_lines(initiative: Initiative, language: str) -> list[tuple[str, datetime]]:
    """Give the lines and revision of each listed event of an initiative, tombstones last."""
    belongs = Event.initiative_id == initiative.id
    gone = _gone_rows(language).join(Event, Event.id == RenderedEvent.event_id).where(belongs)
    return [*_live(language, belongs), *_gone(gone)]


def series_feed(series: Series, language: str) -> Feed:
    """Give the dates of a series that those who know its address may see, with tombstones.

    A series that no list shows is told at its own address only.
    """
    base = f"/series/{series.slug}"
    described = _Described(series.title, series.content["summary"], f"{base}/events.ics", base, language)
    belongs = Event.series_id == series.id
    if series.content["visibility"] == EventVisibility.PUBLIC:
        gone = _gone(_gone_rows(language).join(Event, Event.id == RenderedEvent.event_id).where(belongs))
        return _feed(described, _live(language, belongs), gone)
    query = select(Event).where(belongs, Event.status.in_(SHOWN), is_in_window())
    dates = session.scalars(query.order_by(Event.starts_at, Event.id)).all()
    written = blocks_of([event.id for event in dates], language)
    return _feed(described, [(written[event.id], event.revised_at) for event in dates], ())


def event_calendar(slug: str, language: str) -> Feed | None:
    """Give one event that everyone who knows its address may see; a tombstone once it was taken back."""
    event = session.scalar(select(Event).where(Event.slug == slug, Event.published_at.is_not(None)))
    if event is None:
        return None
    if event.status in SHOWN:
        return Feed(event_file(event, audience=Audience.PUBLIC, language=language), event.revised_at)
    kept = kept_of(event).get(language)
    if kept is not None:
        return Feed(file_of(event, kept.lines, language), kept.revised_at)
    return Feed(event_file(event, audience=Audience.PUBLIC, language=language), event.revised_at)


def _feed(
    described: _Described,
    live: Sequence[tuple[str, datetime]],
    gone: Sequence[tuple[str, datetime]],
    left_at: datetime | None = None,
) -> Feed:
    rows = [*live, *gone]
    changed_at = max((revised_at for _lines, revised_at in rows), default=None)
    site = settings().public_url
    header = CalendarHeader(
        uid=calendar_uid(site + described.path),
        name=described.name,
        last_modified=changed_at,
        description=described.description,
        url=site + described.page,
        source=address_in(described.language, site + described.path),
    )
    # What falls out of the window does so at midnight; what a host has left falls out when it leaves.
    changes = (changed_at, left_at, day_of(clock.now()))
    content = calendar((lines for lines, _at in rows), header)
    return Feed(content, max(at for at in changes if at is not None))


def _live(language: str, *conditions: ColumnElement[bool]) -> list[tuple[str, datetime]]:
    """Give lines and revision of the events that are shown, soonest first."""
    query = (
        select(Event.id, Event.revised_at, RenderedEvent.lines)
        .outerjoin(RenderedEvent, is_kept_for(language))
        .where(listed(), is_in_window(), _is_still_told(), *conditions)
        .order_by(Event.starts_at, Event.id)
    )
    rows: Sequence[LiveRow] = session.execute(query).all()
    written = blocks_of([row[0] for row in rows if row[2] is None], language)
    return [(lines or written[event_id], revised_at) for event_id, revised_at, lines in rows]


def _is_still_told() -> ColumnElement[bool]:
    """Match all but what was called off, once its time has gone and 30 days have passed."""
    day = day_of(clock.now())
    return or_(
        Event.status != EventStatus.CANCELLED, Event.ends_at > day, Event.cancelled_at > day - TOLD_FOR
    )


def _gone_rows(language: str) -> Select[str, datetime]:
    return (
        select(RenderedEvent.lines, RenderedEvent.revised_at)
        .where(
            RenderedEvent.gone_until > day_of(clock.now()),
            RenderedEvent.was_listed,
            RenderedEvent.language == language,
        )
        .order_by(RenderedEvent.event_id)
    )


def _gone(query: Select[str, datetime]) -> list[tuple[str, datetime]]:
    rows: Sequence[GoneRow] = session.execute(query).all()
    return [(lines, revised_at) for lines, revised_at in rows]


def _held_by(organisation: Organisation) -> Select[int]:
    """Give the cohostings that it holds, and those that it was the last to leave."""
    other = aliased(Host)
    everyone = select(other.id).where(other.cohosting_id == Host.cohosting_id)
    last = select(func.max(other.ended_at)).where(other.cohosting_id == Host.cohosting_id).scalar_subquery()
    was_last = (Host.ended_at == last) & ~everyone.where(other.status == HostStatus.ACCEPTED).exists()
    return select(Host.cohosting_id).where(
        Host.organisation_id == organisation.id, or_(Host.status == HostStatus.ACCEPTED, was_last)
    )
