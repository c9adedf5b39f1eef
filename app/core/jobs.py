"""Background work: jobs are plain functions, run by Huey inside the application.

    @job
    def deliver_waiting() -> None: ...

    @periodic(minutes=1)
    def sweep() -> None: ...

Work is handed over after the commit (`enqueue`); whatever a crash leaves behind is found by a
periodic sweep of the feature that owns it, so a lost hand-over costs minutes and never work.

A sweep over many things does each by itself, so that one which fails keeps no other waiting:

    for petition_id in due_to_close(now):
        with apart(petition=petition_id), transaction():
            services.close_on_time(petition_id)
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
from flask import Flask, current_app
from huey import crontab
from huey.api import Huey, RedisHuey, SqliteHuey, TaskWrapper
from huey.storage import PostgresStorage
from sqlalchemy.engine import make_url

from app.config import Mode, Settings
from app.core.database import session
from app.core.transaction import after_commit, is_open

_ENQUEUE = """WITH tasks AS (
    INSERT INTO {table} (queue, data, priority) SELECT %s, unnest(%s::bytea[]), %s RETURNING id
) SELECT pg_notify(%s, '') FROM tasks"""
Function = Callable[..., None]
#: A job as Huey knows it, and what it is called with.
Work = tuple[TaskWrapper, tuple[object, ...]]
EXTENSION = "twain_queue"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Schedule:
    """When a periodic job runs: every n minutes, or daily at an hour (UTC)."""

    minutes: int | None = None
    hour: int | None = None

    def matches(self) -> Any:  # noqa: ANN401  # Huey's own predicate
        """Give Huey's predicate."""
        if self.hour is not None:
            return crontab(hour=str(self.hour), minute="7")
        return crontab(minute=f"*/{self.minutes}")


class OneStatementStorage(PostgresStorage):  # type: ignore[misc]  # Huey tells no types
    """Huey's tables on PostgreSQL, where handing over takes one way there and back, however much it is."""

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        """Write a task and wake a worker."""
        self.enqueue_all([data], priority)

    def enqueue_all(self, tasks: Sequence[bytes], priority: float | None = None) -> None:
        """Write tasks and wake a worker in one statement, which commits by itself."""
        statement = _ENQUEUE.format(table=self.table_task)
        with self.db() as cursor:
            cursor.execute(statement, (self.name, list(tasks), priority or 0, self.channel))


_jobs: dict[str, Function] = {}
_schedules: dict[str, Schedule] = {}


def job(function: Function) -> Function:
    """Register a function as background work."""
    _jobs[_name(function)] = function
    return function


def periodic(*, minutes: int | None = None, hour: int | None = None) -> Callable[[Function], Function]:
    """Register a function that runs every n minutes, or once a day at an hour (UTC)."""

    def register(function: Function) -> Function:
        _jobs[_name(function)] = function
        _schedules[_name(function)] = Schedule(minutes, hour)
        return function

    return register


@contextmanager
def apart(**what: object) -> Iterator[None]:
    """Do one thing of a sweep; a failure is told to the server's log, the alarm, and the sweep goes on."""
    try:
        yield
    except Exception:
        session.rollback()
        logger.exception("one thing of a sweep failed; the others go on", extra=what)


def enqueue(function: Function, *args: object) -> None:
    """Hand work to the worker once the open transaction has committed (at once if none is)."""
    enqueue_named(_name(function), *args)


def enqueue_named(name: str, *args: object) -> None:
    """Hand over work by its job's full name, for services that their own jobs stand above."""
    tasks = cast("dict[str, TaskWrapper]", current_app.extensions[EXTENSION]["tasks"])
    work = tasks[name], args
    if is_open():
        after_commit(_hand_over, work)
    else:
        _hand_over([work])


def registered() -> dict[str, Schedule | None]:
    """Give every job's name with its schedule, if it has one."""
    return {name: _schedules.get(name) for name in _jobs}


def init_queue(app: Flask, settings: Settings) -> Huey:
    """Make the queue for this application and register every job on it."""
    queue = _queue(settings)
    tasks: dict[str, TaskWrapper] = {}
    for name, function in _jobs.items():
        runner = _runner(app, function, name)
        schedule = _schedules.get(name)
        if schedule:
            tasks[name] = queue.periodic_task(schedule.matches(), name=name)(runner)
        else:
            tasks[name] = queue.task(name=name)(runner)
    app.extensions[EXTENSION] = {"huey": queue, "tasks": tasks}
    return queue


def _queue(settings: Settings) -> Huey:
    if settings.mode is Mode.TEST:
        return SqliteHuey("twain", filename=str(_file(settings)), results=False, immediate=False)
    if settings.redis_url:
        return RedisHuey("twain", url=settings.redis_url, results=False)
    if settings.database_url.startswith("postgresql"):
        return Huey(
            "twain",
            storage_class=OneStatementStorage,
            connection=lambda: _connected(settings.database_url),
            results=False,
        )
    return SqliteHuey("twain", filename=str(_file(settings)), results=False)


def _connected(database_url: str) -> psycopg.Connection[Any]:
    """Open a connection on which handing over does not wait for the disk.

    PostgreSQL lets one notifying transaction commit at a time, so the disk's pace would be that of
    everything that hands over work; what a power cut loses of it, the sweeps find.
    """
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET synchronous_commit = off")
    return connection


def _file(settings: Settings) -> Path:
    settings.instance.mkdir(parents=True, exist_ok=True)
    return settings.instance / "queue.sqlite"


def _runner(app: Flask, function: Function, name: str) -> Function:
    def run(*args: object) -> None:
        with app.app_context():
            try:
                function(*args)
            except Exception:
                app.logger.exception("job failed", extra={"job": name})
                raise
            finally:
                session.remove()

    run.__name__ = name.replace(".", "_")
    return run


def _hand_over(work: Sequence[Work]) -> None:
    """Put work on the queue; a queue that is down must not undo what has been committed."""
    queue: Huey = current_app.extensions[EXTENSION]["huey"]
    tasks = [task.s(*args) for task, args in work]
    try:
        if isinstance(queue.storage, OneStatementStorage):
            queue.storage.enqueue_all([queue.serialize_task(task) for task in tasks])
        else:
            for task in tasks:
                queue.enqueue(task)
    except Exception:
        current_app.logger.exception("queue is not reachable; the sweep will find the work")


def _name(function: Function) -> str:
    return f"{function.__module__}.{function.__name__}"
