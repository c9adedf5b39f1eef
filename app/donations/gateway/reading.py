"""Read Stripe's objects of gifts, as dicts, into our own words. Objects of deliveries are read alike."""

from collections.abc import Mapping

from app.donations.gateway.answers import Checkout, Dispute, Invoice, Payment, Recurring, Refund
from app.donations.gateway.books import read_line
from app.donations.gateway.currency import from_stripe
from app.donations.gateway.things import Thing, id_of, moment, reference_of
from app.donations.gateway.words import (
    CheckoutStatus,
    DisputeStatus,
    PaymentStatus,
    RecurringStatus,
    RefundStatus,
)

_PAYMENT = {
    "processing": PaymentStatus.PROCESSING,
    "succeeded": PaymentStatus.SUCCEEDED,
    "canceled": PaymentStatus.CANCELLED,
}
_REFUND = {
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELLED,
}
_DISPUTE = {
    "warning_needs_response": DisputeStatus.OPEN,
    "warning_under_review": DisputeStatus.OPEN,
    "warning_closed": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "needs_response": DisputeStatus.OPEN,
    "under_review": DisputeStatus.OPEN,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}
_RECURRING = {
    "incomplete": RecurringStatus.STARTING,
    "incomplete_expired": RecurringStatus.ENDED,
    "trialing": RecurringStatus.ACTIVE,
    "active": RecurringStatus.ACTIVE,
    "paused": RecurringStatus.PAUSED,
    "past_due": RecurringStatus.PAST_DUE,
    "unpaid": RecurringStatus.PAST_DUE,
    "canceled": RecurringStatus.ENDED,
}


def read_checkout(session: Thing) -> Checkout:
    """Read a `checkout.session`."""
    return Checkout(
        id=session["id"],
        status=CheckoutStatus(session["status"]),
        is_paid=session["payment_status"] == "paid",
        amount=from_stripe(session["amount_total"], session["currency"]),
        reference=reference_of(session) or session.get("client_reference_id") or "",
        url=session.get("url"),
        payment=id_of(session.get("payment_intent")),
        recurring=id_of(session.get("subscription")),
        invoice=id_of(session.get("invoice")),
        customer=id_of(session.get("customer")),
        email=(session.get("customer_details") or {}).get("email"),
    )


def read_payment(intent: Thing, invoice: str | None = None) -> Payment:
    """Read a `payment_intent`, with its charge and its movement of money where they are written out."""
    charge = intent.get("latest_charge")
    charged: Thing = charge if isinstance(charge, Mapping) else {}
    line = charged.get("balance_transaction")
    moved = read_line(line) if isinstance(line, Mapping) else None
    return Payment(
        id=intent["id"],
        status=_payment_status(intent),
        amount=from_stripe(intent["amount"], intent["currency"]),
        reference=reference_of(intent),
        charge=id_of(charge),
        balance_line=id_of(line),
        settled=moved.amount if moved else None,
        fee=moved.fee if moved else None,
        invoice=invoice,
        created_at=moment(intent.get("created")),
    )


def _payment_status(intent: Thing) -> PaymentStatus:
    known = _PAYMENT.get(intent["status"])
    if known:
        return known
    tried = intent["status"] == "requires_payment_method" and intent.get("last_payment_error")
    return PaymentStatus.FAILED if tried else PaymentStatus.WAITING


def read_invoice(invoice: Thing) -> Invoice:
    """Read an `invoice`, with its payment where it is written out."""
    came_from = ((invoice.get("parent") or {}).get("subscription_details")) or {}
    return Invoice(
        id=invoice["id"],
        amount=from_stripe(invoice["amount_due"], invoice["currency"]),
        paid=invoice["status"] == "paid",
        reference=reference_of(came_from) or reference_of(invoice),
        is_first=invoice["billing_reason"] == "subscription_create",
        recurring=id_of(came_from.get("subscription")),
        payment=_payment_of(invoice),
        pay_url=invoice.get("hosted_invoice_url"),
    )


def _payment_of(invoice: Thing) -> str | None:
    tries = (invoice.get("payments") or {}).get("data") or ()
    paid = [each for each in tries if each["status"] == "paid"] or list(tries)
    return id_of(paid[-1]["payment"].get("payment_intent")) if paid else None


def read_recurring(subscription: Thing) -> Recurring:
    """Read a `subscription` of one item."""
    item = subscription["items"]["data"][0]
    status = _RECURRING[subscription["status"]]
    if subscription.get("pause_collection") and status is not RecurringStatus.ENDED:
        status = RecurringStatus.PAUSED
    return Recurring(
        id=subscription["id"],
        status=status,
        amount=from_stripe(item["price"]["unit_amount"], item["price"]["currency"]),
        reference=reference_of(subscription),
        customer=id_of(subscription.get("customer")),
    )


def read_refund(refund: Thing) -> Refund:
    """Read a `refund`; Stripe writes no status where it has not decided."""
    return Refund(
        id=refund["id"],
        status=_REFUND[refund["status"] or "pending"],
        amount=from_stripe(refund["amount"], refund["currency"]),
        reference=reference_of(refund),
        payment=id_of(refund.get("payment_intent")),
        charge=id_of(refund.get("charge")),
        failure=refund.get("failure_reason"),
    )


def read_dispute(dispute: Thing) -> Dispute:
    """Read a `dispute` with its movements of money."""
    return Dispute(
        id=dispute["id"],
        status=_DISPUTE[dispute["status"]],
        amount=from_stripe(dispute["amount"], dispute["currency"]),
        reason=dispute["reason"],
        charge=id_of(dispute["charge"]) or "",
        payment=id_of(dispute.get("payment_intent")),
        lines=tuple(read_line(each) for each in dispute.get("balance_transactions") or ()),
    )
