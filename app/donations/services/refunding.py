"""Give a gift back: asked for, decided, sent by a job, and followed to its end.

What is on its way is set aside when it is decided, under the lock of the gift, so that no two refunds
together give back more than was given. The provider is asked after that is committed.
"""

from datetime import datetime

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _
from app.core.jobs import enqueue_named
from app.core.money import Money
from app.core.text import clean_text
from app.donations import emails
from app.donations.gateway.orders import RefundOrder
from app.donations.models import Donation, DonationStatus, Refund, RefundStatus
from app.donations.queries.gifts import disputed_among, locked
from app.donations.queries.refunds import held_refund, keepers_of, refund_by_reference, requested_refund
from app.donations.rules.giving import (
    REFUND_WINDOW,
    can_be_refunded,
    left_of,
    needs_second_person,
)
from app.donations.rules.status import move
from app.donations.services.ledger import once
from app.donations.services.returning import begin_return
from app.outbox.services import post

SENDING = "app.donations.jobs.refunding.send_refund"


def request_refund(
    donation: Donation,
    *,
    amount: Money | None = None,
    reason: str = "",
    by: User | None = None,
    key: str = "",
) -> Refund:
    """Ask for a gift back, or for a part of it: its giver (no `by`) within the window, or a treasurer.

    `key` is that of the form that was sent; the same one twice asks once.
    """
    held = locked(Donation, donation.id)
    reference = f"refund-{once(held.fund, key, held.id, amount.minor if amount else None)}"
    if (asked := refund_by_reference(reference)) is not None:
        return asked
    wanted = amount or Money(left_of(held), held.currency)
    _check_open(held, by)
    _check_amount(held, wanted)
    refund = Refund(
        donation=held,
        reference=reference,
        status=RefundStatus.REQUESTED,
        amount_minor=wanted.minor,
        reason=clean_text(reason) or None,
        answer="",
        attempt=1,
        requested_by=by,
        created_at=clock.now(),
    )
    session.add(refund)
    session.flush()
    if by is None:
        if held.email:
            post(emails.refund_asked(refund))
        for reader in keepers_of(held.fund.cohosting):
            post(emails.refund_to_decide(refund, reader))
    else:
        _record(Action.DONATION_REFUND_REQUESTED, refund, by)
    return refund


def accept_refund(refund: Refund, *, by: User, answer: str = "") -> Refund:
    """Say yes; a large one then waits for a second person (`confirm_refund`)."""
    held = _undecided(refund)
    if held.decided_by_id is not None:
        raise Refused(_("Someone has said yes just now. Look at it again and confirm it."))
    held.answer = clean_text(answer)
    held.decided_by = by
    _record(Action.DONATION_REFUND_ACCEPTED, held, by)
    if not needs_second_person(held.amount, held.donation.refunded_minor):
        _send(held)
    return held


def confirm_refund(refund: Refund, *, by: User) -> Refund:
    """Say yes as the second of the two people that a large refund needs."""
    held = _undecided(refund)
    if held.decided_by_id is None:
        raise Refused(_("Someone has to say yes first."))
    if held.decided_by_id == by.id:
        raise Refused(_("A refund of this size needs a second person: someone else must confirm it."))
    held.confirmed_by = by
    _record(Action.DONATION_REFUND_CONFIRMED, held, by)
    _send(held)
    return held


def refuse_refund(refund: Refund, *, by: User, answer: str) -> Refund:
    """Say no, with words for the giver."""
    held = _undecided(refund)
    held.answer, held.decided_by = clean_text(answer), by
    held.status, held.closed_at = move(held.status, RefundStatus.REFUSED), clock.now()
    _record(Action.DONATION_REFUND_REFUSED, held, by)
    if held.donation.email:
        post(emails.refund_refused(held))
    return held


def refund_order(refund: Refund) -> tuple[RefundOrder, str, str | None]:
    """Give what is asked of the payment provider, under which key and on whose account."""
    donation = refund.donation
    order = RefundOrder(payment=donation.payment_id or "", reference=refund.reference, amount=refund.amount)
    return order, f"{refund.reference}:{refund.attempt}", donation.account


def next_refund_attempt(refund_id: int, failed: int) -> None:
    """Take another key, as the provider would repeat its own failure under this one."""
    refund = locked(Refund, refund_id)
    if refund.attempt == failed and refund.provider_id is None:
        refund.attempt = failed + 1


def note_asked(refund_id: int, at: datetime) -> None:
    """Note when the provider was last asked about a refund."""
    locked(Refund, refund_id).asked_at = at


def _record(action: Action, refund: Refund, by: User) -> None:
    detail = {"refund": refund.id, "amount": str(Money(refund.amount_minor, refund.donation.currency))}
    record(action, refund.donation, by=by, detail=detail)


def _undecided(refund: Refund) -> Refund:
    held = held_refund(refund.id, refund.donation_id)
    if held.status is not RefundStatus.REQUESTED:
        raise Refused(_("This refund has been decided already."))
    return held


def _send(refund: Refund) -> None:
    _check_amount(refund.donation, refund.amount)
    refund.status = move(refund.status, RefundStatus.PENDING)
    begin_return(refund)
    enqueue_named(SENDING, refund.id)


def _check_open(donation: Donation, by: User | None) -> None:
    if not can_be_refunded(donation):
        raise Refused(_("Nothing of this gift can be given back here."))
    if requested_refund(donation) is not None:
        raise Refused(_("A refund of this gift has been asked for already and waits for its answer."))
    paid_at = donation.paid_at
    if by is None and paid_at is not None and clock.now() > paid_at + REFUND_WINDOW:
        raise Refused(
            _(
                "A gift can be asked back for %(days)s days. Please write to the hosts.",
                days=REFUND_WINDOW.days,
            )
        )


def _check_amount(donation: Donation, wanted: Money) -> None:
    if donation.status is not DonationStatus.PAID or disputed_among([donation]):
        raise Refused(_("The bank of the giver looks into this gift, so it cannot be given back here."))
    if wanted.currency != donation.currency or wanted.minor <= 0:
        raise Invalid(_("Write how much is to be given back."), "amount")
    if wanted.minor > left_of(donation):
        raise Invalid(_("That is more than what is left of this gift."), "amount")
