"""Reply to an event.

Everything slow is done before the transaction opens: reading, checking, writing the mail, making
its calendar file and code. Inside it there are only inserts and, last, the one update that takes
the spots, so that the event's row (on SQLite the whole database) is held as briefly as can be.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import adopt, insert_row, new_row, session
from app.core.errors import Invalid, Refused
from app.core.i18n import _, _n, locale
from app.core.text import canonical_email
from app.core.tokens import new_token, token_hash
from app.events.models import Event, Way
from app.outbox.models import Email
from app.outbox.services import post, written
from app.rsvps import emails
from app.rsvps.models import RepeatHold, Rsvp, RsvpConsent, RsvpStatus, Wishes
from app.rsvps.queries import (
    ReplyOffer,
    current_rsvp,
    locked,
    next_calendar_shift,
    reply_offer,
)
from app.rsvps.rules import Full, is_welcome, may_mail_link_again, why_closed
from app.rsvps.services.lapsing import hold_until
from app.rsvps.services.repeating import hold_again, repeat_hold
from app.rsvps.services.spots import take_for
from app.rsvps.services.waiting import join_line


@dataclass(frozen=True)
class ReplyDetails:
    """What someone writes in a reply."""

    name: str
    email: str
    party_size: int = 1
    way: Way = Way.IN_PERSON
    access_needs: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    #: Ids of the hosts that may write to the person again.
    consents: Collection[int] = ()
    #: The version of the agreement that the person said yes to.
    agreement_id: int | None = None
    language: str | None = None
    wishes: Wishes = field(default_factory=Wishes)
    #: Wait when there is no room, perhaps for fewer places than asked for.
    waits: bool = False
    takes_fewer: bool = False


@dataclass(frozen=True)
class Prepared:
    """A reply ready to be taken up: a new one, or the number of the one that this address has already."""

    reply: Rsvp | int
    mail: Email | None
    consents: Collection[int] = ()
    #: The signed-in person whose address it is.
    owner: User | None = None
    #: What a second reply holds, so that it looks like a first one.
    hold: RepeatHold | None = None


def reply(event: Event, details: ReplyDetails, *, user: User | None = None) -> Rsvp:
    """Reply in the open transaction; raise Refused, Invalid or Full when it cannot be."""
    return take_up(prepare(reply_offer(event), details, user=user))


def prepare(offer: ReplyOffer, details: ReplyDetails, *, user: User | None = None) -> Prepared:
    """Check a reply and write its mail, changing nothing yet."""
    event = offer.event
    check(offer, details)
    existing = current_rsvp(event.id, details.email)
    owner = user if user is not None and owns(user, details.email) else None
    if existing is not None:
        hold = None if owner else repeat_hold(existing, offer, details.way, details.party_size)
        return Prepared(existing.id, mail=link_mail(existing, event), hold=hold)
    rsvp = new_rsvp(offer, details, owner)
    mail = _first_mail(rsvp, offer)
    return Prepared(rsvp, mail=written(mail), consents=details.consents, owner=owner)


def take_up(prepared: Prepared) -> Rsvp:
    """Write a prepared reply down, taking its spots last; raise Full when they are gone meanwhile.

    Two replies of one address at the same moment end in an IntegrityError for the second: prepare
    it again, and it finds the first.
    """
    if isinstance(prepared.reply, int):
        return _answer_again(prepared.reply, prepared)
    rsvp = prepared.reply
    insert_row(rsvp)
    adopt(rsvp)
    for organisation_id in prepared.consents:
        session.add(RsvpConsent(rsvp_id=rsvp.id, organisation_id=organisation_id, at=rsvp.created_at))
    if prepared.mail:
        post(prepared.mail)
    if prepared.owner:
        record(Action.RSVP_MADE, rsvp, by=prepared.owner)
    session.flush()
    if rsvp.status is RsvpStatus.WAITLISTED:
        join_line(rsvp)
    elif not take_for(rsvp):
        raise Full(0)
    return rsvp


def check(offer: ReplyOffer, details: ReplyDetails) -> None:
    """Refuse what cannot be taken, the same for every address."""
    event = offer.event
    if closed := why_closed(event):
        raise Refused(closed)
    if not is_welcome(event, details.email):
        raise Invalid(domains_sentence(event), "email")
    if details.way not in event.ways:
        raise Invalid(_("Choose how you would like to take part."), "way")
    if not 1 <= details.party_size <= event.party_limit:
        raise Invalid(party_sentence(event.party_limit), "party_size")
    if offer.agreement and details.agreement_id != offer.agreement.id:
        raise Invalid(_("Tick the box if you will keep to the agreement."), "agreed")
    if offer.fits(details.way, details.party_size):
        return
    if not (details.waits and offer.takes_waiting):
        raise Full(offer.left(details.way) or 0)
    refuse_hopeless(event, details.way, details.party_size, takes_fewer=details.takes_fewer)


def mail_link(event: Event, email: str) -> None:
    """Send an address the link of the reply it has, if it has one."""
    existing = current_rsvp(event.id, email)
    if existing is not None and (mail := link_mail(existing, event)):
        existing.link_mailed_at = clock.now()
        post(mail)


def link_mail(rsvp: Rsvp, event: Event) -> Email | None:
    """Write the mail that answers a second reply; None when one has only just been sent."""
    if not may_mail_link_again(rsvp.link_mailed_at, clock.now()):
        return None
    return written(emails.removed(rsvp, event) if rsvp.is_removed else emails.already(rsvp, event))


def owns(user: User, email: str) -> bool:
    """Tell whether someone has shown that this address is theirs."""
    return user.confirmed_at is not None and canonical_email(user.email) == canonical_email(email)


def domains_sentence(event: Event) -> str:
    """Say at which domains an address must be."""
    return _(
        "This event is for people with an address at %(domains)s.", domains=", ".join(event.email_domains)
    )


def party_sentence(limit: int) -> str:
    """Say how many may come with one reply."""
    return _n("One reply is for one person.", "One reply is for up to %(num)s people.", limit)


def refuse_hopeless(event: Event, way: Way, size: int, *, takes_fewer: bool) -> None:
    """Refuse to let a party wait that could not fit even if nobody else came."""
    capacity = event.capacity(way)
    if capacity is not None and size > capacity and not takes_fewer:
        raise Invalid(too_large_sentence(capacity), "party_size")


def too_large_sentence(capacity: int) -> str:
    """Say that a party is larger than the room."""
    return _n(
        "There is room for one person in all. Choose a smaller party, or say that fewer places will do.",
        "There is room for %(num)s people in all. Choose a smaller party, or say that fewer places will do.",
        capacity,
    )


def _answer_again(rsvp_id: int, prepared: Prepared) -> Rsvp:
    """Answer a second reply: the first one stands, and to everybody else it looks like a new one."""
    rsvp = locked(rsvp_id)
    if prepared.mail:
        rsvp.link_mailed_at = clock.now()
        post(prepared.mail)
    if prepared.hold:
        hold_again(rsvp, prepared.hold)
    return rsvp


def _first_mail(rsvp: Rsvp, offer: ReplyOffer) -> Email:
    """Give the mail that a new reply is answered with."""
    waits, event = rsvp.status is RsvpStatus.WAITLISTED, offer.event
    if rsvp.confirmed_at is None:
        return emails.confirm_waiting(rsvp, event) if waits else emails.confirm(rsvp, event)
    return emails.waitlisted(rsvp, event) if waits else emails.going(rsvp, event, offer.agreement)


def new_rsvp(offer: ReplyOffer, details: ReplyDetails, owner: User | None) -> Rsvp:
    """Make a reply that is not yet written down; someone whose address it is goes without confirming."""
    now, token, wishes = clock.now(), new_token(), details.wishes
    shift = next_calendar_shift(offer.event.id, details.email) if wishes.wants_invitations else 0
    waits = not offer.fits(details.way, details.party_size)
    taking = RsvpStatus.GOING if owner else RsvpStatus.PENDING
    return new_row(
        Rsvp,
        event_id=offer.event.id,
        user_id=owner.id if owner else None,
        email=details.email,
        email_key=canonical_email(details.email),
        name=details.name,
        party_size=details.party_size,
        way=details.way,
        status=RsvpStatus.WAITLISTED if waits else taking,
        language=details.language or locale(),
        token=token,
        token_hash=token_hash(token),
        held_until=hold_until() if not owner and not waits else None,
        confirmed_at=now if owner else None,
        waits_since=now if waits else None,
        takes_fewer=details.takes_fewer,
        allocation_id=offer.allocation_id(details.way),
        from_held=0,
        passed_left=0,
        link_mailed_at=now,
        access_needs=details.access_needs or None,
        answers=details.answers,
        wants_reminders=wishes.wants_reminders,
        wants_invitations=wishes.wants_invitations,
        is_discreet=wishes.is_discreet,
        calendar_shift=shift,
        agreement_id=details.agreement_id,
        created_at=now,
        changed_at=now,
    )
