"""Read waiting lists and what hosts hold for their communities."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.database import session
from app.core.errors import Conflict
from app.events.models import Event, EventStatus, Way
from app.events.queries import locked_event
from app.rsvps.models import Allocation, RepeatHold, Rsvp, RsvpStatus, Waitlist, WaitlistLine
from app.rsvps.rules import HOLDING
from app.rsvps.rules.waitlist import Phase, phase, stops_at

LINES_SHOWN = 100
_IS_WAITING = Rsvp.status == RsvpStatus.WAITLISTED


def locked(rsvp_id: int) -> Rsvp:
    """Read a reply again and keep others from changing it until the transaction ends.

    A reply is locked before its event, but for one that waits: that is locked only by who holds the
    event, since whoever holds the event moves the list. So no two transactions wait for each other;
    when a reply begins or ceases to wait at this very moment, raise Conflict.
    """
    status, event_id = session.execute(select(Rsvp.status, Rsvp.event_id).where(Rsvp.id == rsvp_id)).one()
    is_waiting = status is RsvpStatus.WAITLISTED
    if is_waiting:
        locked_event(event_id)
    query = select(Rsvp).where(Rsvp.id == rsvp_id).with_for_update(key_share=True, skip_locked=is_waiting)
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None or (found.status is RsvpStatus.WAITLISTED and not is_waiting):
        raise Conflict
    return found


def waitlist_of(event: Event) -> Waitlist:
    """Give how an event's list works: what its hosts chose, or the usual way (not yet written down)."""
    return session.get(Waitlist, event.id) or usual_waitlist(event)


def usual_waitlist(event: Event) -> Waitlist:
    """Make the usual list of an event."""
    columns = Waitlist.__table__.columns
    defaults = {each.key: each.default.arg for each in columns if each.default is not None}
    return Waitlist(event_id=event.id, **defaults)


def phase_of(event: Event, waitlist: Waitlist | None = None) -> Phase:
    """Tell how places that come free are given out now."""
    chosen = waitlist or waitlist_of(event)
    stop = stops_at(event.starts_at, chosen.stop_minutes)
    return phase(chosen.is_open, chosen.ending, stop, clock.now())


def takes_waiting(event: Event) -> bool:
    """Tell whether someone may join the list now."""
    return phase_of(event) is not Phase.STOPPED


def has_waiting(event_id: int) -> bool:
    """Tell whether anybody waits."""
    return bool(session.scalar(select(exists().where(Rsvp.event_id == event_id, _IS_WAITING))))


def waiting_line(event_id: int, *, locking: bool = False) -> Sequence[Rsvp]:
    """Give the replies that wait, in their order."""
    query = select(Rsvp).where(Rsvp.event_id == event_id, _IS_WAITING).order_by(Rsvp.waits_since, Rsvp.id)
    if locking:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).all()


def waiting_before(rsvp: Rsvp) -> int:
    """Count who stands before someone in the list for the same way of taking part."""
    earlier = or_(
        Rsvp.waits_since < rsvp.waits_since, (Rsvp.waits_since == rsvp.waits_since) & (Rsvp.id < rsvp.id)
    )
    query = select(func.count()).where(
        Rsvp.event_id == rsvp.event_id,
        _IS_WAITING,
        Rsvp.way == rsvp.way,
        Rsvp.confirmed_at.is_not(None),
        earlier,
    )
    return session.scalar(query) or 0


def offers_out(event: Event) -> Sequence[Rsvp]:
    """Give the replies to whom a place is offered, the first to end first."""
    query = select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.status == RsvpStatus.OFFERED)
    return session.scalars(query.order_by(Rsvp.held_until)).all()


def waitlist_lines(event: Event) -> Sequence[WaitlistLine]:
    """Give what happened with the list, newest first."""
    query = (
        select(WaitlistLine).where(WaitlistLine.event_id == event.id).options(joinedload(WaitlistLine.rsvp))
    )
    return session.scalars(query.order_by(WaitlistLine.id.desc()).limit(LINES_SHOWN)).all()


def allocations_for(event: Event) -> Sequence[Allocation]:
    """Give everything that hosts hold for their communities, or held."""
    query = (
        select(Allocation).where(Allocation.event_id == event.id).options(joinedload(Allocation.organisation))
    )
    return session.scalars(query.order_by(Allocation.id)).all()


def allocations_of(event: Event, organisation_id: int) -> Mapping[Way, Allocation]:
    """Give what one host still holds, by way of coming."""
    query = select(Allocation).where(
        Allocation.event_id == event.id,
        Allocation.organisation_id == organisation_id,
        Allocation.released_at.is_(None),
    )
    return {each.way: each for each in session.scalars(query)}


def held_now(event_id: int) -> Sequence[Allocation]:
    """Give what is held now, read again; only for who holds the event."""
    query = select(Allocation).where(Allocation.event_id == event_id, Allocation.released_at.is_(None))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def used_of(allocation: Allocation) -> int:
    """Count the spots that replies in force have of what a host held; for who holds the event."""
    replies = select(func.sum(Rsvp.from_held)).where(
        Rsvp.allocation_id == allocation.id, Rsvp.status.in_(HOLDING)
    )
    repeats = select(func.sum(RepeatHold.from_held)).where(RepeatHold.allocation_id == allocation.id)
    return (session.scalar(replies) or 0) + (session.scalar(repeats) or 0)


def repeats_over(now: datetime) -> Sequence[int]:
    """Give the ids of replies whose repeats have held spots for long enough."""
    query = select(RepeatHold.rsvp_id).where(RepeatHold.held_until < now)
    return session.scalars(query.order_by(RepeatHold.event_id, RepeatHold.rsvp_id)).all()


def kept_for_repeats(event: Event) -> int:
    """Count the spots that are held for a while because people replied once more."""
    query = select(func.sum(RepeatHold.party_size)).where(RepeatHold.event_id == event.id)
    return session.scalar(query) or 0


def due_for_release(now: datetime) -> Sequence[int]:
    """Give the ids of what is to be free for all by now."""
    query = select(Allocation.id).where(Allocation.released_at.is_(None), Allocation.releases_at <= now)
    return session.scalars(query.order_by(Allocation.event_id, Allocation.id)).all()


def lists_to_walk(now: datetime) -> Sequence[int]:
    """Give the ids of coming events for which anybody waits: the safety net walks their lists again."""
    query = select(Event.id).where(
        Event.status == EventStatus.PUBLISHED,
        Event.ends_at > now,
        exists().where(Rsvp.event_id == Event.id, _IS_WAITING),
    )
    return session.scalars(query.order_by(Event.id)).all()
