"""When tasks are due, how calendars say them, and lists to begin with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.i18n import _, _l, _n
from app.core.ical import CalendarEvent
from app.events.models import Event, EventStatus
from app.events.rules import Never, read_wall_time, resolve_wall_time
from app.runsheets.models import Task

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
#: What can be chosen, in minutes after the start.
OFFSETS = (
    *(-4 * WEEK, -2 * WEEK, -WEEK, -3 * DAY, -2 * DAY, -DAY),
    *(-4 * HOUR, -3 * HOUR, -2 * HOUR, -HOUR, -30, 0),
    *(30, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, DAY, 3 * DAY, WEEK),
)
MOST_TASKS = 100
TASK_LASTS = timedelta(minutes=30)
#: Around an event that is off there is nothing to do.
WORKED_FOR = (EventStatus.DRAFT, EventStatus.PROPOSED, EventStatus.PUBLISHED)


def offset_label(minutes: int) -> str:
    """Say when a task is due, seen from the start: 2 days before, at the start, 1 hour after."""
    if not minutes:
        return _("At the start")
    length = abs(minutes)
    if length % DAY == 0:
        words = _n("%(num)s day before", "%(num)s days before", length // DAY)
        after = _n("%(num)s day after", "%(num)s days after", length // DAY)
    elif length % HOUR == 0:
        words = _n("%(num)s hour before", "%(num)s hours before", length // HOUR)
        after = _n("%(num)s hour after the start", "%(num)s hours after the start", length // HOUR)
    else:
        words = _n("%(num)s minute before", "%(num)s minutes before", length)
        after = _n("%(num)s minute after the start", "%(num)s minutes after the start", length)
    return words if minutes < 0 else after


def due_at(event: Event, minutes: int) -> datetime | None:
    """Give the moment of a task: whole days by the clock on the wall, less by the stopwatch."""
    if event.starts_at is None or event.starts_local is None:
        return None
    if minutes % DAY:
        return event.starts_at + timedelta(minutes=minutes)
    local = event.starts_local + timedelta(minutes=minutes)
    read = read_wall_time(local, event.zone)
    if isinstance(read, Never):
        local = read.after
    return resolve_wall_time(local, event.zone, event.starts_fold)


def say_task(task: Task, site: str) -> CalendarEvent | None:
    """Say a task as a calendar holds it, without taking up anyone's time; None while there is no date."""
    event, starts_at = task.event, due_at(task.event, task.minutes)
    if starts_at is None:
        return None
    return CalendarEvent(
        uid=task.uid,
        sequence=task.revision + event.sequence,
        stamp=max(task.changed_at, event.revised_at),
        created=task.created_at,
        starts_at=starts_at,
        ends_at=starts_at + TASK_LASTS,
        summary=task.title,
        prefix=_("Done:") if task.is_done else _("To do:"),
        description=event.title,
        url=f"{site}/desk/events/{event.slug}/run-sheet",
        transparent=True,
    )


@dataclass(frozen=True)
class SheetTemplate:
    """A list of tasks to begin with; it comes in the reader's language."""

    key: str
    _title: str
    _tasks: tuple[tuple[int, str], ...]

    @property
    def title(self) -> str:
        """Give its name."""
        return str(self._title)

    @property
    def tasks(self) -> list[tuple[int, str]]:
        """Give the tasks: minutes after the start, and words."""
        return [(minutes, str(words)) for minutes, words in self._tasks]


SHEET_TEMPLATES = (
    SheetTemplate(
        "evening",
        _l("An evening in a room"),
        (
            (-2 * WEEK, _l("Book the room, and ask about step-free ways and the hearing loop")),
            (-WEEK, _l("Agree who speaks when, and for how long; men and women in turn")),
            (-3 * DAY, _l("Read what people need, and see to it")),
            (-DAY, _l("Write to everyone how to find the door")),
            (-HOUR, _l("Chairs in a circle, water, tea, tissues")),
            (-30, _l("Someone at the door to greet people")),
            (0, _l("Welcome, the agreement, and where the quiet room is")),
            (2 * HOUR, _l("Say goodbye at the door, tidy up")),
            (DAY, _l("Talk among hosts: what was good, what was heavy")),
        ),
    ),
    SheetTemplate(
        "walk",
        _l("A walk outside"),
        (
            (-WEEK, _l("Walk the way once: steps, toilets, benches")),
            (-DAY, _l("Look at the weather; decide together whether you go")),
            (-30, _l("Be at the meeting point, easy to see")),
            (0, _l("Say how long it is, and that anyone may turn back")),
            (0, _l("One walks in front, one at the end")),
            (2 * HOUR, _l("See that everybody has come back")),
            (DAY, _l("Talk among hosts: what was good, what was heavy")),
        ),
    ),
    SheetTemplate(
        "online",
        _l("A meeting online"),
        (
            (-3 * DAY, _l("Try the link, the captions and the small rooms")),
            (-DAY, _l("Agree who watches the chat, and whom people can turn to")),
            (-30, _l("Open the room, and let in the hosts")),
            (0, _l("Welcome, the agreement: nobody records")),
            (HOUR, _l("A pause away from the screen")),
            (2 * HOUR, _l("Stay ten minutes for whoever wants to talk")),
            (DAY, _l("Talk among hosts: what was good, what was heavy")),
        ),
    ),
)


def sheet_template(key: str) -> SheetTemplate | None:
    """Give a list by its key."""
    return next((each for each in SHEET_TEMPLATES if each.key == key), None)
