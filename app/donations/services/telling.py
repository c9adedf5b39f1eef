"""What follows from each thing that the payment provider tells by itself.

A delivery is claimed by its id in the transaction that acts on it, so it acts once. Each kind has a
handler that only ever moves things forward. What tells of something we do not know yet, or of what
may be out of date already, is asked for again by a job (`jobs.telling`) and not believed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import update

from app.core import clock
from app.core.database import insert_once, session
from app.core.jobs import enqueue_named
from app.donations.gateway.answers import Delivery
from app.donations.gateway.currency import from_stripe
from app.donations.gateway.reading import read_checkout, read_dispute, read_invoice, read_refund
from app.donations.gateway.things import id_of
from app.donations.models import WebhookDelivery
from app.donations.queries.gifts import locked_gift_of_payment
from app.donations.queries.refunds import refunds_at_provider
from app.donations.services import monthly, returning, settling

LOOKING = "app.donations.jobs.telling.look_again"
#: What is not known yet is asked for after so many minutes, for about three days.
_FIRST = timedelta(minutes=1)
MOST_TRIES = 12


class Outcome(Enum):
    """What came of a delivery."""

    DONE = auto()
    #: Ask for the thing itself: at once, as this may be out of date.
    ASK = auto()
    #: Ask for the thing itself later: it is not known here yet.
    LATER = auto()


Handler = Callable[[Delivery], Outcome]


def take_delivery(delivery: Delivery) -> bool:
    """Claim a proved delivery and do what follows from it; False when it was taken before."""
    handle = HANDLERS.get(delivery.type)
    if not _claim(delivery, is_used=handle is not None):
        return False
    outcome = handle(delivery) if handle else Outcome.DONE
    if outcome is not Outcome.DONE:
        _look_again(delivery.id, clock.now() + (_FIRST if outcome is Outcome.LATER else timedelta()))
    if outcome is Outcome.ASK:
        enqueue_named(LOOKING, delivery.id)
    return True


def note_looked(delivery_id: str, *, is_done: bool) -> None:
    """Write down that the thing itself was asked for, and when to ask again when it is still unknown."""
    row = session.get_one(WebhookDelivery, delivery_id, populate_existing=True, with_for_update=True)
    row.is_used = row.is_used or is_done
    row.tries += 1
    row.again_at = None if is_done or row.tries >= MOST_TRIES else _again(row.tries)


def _again(tries: int) -> datetime:
    return clock.now() + _FIRST * (1 << tries)


def _look_again(delivery_id: str, at: datetime) -> None:
    """Take back that a delivery was of use: what it tells of is asked for."""
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id)
        .values(is_used=False, again_at=at)
        .execution_options(synchronize_session=False)
    )


def _claim(delivery: Delivery, *, is_used: bool) -> bool:
    values: dict[str, object] = {
        "id": delivery.id,
        "kind": delivery.type,
        "account": delivery.account,
        "object_id": delivery.object_id,
        "api_version": delivery.api_version,
        "is_used": is_used,
        "told_at": delivery.created_at,
        "received_at": clock.now(),
        "tries": 0,
    }
    return insert_once(WebhookDelivery, "id", values) is not None


def _known(is_known: bool) -> Outcome:  # noqa: FBT001  # says what a service gave
    return Outcome.DONE if is_known else Outcome.LATER


def _checkout(delivery: Delivery) -> Outcome:
    return _known(settling.settle_checkout(read_checkout(delivery.object), account=delivery.account))


def _checkout_failed(delivery: Delivery) -> Outcome:
    return _known(settling.fail_checkout(read_checkout(delivery.object), account=delivery.account))


def _invoice_paid(delivery: Delivery) -> Outcome:
    return _known(monthly.note_invoice(read_invoice(delivery.object), account=delivery.account))


def _invoice_failed(delivery: Delivery) -> Outcome:
    return _known(monthly.note_failure(read_invoice(delivery.object), account=delivery.account))


def _refund(delivery: Delivery) -> Outcome:
    return _known(returning.note_refund(read_refund(delivery.object), account=delivery.account))


def _charge_refunded(delivery: Delivery) -> Outcome:
    """Check that the refunds of a charge are all known: each is told of by itself, too."""
    charge = delivery.object
    donation = locked_gift_of_payment(id_of(charge.get("payment_intent")), charge["id"])
    if donation is None or donation.account != delivery.account:
        return Outcome.LATER
    gone = from_stripe(charge["amount_refunded"], charge["currency"])
    return _known(refunds_at_provider(donation) >= gone.minor)


def _dispute(delivery: Delivery) -> Outcome:
    return _known(returning.note_dispute(read_dispute(delivery.object), account=delivery.account))


def _ask(_delivery: Delivery) -> Outcome:
    """Believe nothing that may be out of date: ask how it stands."""
    return Outcome.ASK


HANDLERS: dict[str, Handler] = {
    "checkout.session.completed": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "checkout.session.async_payment_failed": _checkout_failed,
    "checkout.session.expired": _checkout,
    "invoice.paid": _invoice_paid,
    "invoice.payment_failed": _invoice_failed,
    "invoice.payment_action_required": _invoice_failed,
    "customer.subscription.created": _ask,
    "customer.subscription.updated": _ask,
    "customer.subscription.paused": _ask,
    "customer.subscription.resumed": _ask,
    "customer.subscription.deleted": _ask,
    "charge.refunded": _charge_refunded,
    "charge.refund.updated": _refund,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
    "account.updated": _ask,
    "account.application.deauthorized": _ask,
    "transfer.created": _ask,
    "transfer.updated": _ask,
    "transfer.reversed": _ask,
    "payout.created": _ask,
    "payout.updated": _ask,
    "payout.paid": _ask,
    "payout.failed": _ask,
    "payout.canceled": _ask,
}
