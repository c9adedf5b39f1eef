"""Days to keep in mind, as calendars hold them: milestones, deadlines of asks, closings of petitions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TypedDict
from uuid import NAMESPACE_URL, uuid5

from app.asks.models import AskTarget
from app.asks.rules.status import OPEN_STANDINGS
from app.cohosting.queries import HostCard
from app.core.i18n import _
from app.core.ical import CalendarEvent, EventStatus, Link
from app.initiatives.models import Initiative, Milestone
from app.initiatives.rules import SHOWN
from app.petitions.models import Petition, PetitionStatus


class _Times(TypedDict):
    """When a whole day is, as a calendar's event says it."""

    starts_at: datetime
    ends_at: datetime
    on: date


def ask_deadline(put: AskTarget, hosts: Sequence[HostCard], site: str, today: date) -> CalendarEvent:
    """Say by when a target is to act on an ask, or that it is settled."""
    is_open = put.standing in OPEN_STANDINGS
    said = _("%(target)s: %(standing)s.", target=put.target.name, standing=put.standing.label)
    return CalendarEvent(
        uid=put.uid,
        sequence=put.sequence,
        stamp=put.changed_at,
        created=put.ask.published_at or put.ask.created_at,
        summary=_("Due: %(title)s (%(target)s)", title=put.ask.title, target=put.target.name)
        if is_open
        else _("Settled: %(title)s (%(target)s)", title=put.ask.title, target=put.target.name),
        description=f"{said}\n{_('We call it done when')}: {put.ask.done_when}",
        url=f"{site}/asks/{put.ask.slug}",
        transparent=True,
        hosts=_links(hosts, site),
        **_day(put.due_on or today),
    )


def petition_closing(petition: Petition, site: str) -> CalendarEvent | None:
    """Say until when people can sign; None while nobody has said."""
    last_day = petition.last_day
    if last_day is None:
        return None
    is_open = petition.status is not PetitionStatus.CLOSED
    page = f"{site}/petitions/{petition.slug}"
    return CalendarEvent(
        uid=str(uuid5(NAMESPACE_URL, f"{page}#closes")),
        sequence=petition.version,
        stamp=max(petition.revised_at, petition.closed_at or petition.revised_at),
        created=petition.opened_at or petition.created_at,
        summary=_("Last day to sign: %(title)s", title=petition.title)
        if is_open
        else _("Signing ended: %(title)s", title=petition.title),
        description=petition.demand,
        url=page,
        transparent=True,
        **_day(last_day),
    )


def milestone_day(
    milestone: Milestone, initiative: Initiative, hosts: Sequence[HostCard], site: str
) -> CalendarEvent:
    """Say by when a step is planned, that it was reached, or that it is off."""
    is_off = milestone.removed_at is not None or initiative.status not in SHOWN
    words = {"milestone": milestone.title, "title": initiative.title}
    return CalendarEvent(
        uid=milestone.uid,
        sequence=milestone.sequence,
        stamp=milestone.revised_at,
        created=initiative.published_at or initiative.created_at,
        summary=_("Reached: %(milestone)s (%(title)s)", **words)
        if milestone.reached_on
        else _("Milestone: %(milestone)s (%(title)s)", **words),
        status=EventStatus.CANCELLED if is_off else EventStatus.CONFIRMED,
        description=milestone.note,
        url=f"{site}/initiatives/{initiative.slug}",
        transparent=True,
        hosts=_links(hosts, site),
        **_day(milestone.reached_on or milestone.due_on),
    )


def _links(hosts: Sequence[HostCard], site: str) -> tuple[Link, ...]:
    return tuple(Link(host.name, site + host.url) for host in hosts)


def _day(on: date) -> _Times:
    """Give a whole day as an event's times."""
    at = datetime.combine(on, time(), UTC)
    return _Times(starts_at=at, ends_at=at, on=on)
