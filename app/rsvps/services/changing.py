"""Confirm, change, cancel and restore one's own reply.

Each locks the reply's row first and the event's row last, so that two presses of one button count
once and no two of these can wait for each other.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from app.accounts.queries import user_by_email
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _
from app.events.models import Event, Way
from app.outbox.models import Email
from app.outbox.services import post, written
from app.rsvps import emails
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus, Wishes
from app.rsvps.queries import (
    consents_of,
    current_rsvp,
    locked,
    next_calendar_shift,
    phase_of,
    takes_waiting,
)
from app.rsvps.rules import (
    CURRENT,
    HOLDING,
    Full,
    Room,
    cancelled_sentence,
    move,
    newer_reply_sentence,
    why_closed,
)
from app.rsvps.rules.waitlist import Passed, Phase
from app.rsvps.services.repeating import release_repeat
from app.rsvps.services.replying import owns, party_sentence, refuse_hopeless
from app.rsvps.services.spots import give_back_of, move_party, take_for
from app.rsvps.services.waiting import could_have, join_line, move_up, note


@dataclass(frozen=True)
class ReplyChange:
    """What someone can change in a reply."""

    name: str
    party_size: int
    way: Way
    access_needs: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    consents: Collection[int] = ()
    #: None leaves them as they are.
    wishes: Wishes | None = None
    takes_fewer: bool = False


@dataclass(frozen=True)
class Ready:
    """The mail of a confirmation, written before the transaction, and the SEQUENCE of what it tells of."""

    mail: Email
    sequence: int


def ready_mail(rsvp: Rsvp) -> Ready:
    """Write the mail that a confirmation sends before the transaction."""
    return Ready(written(going_mail(rsvp)), rsvp.event.sequence)


def going_mail(rsvp: Rsvp) -> Email:
    """Make the mail that a confirmation sends."""
    return emails.going(rsvp, rsvp.event, rsvp.agreement)


def confirm(rsvp: Rsvp, *, ready: Ready | None = None, is_told: bool = True) -> Rsvp:
    """Confirm the address, or take what is offered or free: a reply without spots takes them or raises Full.

    Who waits keeps waiting: until shortly before the start the list is moved in its order only.
    `is_told` is False where one mail tells of several replies.
    """
    held = locked(rsvp.id)
    if held.status is RsvpStatus.GOING:
        return held
    if held.status is RsvpStatus.CANCELLED:
        raise Refused(cancelled_sentence())
    _refuse_when_closed(held)
    release_repeat(held)
    if held.status is RsvpStatus.WAITLISTED and _keeps_waiting(held, is_told=is_told):
        return held
    was, held.status = held.status, move(held.status, RsvpStatus.GOING)
    held.held_until, held.confirmed_at = None, held.confirmed_at or clock.now()
    _link_to_user(held)
    record(Action.RSVP_CONFIRMED, held, by=held.user)
    if was is RsvpStatus.WAITLISTED:
        _take_what_fits(held)
    elif was is RsvpStatus.LAPSED:
        take_again(held)
    sequence = _held_open(held)
    if is_told:
        post(ready.mail if ready and ready.sequence == sequence else going_mail(held))
    return held


def change(rsvp: Rsvp, details: ReplyChange) -> Rsvp:
    """Change a reply; a larger party or another way of coming takes spots, or raises Full."""
    held = locked(rsvp.id)
    if held.status not in CURRENT:
        raise Refused(cancelled_sentence())
    _refuse_when_closed(held)
    _check_change(held, details)
    release_repeat(held)
    old, new = (held.way, held.party_size), (details.way, details.party_size)
    held.name, held.way, held.party_size = details.name, details.way, details.party_size
    held.access_needs, held.answers = details.access_needs or None, details.answers
    held.takes_fewer, held.changed_at = details.takes_fewer, clock.now()
    _set_consents(held, details.consents)
    _set_wishes(held, details.wishes or held.wishes)
    before, after = ({"party_size": size, "way": way.value} for way, size in (old, new))
    record(Action.RSVP_CHANGED, held, by=held.user, detail={"before": before, "after": after})
    session.flush()
    if held.status in HOLDING and not move_party(held, old, new):
        raise Full(Room.of(held.event).left(held.way) or 0)
    move_up(held.event_id)
    return held


def cancel(rsvp: Rsvp) -> Rsvp:
    """Cancel one's own reply and give its spots back; twice is once."""
    held = locked(rsvp.id)
    if held.status is RsvpStatus.CANCELLED:
        return held
    was_going = held.status is RsvpStatus.GOING
    end(held)
    if was_going:
        post(emails.reply_cancelled(held, held.event))
    record(Action.RSVP_CANCELLED, held, by=held.user)
    return held


def restore(rsvp: Rsvp) -> Rsvp:
    """Undo one's own cancellation while there is room; raise Full when there is none."""
    held = locked(rsvp.id)
    if held.status is not RsvpStatus.CANCELLED:
        return held
    _refuse_when_ended(held)
    held.status = move(held.status, RsvpStatus.GOING)
    held.cancelled_at, held.changed_at = None, clock.now()
    held.confirmed_at = held.confirmed_at or clock.now()
    held.calendar_shift += 1
    _link_to_user(held)
    record(Action.RSVP_CONFIRMED, held, by=held.user)
    post(going_mail(held))
    take_again(held)
    return held


