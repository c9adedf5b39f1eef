"""Writes: add, change, tick and take away tasks; copy a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import update

from app.accounts.facts import UserErased
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.tokens import new_token
from app.events.models import Event
from app.events.queries import locked_event
from app.runsheets.models import Task
from app.runsheets.queries import Doer, doer_of, doers_of, tasks_of
from app.runsheets.rules import MOST_TASKS, SheetTemplate


@dataclass(frozen=True)
class TaskDetails:
    """What is to be done, when, and by whom."""

    title: str
    #: Minutes after the start.
    minutes: int
    doer: Doer | None = None


def add_task(event: Event, details: TaskDetails) -> None:
    """Add a task; the same one twice is once."""
    _add(event, [details])


def change_task(task: Task, details: TaskDetails) -> None:
    """Change what is to be done, when, or by whom."""
    task.title, task.minutes = details.title, details.minutes
    _give(task, details.doer)
    _changed(task)


def tick(task: Task, *, is_done: bool) -> None:
    """Note that a task is done, or that it is not; twice is once."""
    if task.is_done is not is_done:
        task.done_at = clock.now() if is_done else None
        _changed(task)


def remove_task(task: Task) -> None:
    """Take a task off the sheet."""
    session.delete(task)


def use_template(event: Event, template: SheetTemplate) -> int:
    """Add the tasks of a list that are not there yet; give how many."""
    return _add(event, [TaskDetails(title, minutes) for minutes, title in template.tasks])


def copy_sheet(event: Event, source: Event) -> int:
    """Add the tasks of another event that are not there yet, undone; give how many.

    They stay with those who did them, where these hold or belong to this event too.
    """
    doers = doers_of(event)
    return _add(
        event, [TaskDetails(task.title, task.minutes, doer_of(task, doers)) for task in tasks_of(source)]
    )


def forget_person(fact: UserErased) -> None:
    """Take someone who is being erased off the tasks that they took on."""
    session.execute(update(Task).where(Task.user_id == fact.user.id).values(user_id=None))


def _add(event: Event, wanted: Iterable[TaskDetails]) -> int:
    locked_event(event.id)
    known = {(task.minutes, task.title) for task in tasks_of(event)}
    new = [details for details in wanted if (details.minutes, details.title) not in known]
    if len(known) + len(new) > MOST_TASKS:
        raise Refused(_("A run sheet holds at most %(num)s tasks.", num=MOST_TASKS))
    now = clock.now()
    for details in new:
        task = Task(
            event=event,
            uid=f"{new_token()}@twain",
            title=details.title,
            minutes=details.minutes,
            revision=0,
            created_at=now,
            changed_at=now,
        )
        _give(task, details.doer)
        session.add(task)
    session.flush()
    return len(new)


def _give(task: Task, doer: Doer | None) -> None:
    task.organisation_id = doer.organisation_id if doer else None
    task.user_id = doer.user_id if doer else None


def _changed(task: Task) -> None:
    task.revision += 1
    task.changed_at = clock.now()
