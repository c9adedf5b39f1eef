"""Reply to all coming dates of a series in one go, and take all back; what does not fit is named."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.tokens import new_token
from app.events.models import Agreement, Event
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus
from app.rsvps.queries import (
    ReplyOffer,
    confirmed_with,
    current_rsvp,
    locked,
    made_together,
    open_dates,
    reply_offer,
)
from app.rsvps.rules import Full, full_sentence, is_standing, may_mail_link_again
from app.rsvps.services.changing import confirm, end
from app.rsvps.services.repeating import hold_again, repeat_hold
from app.rsvps.services.replying import ReplyDetails, check, new_rsvp, owns
from app.rsvps.services.spots import take_for
from app.rsvps.services.waiting import join_line

_LENGTH = 32


@dataclass
class Together:
    """What came of a reply to several dates."""

    replies: list[Rsvp] = field(default_factory=list)
    #: Dates that were not taken, each with the reason; the same for every address.
    missed: list[tuple[Event, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Asked:
    """What is asked of every date: the words, and to what exactly the person said yes."""

    details: ReplyDetails
    offer: ReplyOffer
    owner: User | None
    batch: str
    #: The host by whose link they came.
    via: str
    at: datetime


def reply_to_all(event: Event, details: ReplyDetails, *, user: User | None = None, via: str = "") -> Together:
    """Reply to every coming date of an event's series; raise Refused when none can be taken.

    Who said that they would wait is put on the waiting list of a date that is full.
    """
    owner = user if user is not None and owns(user, details.email) else None
    asked = _Asked(details, reply_offer(event, via), owner, new_token()[:_LENGTH], via, clock.now())
    found, is_new = Together(), False
    dates = open_dates(event)
    for date in dates:
        is_new |= _take(date, asked, found)
    if len(found.missed) == len(dates):
        reason = found.missed[0][1] if found.missed else _("This series takes no replies now.")
        raise Refused(_("No date could be taken. %(reason)s", reason=reason))
    found.replies.sort(key=lambda rsvp: (rsvp.event.starts_at or clock.now(), rsvp.id))
    found.missed.sort(key=lambda each: each[0].starts_at or clock.now())
    if found.replies:
        _write(found, is_new=is_new)
    return found


def confirm_all(rsvp: Rsvp) -> Rsvp:
    """Confirm the address for all replies that were made in one go; one mail tells of them.

    Anybody can reply with an address, so what came after the reply whose link is used is not confirmed by
    it: its mail did not speak of that. Whoever has confirmed the address and waits takes the place of this
    date only: the one offered, or free.
    """
    if rsvp.confirmed_at is not None and rsvp.status in {RsvpStatus.OFFERED, RsvpStatus.WAITLISTED}:
        return confirm(rsvp)
    confirmed, missed = [], []
    for each in sorted(confirmed_with(rsvp), key=lambda other: other.event_id):
        if not _needs_confirming(each):
            continue
        try:
            with session.begin_nested():
                confirmed.append(confirm(each, is_told=False))
        except Refused as error:
            if each.id == rsvp.id:
                raise
            missed.append((each.event, error.sentence))
    if confirmed:
        confirmed.sort(key=lambda each: (each.event.starts_at or clock.now(), each.id))
        post(emails.together_going(confirmed, missed))
    return locked(rsvp.id)


def cancel_all(rsvp: Rsvp) -> Rsvp:
    """Take back all replies to coming dates that were made in one go; one mail tells of them."""
    ended = []
    standing = filter(is_standing, made_together(rsvp))
    for each in sorted(standing, key=lambda other: other.event_id):
        held = locked(each.id)
        if is_standing(held):
            was_going = held.status is RsvpStatus.GOING
            end(held)
            record(Action.RSVP_CANCELLED, held, by=held.user)
            ended += [held] if was_going else []
    if ended:
        ended.sort(key=lambda each: (each.event.starts_at or clock.now(), each.id))
        post(emails.together_cancelled(ended))
    return locked(rsvp.id)


def _take(date: Event, asked: _Asked, found: Together) -> bool:
    """Take one date, or note why not; tell whether that made a new reply."""
    offer = reply_offer(date, asked.via)
    try:
        details = _for_date(asked, offer)
        check(offer, details)
    except Refused as error:
        found.missed.append((date, error.sentence))
        _remember(date, asked, found)
        return False
    existing = _remember(date, asked, found)
    try:
        with session.begin_nested():
            if existing is None:
                found.replies.append(_add(offer, details, asked))
            elif asked.owner is None:
                _hold(existing, offer, details)
            elif _needs_confirming(existing):
                confirm(existing, is_told=False)
    except Full:
        found.missed.append((date, full_sentence(0)))
        return False
    except IntegrityError:  # the same address has replied at this very moment: that reply stands
        return False
    return existing is None


def _remember(date: Event, asked: _Asked, found: Together) -> Rsvp | None:
    """Give the reply that this address has to a date; only the mail speaks of it, which is its own."""
    existing = current_rsvp(date.id, asked.details.email)
    if existing is None:
        return None
    if _needs_confirming(existing):
        locked(existing.id).together = asked.batch  # one press confirms it with the others
    if not existing.is_removed:
        found.replies.append(existing)
    return existing


def _hold(existing: Rsvp, offer: ReplyOffer, details: ReplyDetails) -> None:
    hold = repeat_hold(existing, offer, details.way, details.party_size)
    if hold is not None:
        hold_again(locked(existing.id), hold)


def _add(offer: ReplyOffer, details: ReplyDetails, asked: _Asked) -> Rsvp:
    rsvp = new_rsvp(offer, details, asked.owner)
    rsvp.together, rsvp.created_at = asked.batch, asked.at
    rsvp.event = offer.event
    session.add(rsvp)
    for organisation_id in details.consents:
        session.add(RsvpConsent(rsvp=rsvp, organisation_id=organisation_id, at=rsvp.created_at))
    session.flush()
    if asked.owner:
        record(Action.RSVP_MADE, rsvp, by=asked.owner)
    if rsvp.status is RsvpStatus.WAITLISTED:
        join_line(rsvp)
    elif not take_for(rsvp):
        raise Full(0)
    return rsvp


def _needs_confirming(rsvp: Rsvp) -> bool:
    """Tell whether a reply waits for its person to confirm it, though the time for that may be over."""
    is_waiting = rsvp.status is RsvpStatus.WAITLISTED and rsvp.confirmed_at is None
    return is_waiting or rsvp.status in {RsvpStatus.PENDING, RsvpStatus.LAPSED}


def _for_date(asked: _Asked, offer: ReplyOffer) -> ReplyDetails:
    """Give what was written as it holds for one date; refuse what the person has not been asked."""
    if _words(offer.agreement) != _words(asked.offer.agreement):
        raise Refused(_("This date has an agreement of its own. Reply to it by itself."))
    if offer.event.questions != asked.offer.event.questions:
        raise Refused(_("This date asks other questions. Reply to it by itself."))
    hosts = {host.id for host in offer.hosts}
    # The yes to the agreement was checked on the date that was shown; its words are the same here.
    is_agreed = asked.offer.agreement is None or asked.details.agreement_id == asked.offer.agreement.id
    return replace(
        asked.details,
        consents=tuple(each for each in asked.details.consents if each in hosts),
        agreement_id=offer.agreement.id if offer.agreement and is_agreed else None,
    )


def _words(agreement: Agreement | None) -> tuple[str, str]:
    return (agreement.title, agreement.body) if agreement else ("", "")


def _write(found: Together, *, is_new: bool) -> None:
    """Post the one mail; someone who has all these replies already gets their links, not too often."""
    now, full = clock.now(), {event.id for event, _why in found.missed}
    replies = [
        rsvp for rsvp in found.replies if rsvp.status is not RsvpStatus.LAPSED or rsvp.event_id not in full
    ]
    if not is_new and not any(may_mail_link_again(rsvp.link_mailed_at, now) for rsvp in replies):
        return
    needs_confirming = any(map(_needs_confirming, replies))
    for rsvp in replies:
        rsvp.link_mailed_at = now
    known = {rsvp.event_id for rsvp in replies}
    missed = [(event, why) for event, why in found.missed if event.id not in known]
    if needs_confirming:
        newest = sorted(replies, key=lambda rsvp: rsvp.created_at, reverse=True)  # whose press confirms all
        post(emails.together_confirm(sorted(newest, key=lambda rsvp: not _needs_confirming(rsvp)), missed))
    else:
        post(emails.together_going(replies, missed))
