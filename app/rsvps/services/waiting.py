"""Move the waiting list, in the same transaction as whatever freed places.

Whoever gives spots back, raises a capacity, releases what was held or joins the list calls `move_up`,
which holds the event's row first: so no two walk the list at once, and nobody joins behind its back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.events.models import Event, EventStatus, Way
from app.events.queries import agreement_of, locked_event
from app.outbox.services import post_all
from app.rsvps import emails
from app.rsvps.models import Allocation, PromotionMode, Rsvp, RsvpStatus, Skip, Waitlist, WaitlistLine
from app.rsvps.queries import (
    has_waiting,
    held_now,
    phase_of,
    waiting_line,
    waitlist_of,
)
from app.rsvps.rules import move, why_closed
from app.rsvps.rules.waitlist import (
    Passed,
    Phase,
    Plan,
    Promotion,
    Quiet,
    Spare,
    Waiting,
    consider,
    offer_ends,
    plan,
    stops_at,
)
from app.rsvps.services.spots import shift_spots


@dataclass(frozen=True)
class _Walk:
    """One walk along a list: the event is held, and so is everyone who waits."""

    event: Event
    waitlist: Waitlist
    line: Sequence[Rsvp]
    held: Sequence[Allocation]

    @property
    def spare(self) -> Spare:
        """Give what is free."""
        return _spare(self.event, self.held)


def move_up(event_id: int) -> int:
    """Give free places to who waits, first come, first fitting; tell how many parties moved up."""
    session.flush()
    if not has_waiting(event_id):
        return 0
    event = locked_event(event_id)
    if event.status is not EventStatus.PUBLISHED or event.is_past:
        return 0
    walk = _Walk(event, waitlist_of(event), waiting_line(event_id, locking=True), held_now(event_id))
    current = phase_of(event, walk.waitlist)
    if current is Phase.FIRST_TO_ANSWER:
        _call(walk)
    return _promote(walk) if current is Phase.RUNNING else 0


def join_line(rsvp: Rsvp) -> None:
    """Let someone who has just come to wait move up if they can; refuse where the event is off by now.

    Whoever calls it off writes to all who wait, and would not have seen this one.
    """
    move_up(rsvp.event_id)
    if closed := why_closed(locked_event(rsvp.event_id)):
        raise Refused(closed)


def could_have(rsvp: Rsvp) -> Promotion | Passed:
    """Tell what someone who waits could have at this moment; their event is held."""
    return consider(_waiting(rsvp), _spare(locked_event(rsvp.event_id), held_now(rsvp.event_id)))


def offered_until(event: Event, waitlist: Waitlist | None = None) -> datetime:
    """Give until when a place stands that is offered now."""
    chosen = waitlist or waitlist_of(event)
    quiet = Quiet(chosen.quiet_from, chosen.quiet_to, event.zone)
    latest = stops_at(event.starts_at, chosen.stop_minutes)
    return offer_ends(clock.now(), chosen.offer_hours, quiet, latest)


def note(rsvp: Rsvp, *, status: RsvpStatus | None = None, skip: Skip | None = None, spots: int = 0) -> None:
    """Write down what became of someone on the list, for its hosts."""
    line = WaitlistLine(
        event_id=rsvp.event_id, rsvp=rsvp, at=clock.now(), status=status, skip=skip, spots=spots
    )
    session.add(line)


def _promote(walk: _Walk) -> int:
    by_id = {rsvp.id: rsvp for rsvp in walk.line}
    found = plan(walk.spare, [_waiting(rsvp, walk.held) for rsvp in walk.line])
    moved = [(by_id[each.waiting.id], each) for each in found.promoted]
    _take(walk, found)
    reached = RsvpStatus.OFFERED if walk.waitlist.mode is PromotionMode.OFFERS else RsvpStatus.GOING
    for rsvp, promotion in moved:
        _give(walk, rsvp, promotion, reached)
    _note_all(walk, moved, reached)
    _pass_over((by_id[each.waiting.id], each) for each in found.passed)
    walk.waitlist.walked_at, walk.waitlist.moved_up = clock.now(), len(moved)
    session.add(walk.waitlist)
    session.flush()
    if moved:
        told = [rsvp for rsvp, _promotion in moved]
        post_all(emails.moved_up(told, walk.event, agreement_of(walk.event)))
    return len(moved)


def _take(walk: _Walk, found: Plan) -> None:
    """Take everything that the plan gives in one step; the event is held, so it is there."""
    shift, held = dict.fromkeys(Way, 0), dict.fromkeys(Way, 0)
    for each in found.promoted:
        shift[each.waiting.way] += each.size
        held[each.waiting.way] -= each.from_held
    if not shift_spots(walk.event.id, shift, held):
        raise RuntimeError("what the plan gives is not there")  # pragma: no cover


def _give(walk: _Walk, rsvp: Rsvp, promotion: Promotion, reached: RsvpStatus) -> None:
    rsvp.status = move(rsvp.status, reached)
    rsvp.party_size, rsvp.from_held = promotion.size, promotion.from_held
    rsvp.changed_at, rsvp.waits_since, rsvp.passed_why = clock.now(), None, None
    if reached is RsvpStatus.OFFERED:
        rsvp.held_until = offered_until(walk.event, walk.waitlist)
    for allocation in walk.held:
        if promotion.from_held and allocation.id == rsvp.allocation_id:
            allocation.used += promotion.from_held


def _note_all(walk: _Walk, moved: Sequence[tuple[Rsvp, Promotion]], reached: RsvpStatus) -> None:
    """Write down who moved up, in one statement."""
    if not moved:
        return
    event = walk.event
    rows = [
        {"event_id": event.id, "rsvp_id": rsvp.id, "at": clock.now(), "status": reached, "spots": each.size}
        for rsvp, each in moved
    ]
    session.execute(insert(WaitlistLine), rows)
    detail = {"status": reached.value, "parties": len(moved)}
    record(Action.RSVP_PROMOTED, event, detail=detail)


def _pass_over(passed: Iterable[tuple[Rsvp, Passed]]) -> None:
    """Write down why someone was passed over, once for each reason; a full house passes nobody over."""
    for rsvp, each in passed:
        if (rsvp.passed_why, rsvp.passed_left) == (each.why, each.left):
            continue
        rsvp.passed_why, rsvp.passed_left = each.why, each.left
        if each.why is not Skip.FULL:
            note(rsvp, skip=each.why, spots=each.left)


def _call(walk: _Walk) -> None:
    """Tell everyone for whom there is room, each once, that whoever answers first gets it."""
    called = []
    for rsvp in walk.line:
        found = consider(_waiting(rsvp, walk.held), walk.spare)
        if isinstance(found, Promotion) and rsvp.called_at is None:
            rsvp.called_at = clock.now()
            called.append(rsvp)
    post_all(emails.first_to_answer(rsvp, walk.event) for rsvp in called)


def _spare(event: Event, held: Sequence[Allocation]) -> Spare:
    capacity = {way: event.capacity(way) for way in event.ways}
    general = {
        way: None if spots is None else spots - event.taken(way) - event.held(way)
        for way, spots in capacity.items()
    }
    return Spare(general, {(each.organisation_id, each.way): each.left for each in held})


def _waiting(rsvp: Rsvp, held: Sequence[Allocation] | None = None) -> Waiting:
    found = rsvp.allocation if held is None else _held_for(rsvp, held)
    return Waiting(
        id=rsvp.id,
        way=rsvp.way,
        size=rsvp.party_size,
        takes_fewer=rsvp.takes_fewer,
        is_confirmed=rsvp.confirmed_at is not None,
        via=found.organisation_id if found and found.way is rsvp.way else None,
    )


def _held_for(rsvp: Rsvp, held: Sequence[Allocation]) -> Allocation | None:
    return next((each for each in held if each.id == rsvp.allocation_id), None)
