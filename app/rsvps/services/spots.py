"""Take and give back spots: the one place that writes `events.taken_*` and `events.held_*`.

Every taking is a single conditional UPDATE of the event's row, made as late in its transaction as
can be: the database decides, nobody counts first and inserts later. Both databases run such updates
of one row one after the other, and PostgreSQL evaluates the condition again on the row as the
other transaction left it (READ COMMITTED). Lowering a capacity throws nobody out: the event is
over by some spots, and nothing can be taken until enough have been given back.

`held_*` are the spots that hosts hold for their own communities and nobody has taken yet. What a reply
that came by a host's link takes of them moves from the one number to the other in the same UPDATE.
The rows of what is held are written only by who holds the event's row.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from sqlalchemy import ColumnElement, Executable, Integer, bindparam, or_, update

from app.core.database import session
from app.core.revisions import touch
from app.events.models import Event, EventStatus, Way
from app.events.queries import locked_event
from app.events.rules import room_label
from app.rsvps.models import Allocation, RepeatHold, Rsvp
from app.rsvps.rules import Room, shift_between

Party: TypeAlias = tuple[Way, int]
#: What has spots of an event.
Holder: TypeAlias = Rsvp | RepeatHold

_TAKEN = {Way.IN_PERSON: Event.taken_in_person, Way.ONLINE: Event.taken_online}
_HELD = {Way.IN_PERSON: Event.held_in_person, Way.ONLINE: Event.held_online}
_CAPACITY = {Way.IN_PERSON: Event.capacity_in_person, Way.ONLINE: Event.capacity_online}


def take_spots(event_id: int, way: Way, size: int) -> bool:
    """Take the spots of a party, all or none; False when they are not free or the event is not open."""
    return shift_spots(event_id, {way: size})


def give_back(event_id: int, way: Way, size: int) -> None:
    """Give the spots of a party back."""
    shift_spots(event_id, {way: -size})


def take_for(holder: Holder) -> bool:
    """Take the spots of a reply that has none, those that its host holds first; all or none."""
    return move_party(holder, None, (holder.way, holder.party_size))


def give_back_of(holder: Holder) -> None:
    """Give the spots of a reply back: to everybody, or to the host that held them."""
    move_party(holder, (holder.way, holder.party_size), None)


def move_party(holder: Holder, old: Party | None, new: Party | None) -> bool:
    """Change what a reply has from one party and way of coming to another, all or nothing."""
    shift = shift_between(old, new)
    if holder.allocation_id is None:
        return shift_spots(holder.event_id, shift)
    session.flush()
    locked_event(holder.event_id)
    allocation = session.get_one(Allocation, holder.allocation_id, populate_existing=True)
    back = 0 if allocation.released_at else holder.from_held
    fits = new is not None and new[0] is allocation.way and allocation.released_at is None
    used = min(allocation.left + back, new[1]) if new and fits else 0
    if not shift_spots(holder.event_id, shift, {allocation.way: back - used}):
        return False
    allocation.used += used - back
    holder.from_held = used
    return True


def shift_spots(event_id: int, shift: Mapping[Way, int], held: Mapping[Way, int] | None = None) -> bool:
    """Take (positive) and give back (negative) in one step, all or nothing; `held` likewise."""
    shift = {way: spots for way, spots in shift.items() if spots}
    held = {way: spots for way, spots in (held or {}).items() if spots}
    if not shift and not held:
        return True
    session.flush()
    changes = tuple((way, shift.get(way, 0), held.get(way, 0)) for way in Way if way in shift or way in held)
    values = {"event_id": event_id}
    for way, taken, kept in changes:
        values |= {way.value: taken, f"held_{way.value}": kept}
        if taken + kept > 0:
            values[f"both_{way.value}"] = taken + kept
    signs = tuple((way, taken > 0, taken + kept > 0) for way, taken, kept in changes)
    row = session.connection().execute(_shifting(signs), values).one_or_none()
    if row is None:
        return False
    slug, kind, *numbers = row
    columns = [dict(zip(Way, numbers[start : start + len(Way)], strict=True)) for start in (0, 2, 4)]
    room = Room(*({way: column[way] for way in kind.ways} for column in columns))
    _touch(slug, room, shift, held)
    return True


@cache
def _shifting(changes: tuple[tuple[Way, bool, bool], ...]) -> Executable:
    """Build the update for some ways, each taken from or given back to; once, as others wait for the row."""
    taken = {way: bindparam(way.value, type_=Integer) for way, *_signs in changes}
    held = {way: bindparam(f"held_{way.value}", type_=Integer) for way in taken}
    return (
        update(Event)
        .where(Event.id == bindparam("event_id"), *_conditions(taken, changes))
        .values({_TAKEN[way]: _TAKEN[way] + taken[way] for way in taken})
        .values({_HELD[way]: _HELD[way] + held[way] for way in held})
        .returning(Event.slug, Event.format, *_CAPACITY.values(), *_TAKEN.values(), *_HELD.values())
    )


def _conditions(
    spots: Mapping[Way, ColumnElement[int]], changes: Sequence[tuple[Way, bool, bool]]
) -> list[ColumnElement[bool]]:
    """Allow taking only where it fits and the event is open; giving back is always allowed."""
    conditions = []
    for way, is_taking, is_growing in changes:
        both = bindparam(f"both_{way.value}", type_=Integer)
        if is_taking:
            conditions += [_fits(way, _TAKEN[way] + spots[way]), Event.status == EventStatus.PUBLISHED]
        if is_growing:
            conditions.append(_fits(way, _TAKEN[way] + _HELD[way] + both))
    return conditions


def _fits(way: Way, spots: ColumnElement[int]) -> ColumnElement[bool]:
    return or_(_CAPACITY[way].is_(None), spots <= _CAPACITY[way])


def _touch(slug: str, room: Room, shift: Mapping[Way, int], held: Mapping[Way, int]) -> None:
    """Make the event's page new; the lists only when what their cards say has changed."""
    touch(f"event:{slug}")
    if room_label(room.total_left) != room_label(room.before(shift, held).total_left):
        touch("events")
