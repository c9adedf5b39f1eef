"""Confirm, change, cancel and restore one's own reply; let holds lapse.

Each locks the reply's row first and the event's row last, so that two presses of one button count
once and no two of these can wait for each other.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import delete

from app.accounts.queries import user_by_email
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _
from app.events.models import Way
from app.outbox.models import Email
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus, Wishes
from app.rsvps.queries import consents_of, current_rsvp, locked, next_calendar_shift
from app.rsvps.rules import (
    CURRENT,
    HOLDING,
    Full,
    Room,
    cancelled_sentence,
    move,
    newer_reply_sentence,
    shift_between,
    why_closed,
)
from app.rsvps.services.replying import owns, party_sentence
from app.rsvps.services.spots import give_back, shift_spots, take_spots


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


def going_mail(rsvp: Rsvp) -> Email:
    """Make the mail that a confirmation sends, so that it can be written before the transaction."""
    return emails.going(rsvp, rsvp.event, rsvp.agreement)


def confirm(rsvp: Rsvp, *, mail: Email | None = None, is_told: bool = True) -> Rsvp:
    """Confirm the address: the reply is going; a lapsed one takes its spots anew or raises Full.

    `is_told` is False where one mail tells of several replies.
    """
    held = locked(rsvp.id)
    if held.status is RsvpStatus.GOING:
        return held
    if held.status is RsvpStatus.CANCELLED:
        raise Refused(cancelled_sentence())
    _refuse_when_closed(held)
    was, held.status = held.status, move(held.status, RsvpStatus.GOING)
    held.held_until, held.confirmed_at = None, clock.now()
    _link_to_user(held)
    record(Action.RSVP_CONFIRMED, held, by=held.user)
    if is_told:
        post(mail or going_mail(held))
    if was not in HOLDING:
        _take_again(held)
    return held


def change(rsvp: Rsvp, details: ReplyChange) -> Rsvp:
    """Change a reply; a larger party or another way of coming takes spots, or raises Full."""
    held = locked(rsvp.id)
    if held.status not in CURRENT:
        raise Refused(cancelled_sentence())
    _refuse_when_closed(held)
    _check_change(held, details)
    shift = shift_between((held.way, held.party_size), (details.way, details.party_size))
    before = {"party_size": held.party_size, "way": held.way.value}
    held.name, held.way, held.party_size = details.name, details.way, details.party_size
    held.access_needs, held.answers = details.access_needs or None, details.answers
    held.changed_at = clock.now()
    _set_consents(held, details.consents)
    _set_wishes(held, details.wishes or held.wishes)
    after = {"party_size": held.party_size, "way": held.way.value}
    record(Action.RSVP_CHANGED, held, by=held.user, detail={"before": before, "after": after})
    session.flush()
    if held.status in HOLDING and not shift_spots(held.event_id, shift):
        raise Full(Room.of(held.event).left(held.way) or 0)
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
    _refuse_when_closed(held)
    newer = current_rsvp(held.event_id, held.email)
    if held.is_removed or newer is not None:
        raise Refused(newer_reply_sentence())
    held.status = move(held.status, RsvpStatus.GOING)
    held.cancelled_at, held.changed_at = None, clock.now()
    held.confirmed_at = held.confirmed_at or clock.now()
    held.calendar_shift += 1
    record(Action.RSVP_CONFIRMED, held, by=held.user)
    if held.wants_invitations:
        post(going_mail(held))
    _take_again(held)
    return held


def end(rsvp: Rsvp) -> None:
    """End a locked reply, whoever does it, and give back what it holds."""
    was, rsvp.status = rsvp.status, move(rsvp.status, RsvpStatus.CANCELLED)
    rsvp.held_until, rsvp.cancelled_at = None, clock.now()
    rsvp.calendar_shift += 1
    session.flush()
    if was in HOLDING:
        give_back(rsvp.event_id, rsvp.way, rsvp.party_size)


def let_lapse(rsvp_id: int) -> None:
    """Give back the spots of a reply that was not confirmed in time; nothing when it was meanwhile."""
    held = locked(rsvp_id)
    overdue = held.held_until is not None and held.held_until < clock.now()
    if held.status is not RsvpStatus.PENDING or not overdue:
        return
    held.status, held.held_until = move(held.status, RsvpStatus.LAPSED), None
    session.flush()
    give_back(held.event_id, held.way, held.party_size)


def _take_again(rsvp: Rsvp) -> None:
    session.flush()
    if not take_spots(rsvp.event_id, rsvp.way, rsvp.party_size):
        raise Full(Room.of(rsvp.event).left(rsvp.way) or 0)


def _refuse_when_closed(rsvp: Rsvp) -> None:
    if closed := why_closed(rsvp.event):
        raise Refused(closed)


def _check_change(rsvp: Rsvp, details: ReplyChange) -> None:
    """Check against the event as it is now; what stands already may stay."""
    limit = max(rsvp.event.party_limit, rsvp.party_size)
    if not 1 <= details.party_size <= limit:
        raise Invalid(party_sentence(limit), "party_size")
    if details.way not in {*rsvp.event.ways, rsvp.way}:
        raise Invalid(_("Choose how you would like to take part."), "way")


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
