"""Find listed events: by words, place, dates, tag, format, hosts; in pages or by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.cohosting.models import Host, HostStatus
from app.core import clock
from app.core.database import UtcDateTime, session
from app.core.numbers import row_number
from app.core.text import clean_line
from app.events.models import Event, EventFormat, EventStatus
from app.events.policies import listed
from app.events.queries.cards import COLUMNS, EventCard, card_rows, cards_of
from app.events.rules.finding import (
    EventSearch,
    Point,
    fold,
    on_sphere,
    squared_chord,
    to_surface,
    words_of,
)
from app.events.rules.readiness import LONGEST
from app.organisations.models import Organisation

MOST_IN_A_MONTH = 600
DECEMBER = 12
#: No wall clock is further from UTC.
ANY_ZONE = timedelta(days=1)
#: So many events say well enough where a place lies.
ENOUGH_POINTS = 40
Column: TypeAlias = InstrumentedAttribute[Any] | ColumnElement[Any]
Columns: TypeAlias = type[Event] | ReadOnlyColumnCollection[str, Any]
#: When an event begins, and its number.
Cursor: TypeAlias = tuple[datetime, int]
#: What every list begins with, built once.
_LISTED = select(*COLUMNS).where(listed())
#: What a page is chosen from, and the name that it has in the query.
_DATES = select(Event.id, Event.series_id, Event.starts_at, Event.status).where(listed())
_FOUND = table(
    "found",
    column("id", Integer),
    column("series_id", Integer),
    column("starts_at", UtcDateTime),
    column("status", Event.status.type),
)


@dataclass(frozen=True)
class EventPage:
    """A page of a list, with the cursors of its neighbours (empty where there is none)."""

    events: Sequence[EventCard]
    after: str = ""
    before: str = ""


def search_events(search: EventSearch) -> EventPage:
    """Give one page of what is found, soonest first (latest first for the past)."""
    backwards = bool(search.before)
    descending = search.is_past is not backwards
    cursor = _place_in_time(search.after or search.before)
    wanted = conditions_of(search)
    if wanted or cursor:
        query = _page(wanted, cursor, is_past=search.is_past, descending=descending)
    else:
        query = _plain_page(is_past=search.is_past, descending=descending)
    now = clock.now()
    rows = card_rows(query, {"now": now, "since": now - LONGEST, "most": search.limit + 1})
    has_more = len(rows) > search.limit
    rows = rows[: search.limit]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, has_more) if backwards else (has_more, bool(search.after))
    return EventPage(
        cards_of(rows),
        after=_cursor(rows[-1]) if rows and has_next else "",
        before=_cursor(rows[0]) if rows and has_previous else "",
    )


def events_in_month(year: int, month: int, search: EventSearch) -> Sequence[EventCard]:
    """Give what is found and begins in a month, past or ahead, soonest first."""
    first = datetime(year, month, 1)  # noqa: DTZ001  # wall time at each event
    following = datetime(year + month // DECEMBER, month % DECEMBER + 1, 1)  # noqa: DTZ001  # as above
    query = _LISTED.where(
        *conditions_of(search),
        _starts_from(first),
        _starts_before(following),
    )
    return cards_of(card_rows(query.order_by(Event.starts_at, Event.id).limit(MOST_IN_A_MONTH)))


def conditions_of(search: EventSearch) -> list[ColumnElement[bool]]:
    """Give what a search asks for as conditions: everything but time and page."""
    conditions = [
        _with_words(search.words),
        _near(search),
        Event.search_tags.contains(f"|{fold(search.tag)}|", autoescape=True) if fold(search.tag) else None,
        Event.format.in_([search.format, EventFormat.BOTH]) if search.format else None,
        _hosts_count() > 1 if search.joint_only else None,
        _starts_from(datetime.combine(search.starts_from, time())) if search.starts_from else None,
        _starts_before(_day_after(search.starts_to)) if search.starts_to else None,
    ]
    return [condition for condition in conditions if condition is not None]


def _page(
    wanted: Sequence[ColumnElement[bool]], cursor: Cursor | None, *, is_past: bool, descending: bool
) -> Select[*tuple[Any, ...]]:
    """Ask first which events, read off the indexes alone, then what their cards show.

    What is wanted is written once and read twice, also for the dates that come sooner. The databases are
    told not to gather it all before: a page is full after a few.
    """
    found = _DATES.where(*wanted, in_time(is_past=is_past)).cte("found").prefix_with("NOT MATERIALIZED")
    page = _page_of_found(is_past=is_past, descending=descending).add_cte(found)
    if cursor is not None:
        page = page.where(_beyond(cursor, descending=descending))
    return select(*COLUMNS).where(Event.id.in_(page)).order_by(*_in_order(Event, descending=descending))


@cache
def _plain_page(*, is_past: bool, descending: bool) -> Select[*tuple[Any, ...]]:
    """Build once what home and the first page of all events ask."""
    return _page([], None, is_past=is_past, descending=descending)


@cache
def _page_of_found(*, is_past: bool, descending: bool) -> Select[tuple[int]]:
    """Build once what does not depend on what is wanted."""
    page = select(_FOUND.c.id) if is_past else select(_FOUND.c.id).where(next_of_its_series(_FOUND, _FOUND))
    return page.order_by(*_in_order(_FOUND.c, descending=descending)).limit(bindparam("most", type_=Integer))


def next_of_its_series(dates: FromClause, coming: FromClause) -> ColumnElement[bool]:
    """Keep of each series the date that comes next of what is `coming`: half a year would hide all else."""
    date, sooner = dates.c, coming.alias("sooner").c
    comes_first = exists().where(
        sooner.series_id == date.series_id,
        sooner.starts_at < date.starts_at,
        sooner.status == EventStatus.PUBLISHED,
    )
    return or_(date.series_id.is_(None), ~comes_first)


@cache
def in_time(*, is_past: bool) -> ColumnElement[bool]:
    """Keep to what is ahead or going on, or to what is over; an end of the range serves the index."""
    now, since = bindparam("now", type_=UtcDateTime), bindparam("since", type_=UtcDateTime)
    if is_past:
        return and_(Event.ends_at <= now, Event.starts_at <= now)
    return and_(Event.ends_at > now, Event.starts_at > since)


def _starts_from(moment: datetime) -> ColumnElement[bool]:
    """Keep to what begins at a wall time or later; the instant, with room for any zone, serves the index."""
    return and_(Event.starts_at >= moment.replace(tzinfo=UTC) - ANY_ZONE, Event.starts_local >= moment)


def _starts_before(moment: datetime) -> ColumnElement[bool]:
    """Keep to what begins before a wall time; the instant serves the index again."""
    return and_(Event.starts_at < moment.replace(tzinfo=UTC) + ANY_ZONE, Event.starts_local < moment)


def _with_words(typed: str) -> ColumnElement[bool] | None:
    """Match the beginnings of all words in the event's own text, or the name of a host.

    The events are gone through in the order of time where a word is common: a page is full after a few.
    PostgreSQL weighs that itself; SQLite is kept from gathering whole rows by the sum, which no index has.
    """
    words = words_of(typed)
    if not words:
        return None
    name = func.lower(Organisation.name).contains(clean_line(typed).lower(), autoescape=True)
    by_host = select(Host.cohosting_id).where(
        Host.status == HostStatus.ACCEPTED, Host.organisation_id.in_(select(Organisation.id).where(name))
    )
    if is_postgresql():
        terms = " & ".join(f"'{word}':*" for word in words)
        vector: ColumnElement[Any] = literal_column("events.word_vector")
        # Written into the question: a plan for any words at all gathers every event that has a common one.
        asked = bindparam("terms", terms, Text, unique=True, literal_execute=True)
        in_text = vector.op("@@")(func.to_tsquery(literal_column("'simple'"), asked))
        return or_(in_text, is_one_of(Event.cohosting_id, by_host))
    terms = " ".join(f'"{word}"*' for word in words)
    matches = text("event_words MATCH :terms").bindparams(terms=terms)
    found = select(literal_column("rowid", Integer)).select_from(table("event_words")).where(matches)
    return (Event.id + 0).in_(found.union_all(select(Event.id).where(Event.cohosting_id.in_(by_host))))


def _near(search: EventSearch) -> ColumnElement[bool] | None:
    """Keep to a distance from a point; by name, also to what says that name.

    Where a name lies is learnt from listed events there whose address is public.
    """
    if search.near_point is not None:
        return _within(on_sphere(*search.near_point), search.within_km)
    name = fold(search.near)
    if not name:
        return None
    says_so = _says(name)
    points = select(Event.sphere_x, Event.sphere_y, Event.sphere_z)
    known = points.where(listed(), says_so, Event.sphere_x.is_not(None)).limit(ENOUGH_POINTS).subquery()
    x, y, z = session.execute(select(*(func.avg(part) for part in known.c))).one()
    centre = to_surface(x, y, z) if x is not None else None
    return says_so if centre is None else or_(says_so, _within(centre, search.within_km))


def knows_place(name: str) -> bool:
    """Tell whether any event says the name of a place; else nothing around it can be found."""
    return bool(session.scalar(select(exists().where(listed(), _says(fold(name))))))


def _says(name: str) -> ColumnElement[bool]:
    return Event.search_area.contains(name, autoescape=True)


def _within(centre: Point, km: float) -> ColumnElement[bool]:
    columns = (Event.sphere_x, Event.sphere_y, Event.sphere_z)
    steps = [(column - part) * (column - part) for column, part in zip(columns, centre, strict=True)]
    return steps[0] + steps[1] + steps[2] <= squared_chord(km)


def _hosts_count() -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Host.cohosting_id == Event.cohosting_id, Host.status == HostStatus.ACCEPTED)
        .correlate(Event)
        .scalar_subquery()
    )


def is_one_of(column: Column, query: Select[Any]) -> ColumnElement[bool]:
    """Match the rows of a query that is read first, as SQLite does anyway, and leads to the events."""
    return column == any_(func.array(query.scalar_subquery())) if is_postgresql() else column.in_(query)


def is_postgresql() -> bool:
    """Tell on which of the two databases this is asked."""
    return session.get_bind().dialect.name == "postgresql"


def _day_after(day: date) -> datetime:
    return datetime.combine(day, time()) + timedelta(days=1)


def _cursor(row: Event) -> str:
    return f"{int(row.starts_at.timestamp()) if row.starts_at else 0}-{row.id}"


def _place_in_time(cursor: str) -> Cursor | None:
    """Read a cursor; None for one that we did not give out."""
    seconds, _dash, number = cursor.partition("-")
    event_id = row_number(number)
    if event_id is None or not (seconds.isascii() and seconds.isdigit()):
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC), event_id
    except (OverflowError, ValueError, OSError):
        return None


def _beyond(cursor: Cursor, *, descending: bool) -> ColumnElement[bool]:
    """Keep to what lies behind a cursor."""
    found, (at, event_id) = _FOUND.c, cursor
    beyond = found.starts_at < at if descending else found.starts_at > at
    on_id = found.id < event_id if descending else found.id > event_id
    return or_(beyond, and_(found.starts_at == at, on_id))


def _in_order(found: Columns, *, descending: bool) -> tuple[Column, ...]:
    columns: tuple[Column, ...] = (found.starts_at, found.id)
    return tuple(column.desc() for column in columns) if descending else columns
