"""Read run sheets: of an event, of a person, and those to copy from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.facts import DataPart, PersonalData
from app.accounts.models import User
from app.calendars.rules.telling import window_edge
from app.cohosting.models import Cohosting, Host, HostStatus
from app.cohosting.policies import seen_by, worked_on_by
from app.cohosting.queries import accepted_hosts
from app.core import clock
from app.core.database import session
from app.core.i18n import _, format_day, format_time
from app.core.ical import CalendarEvent
from app.core.settings import settings
from app.events.models import Event, EventStatus
from app.events.rules import wall_time
from app.organisations.models import Organisation
from app.organisations.policies import organised_by
from app.organisations.queries import members_of
from app.runsheets.models import Task
from app.runsheets.rules import DAY, WORKED_FOR, due_at, offset_label, say_task

MOST_SOURCES = 20


@dataclass(frozen=True)
class Doer:
    """A host, or someone of a host, who can take a task on; `key` stands for it in forms."""

    key: str
    name: str
    organisation_id: int
    user_id: int | None = None


@dataclass(frozen=True)
class SheetLine:
    """A task as the sheet shows it."""

    task: Task
    #: Seen from the start, and as the clock on the wall shows it.
    when: str
    #: Empty while nobody does it.
    who: str
    is_late: bool


def doers_of(event: Event) -> list[Doer]:
    """Give who can take a task on now: each host, then its people."""
    found: list[Doer] = []
    known: set[int] = set()
    for host in accepted_hosts(event.cohosting):
        if host.organisation is None:
            continue
        organisation = host.organisation
        found.append(Doer(f"o{organisation.id}", organisation.name, organisation.id))
        for member in members_of(organisation):
            if member.user_id not in known:
                known.add(member.user_id)
                name = _(
                    "%(person)s, %(organisation)s", person=member.user.name, organisation=organisation.name
                )
                found.append(Doer(f"u{member.user_id}", name, organisation.id, member.user_id))
    return found


def doer_of(task: Task, doers: Sequence[Doer]) -> Doer | None:
    """Give who does a task, while they still can."""
    for doer in doers:
        if task.user_id is not None and doer.user_id == task.user_id:
            return doer
        if task.user_id is None and doer.user_id is None and doer.organisation_id == task.organisation_id:
            return doer
    return None


def tasks_of(event: Event) -> Sequence[Task]:
    """Give the tasks of an event in their order."""
    query = select(Task).where(Task.event_id == event.id)
    return session.scalars(query.order_by(Task.minutes, Task.id)).all()


def sheet_of(event: Event) -> list[SheetLine]:
    """Give an event's run sheet, first task first."""
    doers, now = doers_of(event), clock.now()
    lines = []
    for task in tasks_of(event):
        at, doer = due_at(event, task.minutes), doer_of(task, doers)
        is_late = at is not None and at < now and not task.is_done
        lines.append(SheetLine(task, _when(task, at), doer.name if doer else "", is_late))
    return lines


def task_of(event: Event, task_id: int) -> Task | None:
    """Give a task of this event by its number; never one of another."""
    return session.scalar(select(Task).where(Task.id == task_id, Task.event_id == event.id))


def sheets_to_copy(user: User, event: Event) -> Sequence[Event]:
    """Give the other events of this person's hosts that have a run sheet, latest first."""
    held = select(Cohosting.id).where(worked_on_by(user))
    query = select(Event).where(
        Event.id.in_(select(Task.event_id)),
        Event.id != event.id,
        Event.status != EventStatus.DELETED,
        Event.cohosting_id.in_(held),
    )
    latest = (Event.starts_at.desc().nulls_last(), Event.id.desc())
    return session.scalars(query.order_by(*latest).limit(MOST_SOURCES)).all()


def calendar_tasks(user: User) -> list[CalendarEvent]:
    """Give what someone has taken on, or their organisation without naming anyone, for their calendar."""
    hosting = select(Host.id).where(
        Host.cohosting_id == Event.cohosting_id,
        Host.organisation_id == Task.organisation_id,
        Host.status == HostStatus.ACCEPTED,
    )
    own = and_(Task.user_id == user.id, Event.cohosting_id.in_(select(Cohosting.id).where(seen_by(user))))
    ours = and_(
        Task.user_id.is_(None),
        Task.organisation_id.in_(select(Organisation.id).where(organised_by(user))),
        hosting.exists(),
    )
    query = (
        select(Task)
        .join(Task.event)
        .options(contains_eager(Task.event))
        .where(Event.status.in_(WORKED_FOR), Event.ends_at >= window_edge(clock.now()), or_(own, ours))
    )
    said = (say_task(task, settings().public_url) for task in session.scalars(query.order_by(Task.id)))
    return [each for each in said if each is not None]


def personal_data(question: PersonalData) -> DataPart:
    """Answer what run sheets keep about someone."""
    query = select(Task).where(Task.user_id == question.user.id).order_by(Task.id)
    rows = [
        {"event": task.event.title, "task": task.title, "is_done": task.is_done}
        for task in session.scalars(query)
    ]
    return DataPart("tasks", _("Tasks you have taken on"), rows)


def _when(task: Task, at: datetime | None) -> str:
    if at is None:
        return offset_label(task.minutes)
    local, _fold = wall_time(at, task.event.zone)
    day, is_whole_day = format_day(local.date()), task.minutes and task.minutes % DAY == 0
    moment = day if is_whole_day else f"{day}, {format_time(local)}"
    return f"{offset_label(task.minutes)} · {moment}"
