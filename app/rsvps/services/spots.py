"""Take and give back spots: the one place that writes `events.taken_*`.

Every taking is a single conditional UPDATE of the event's row, made as late in its transaction as
can be: the database decides, nobody counts first and inserts later. Both databases run such updates
of one row one after the other, and PostgreSQL evaluates the condition again on the row as the
other transaction left it (READ COMMITTED). Lowering a capacity throws nobody out: the event is
over by some spots, and nothing can be taken until enough have been given back.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import ColumnElement, Executable, Integer, bindparam, or_, update

from app.core.database import session
from app.core.revisions import touch
from app.events.models import Event, EventStatus, Way
from app.events.rules import room_label
from app.rsvps.rules import Room

_TAKEN = {Way.IN_PERSON: Event.taken_in_person, Way.ONLINE: Event.taken_online}
_CAPACITY = {Way.IN_PERSON: Event.capacity_in_person, Way.ONLINE: Event.capacity_online}


def take_spots(event_id: int, way: Way, size: int) -> bool:
    """Take the spots of a party, all or none; False when they are not free or the event is not open."""
    return shift_spots(event_id, {way: size})


def give_back(event_id: int, way: Way, size: int) -> None:
    """Give the spots of a party back."""
    shift_spots(event_id, {way: -size})


def shift_spots(event_id: int, shift: Mapping[Way, int]) -> bool:
    """Take (positive) and give back (negative) in one step, all or nothing."""
    if not shift:
        return True
    session.flush()
    taking = tuple((way, spots > 0) for way, spots in shift.items())
    spots_of = {way.value: spots for way, spots in shift.items()}
    row = session.connection().execute(_shifting(taking), {"event_id": event_id, **spots_of}).one_or_none()
    if row is None:
        return False
    slug, kind, *numbers = row
    ways = kind.ways
    capacity = dict(zip(Way, numbers[: len(Way)], strict=True))
    taken = dict(zip(Way, numbers[len(Way) :], strict=True))
    _touch(slug, Room({way: capacity[way] for way in ways}, {way: taken[way] for way in ways}), shift)
    return True


@cache
def _shifting(ways: tuple[tuple[Way, bool], ...]) -> Executable:
    """Build the update for some ways, each taken from or given back to; once, as others wait for the row."""
    spots = {way: bindparam(way.value, type_=Integer) for way, _is_taking in ways}
    return (
        update(Event)
        .where(
            Event.id == bindparam("event_id"), *_conditions(spots, [way for way, taking in ways if taking])
        )
        .values({_TAKEN[way]: _TAKEN[way] + spots[way] for way in spots})
        .returning(Event.slug, Event.format, *_CAPACITY.values(), *_TAKEN.values())
    )


def _conditions(spots: Mapping[Way, ColumnElement[int]], taking: Sequence[Way]) -> list[ColumnElement[bool]]:
    """Allow taking only where it fits and the event is open; giving back is always allowed."""
    conditions = [or_(_CAPACITY[way].is_(None), _TAKEN[way] + spots[way] <= _CAPACITY[way]) for way in taking]
    return [*conditions, Event.status == EventStatus.PUBLISHED] if taking else []


def _touch(slug: str, room: Room, shift: Mapping[Way, int]) -> None:
    """Make the event's page new; the lists only when what their cards say has changed."""
    touch(f"event:{slug}")
    if room_label(room.total_left) != room_label(room.before(shift).total_left):
        touch("events")