def wait(rsvp: Rsvp) -> Rsvp:
    """Put a reply that has no place on the waiting list, at its end; twice is once."""
    held = locked(rsvp.id)
    if held.status not in {RsvpStatus.CANCELLED, RsvpStatus.LAPSED}:
        return held
    _refuse_when_ended(held)
    if not takes_waiting(held.event):
        raise Refused(_("The waiting list of this event is closed."))
    refuse_hopeless(held.event, held.way, held.party_size, takes_fewer=held.takes_fewer)
    held.status = move(held.status, RsvpStatus.WAITLISTED)
    held.waits_since = held.changed_at = clock.now()
    held.cancelled_at, held.held_until, held.confirmed_at = None, None, held.confirmed_at or clock.now()
    held.passed_why = held.called_at = None
    held.calendar_shift += 1
    _link_to_user(held)
    record(Action.RSVP_WAITS, held, by=held.user)
    post(emails.waitlisted(held, held.event))
    join_line(held)
    return held


def end(rsvp: Rsvp) -> None:
    """End a locked reply, whoever does it, and give what it holds to whoever is next."""
    was, rsvp.status = rsvp.status, move(rsvp.status, RsvpStatus.CANCELLED)
    rsvp.held_until, rsvp.waits_since, rsvp.cancelled_at = None, None, clock.now()
    rsvp.calendar_shift += 1
    session.flush()
    if was in HOLDING:
        give_back_of(rsvp)
        move_up(rsvp.event_id)


def take_again(rsvp: Rsvp) -> None:
    """Take the spots of a reply that had lost them, or raise Full."""
    session.flush()
    if not take_for(rsvp):
        raise Full(Room.of(rsvp.event).left(rsvp.way) or 0)


def _keeps_waiting(rsvp: Rsvp, *, is_told: bool) -> bool:
    """Confirm the address of someone who waits; tell whether waiting is all there is to do."""
    if rsvp.confirmed_at is None:
        rsvp.confirmed_at = clock.now()
        _link_to_user(rsvp)
        record(Action.RSVP_WAITS, rsvp, by=rsvp.user)
        if is_told:
            post(emails.waitlisted(rsvp, rsvp.event))
        session.flush()
        move_up(rsvp.event_id)
        return True
    return phase_of(rsvp.event) is Phase.RUNNING


def _take_what_fits(rsvp: Rsvp) -> None:
    """Let someone who waited take what is free now: the first to answer gets it."""
    found = could_have(rsvp)
    if isinstance(found, Passed):
        raise Full(found.left)
    rsvp.party_size, rsvp.waits_since = found.size, None
    note(rsvp, status=RsvpStatus.GOING, spots=found.size)
    take_again(rsvp)


def _refuse_when_ended(rsvp: Rsvp) -> None:
    """Refuse to bring back a reply that the hosts ended, or that a newer one stands for."""
    _refuse_when_closed(rsvp)
    newer = current_rsvp(rsvp.event_id, rsvp.email)
    if rsvp.is_removed or (newer is not None and newer.id != rsvp.id):
        raise Refused(newer_reply_sentence())


def _refuse_when_closed(rsvp: Rsvp) -> None:
    if closed := why_closed(rsvp.event):
        raise Refused(closed)


def _held_open(rsvp: Rsvp) -> int:
    """Wait for hosts who decide at this very moment, refuse when they call it off, and give the SEQUENCE.

    They write to who is going and who waits; so from now on nobody decides before this reply is one of them.
    """
    query = select(Event).where(Event.id == rsvp.event_id).with_for_update(read=True)
    event = session.scalars(query.execution_options(populate_existing=True)).one()
    _refuse_when_closed(rsvp)
    return event.sequence


def _check_change(rsvp: Rsvp, details: ReplyChange) -> None:
    """Check against the event as it is now; what stands already may stay."""
    limit = max(rsvp.event.party_limit, rsvp.party_size)
    if not 1 <= details.party_size <= limit:
        raise Invalid(party_sentence(limit), "party_size")
    if details.way not in {*rsvp.event.ways, rsvp.way}:
        raise Invalid(_("Choose how you would like to take part."), "way")
    if rsvp.status is RsvpStatus.WAITLISTED:
        refuse_hopeless(rsvp.event, details.way, details.party_size, takes_fewer=details.takes_fewer)


def _set_consents(rsvp: Rsvp, organisation_ids: Collection[int]) -> None:
    session.execute(
        delete(RsvpConsent).where(
            RsvpConsent.rsvp_id == rsvp.id, RsvpConsent.organisation_id.not_in(organisation_ids)
        )
    )
    known = set(consents_of(rsvp))
    for organisation_id in organisation_ids:
        if organisation_id not in known:
            session.add(RsvpConsent(rsvp=rsvp, organisation_id=organisation_id, at=clock.now()))


def _set_wishes(rsvp: Rsvp, wishes: Wishes) -> None:
    """Keep which mail is wanted; who asks for invitations now is sent the first one."""
    is_new = wishes.wants_invitations and not rsvp.wants_invitations
    rsvp.wishes = wishes
    if is_new:
        ahead = next_calendar_shift(rsvp.event_id, rsvp.email)
        rsvp.calendar_shift = max(rsvp.calendar_shift, ahead)
    if is_new and rsvp.status is RsvpStatus.GOING:
        post(going_mail(rsvp))


def _link_to_user(rsvp: Rsvp) -> None:
    user = rsvp.user or user_by_email(rsvp.email)
    if user is not None and owns(user, rsvp.email):
        rsvp.user = user
