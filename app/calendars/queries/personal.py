"""A person's own calendar: what they replied to, with how it stands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.accounts.models import User
from app.calendars.models import CalendarFeed
from app.calendars.queries.lines import calendar_uid
from app.calendars.rules.saying import Host, discreetly, say_event, tombstone
from app.calendars.rules.telling import told_until, window_edge
from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.database import session
from app.core.i18n import _, in_language
from app.core.ical import CalendarEvent, CalendarHeader, EventStatus, calendar, event_lines
from app.core.settings import settings
from app.core.tokens import token_hash
from app.events.models import Event
from app.events.models import EventStatus as Life
from app.events.rules import SHOWN, Audience


class Standing(StrEnum):
    """How someone's reply stands, as far as a calendar has to know."""

    GOING = "going"
    PENDING = "pending"
    WAITLISTED = "waitlisted"
    #: Cancelled, by whomever.
    ENDED = "ended"


@dataclass(frozen=True)
class PersonalEntry:
    """An event that someone replied to."""

    event: Event
    standing: Standing
    #: When the reply last changed.
    changed_at: datetime


def feed_of(user: User) -> CalendarFeed | None:
    """Give someone's calendar address, if they have made one."""
    return session.scalar(select(CalendarFeed).where(CalendarFeed.user_id == user.id))


def feed_by_token(token: str) -> CalendarFeed | None:
    """Give the feed that an address stands for, while its owner may sign in."""
    query = (
        select(CalendarFeed)
        .join(CalendarFeed.user)
        .where(CalendarFeed.token_hash == token_hash(token), User.active)
    )
    return session.scalar(query.options(joinedload(CalendarFeed.user)))


def personal_calendar(
    entries: Iterable[PersonalEntry], feed: CalendarFeed, tasks: Callable[[], Iterable[CalendarEvent]] = list
) -> bytes:
    """Write what someone replied to, and what they have to do, as their own calendar, in their language."""
    told = [entry for entry in entries if _is_told(entry)]
    hosts = host_organisations_of([entry.event.cohosting_id for entry in told])
    with in_language(feed.user.language):
        said = [_say(entry, hosts[entry.event.cohosting_id], feed) for entry in told]
        said += [_as_wished(task, task.stamp, feed) for task in tasks()]
        header = CalendarHeader(
            uid=calendar_uid(f"personal {feed.user_id}"),
            name=_("Appointments") if feed.is_discreet else _("Twain: what I go to"),
            last_modified=max((event.stamp for event in said), default=None),
        )
        said.sort(key=lambda event: (event.starts_at, event.uid))
        return calendar(map(event_lines, said), header)


def personal_data(question: PersonalData) -> DataPart:
    """Answer what calendars keep about someone."""
    feed = feed_of(question.user)
    content = {"created_at": feed.created_at.isoformat(), "is_discreet": feed.is_discreet} if feed else {}
    return DataPart("calendar", _("Your own calendar address"), content)


def _is_told(entry: PersonalEntry) -> bool:
    """Tell whether a calendar should still hold it; what is off stays until its end and 30 days at least."""
    event, now = entry.event, clock.now()
    if entry.standing is Standing.ENDED:
        return told_until(event.ends_at, entry.changed_at) > now
    if event.status is not Life.PUBLISHED and event.status is not Life.POSTPONED:
        return told_until(event.ends_at, event.cancelled_at or event.revised_at) > now
    return event.ends_at is None or event.ends_at >= window_edge(now)


def _say(entry: PersonalEntry, hosts: Sequence[Host], feed: CalendarFeed) -> CalendarEvent:
    event = _with_standing(entry, hosts)
    return _as_wished(event, entry.changed_at, feed)


def _as_wished(event: CalendarEvent, changed_at: datetime, feed: CalendarFeed) -> CalendarEvent:
    """Let other people who look into the calendar see only what its owner wants."""
    event = replace(event, stamp=max(event.stamp, changed_at, feed.changed_at))
    return discreetly(event) if feed.is_discreet else event


def _with_standing(entry: PersonalEntry, hosts: Sequence[Host]) -> CalendarEvent:
    """Say the event as precisely as this reply allows; only who is going learns the address."""
    event, standing = entry.event, entry.standing
    if event.status not in SHOWN:
        return tombstone(event)
    audience = Audience.GOING if standing is Standing.GOING else Audience.PUBLIC
    said = say_event(event, hosts, settings().public_url, audience)
    if event.status is Life.CANCELLED or standing is Standing.GOING:
        return said
    if standing is Standing.ENDED:
        return replace(
            said,
            prefix=_("Not going:"),
            status=EventStatus.CANCELLED,
            transparent=True,
            description="",
            conference=None,
        )
    prefix = _("Not confirmed yet:") if standing is Standing.PENDING else _("On the waiting list:")
    return replace(said, prefix=f"{prefix} {said.prefix}".strip(), status=EventStatus.TENTATIVE)
