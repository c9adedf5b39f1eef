"""Write down what the payment provider says of the money of a gift: its ids and what it cost."""

from app.core import clock
from app.core.jobs import enqueue_named
from app.core.money import Money
from app.donations.gateway.answers import Payment
from app.donations.gateway.words import PaymentStatus
from app.donations.models import Donation, DonationStatus, EntryKind
from app.donations.queries.gifts import locked_gift, locked_gift_of_invoice, locked_gift_of_payment
from app.donations.rules import ledger
from app.donations.rules.giving import passes_on
from app.donations.services.ledger import Cause, write_entry
from app.donations.services.passing import PASSING, plan_transfers
from app.donations.services.settling import follow_amount, give_up, is_in_currency, pay


def learn_payment(payment: Payment, *, account: str | None) -> Donation | None:
    """Find the gift whose money this is and write down what is told of it; None when it is not ours."""
    donation = (
        locked_gift_of_payment(payment.id, payment.charge)
        or locked_gift(payment.reference)
        or (locked_gift_of_invoice(payment.invoice) if payment.invoice else None)
    )
    if donation is None or donation.account != account or not is_in_currency(donation, payment.amount):
        return None
    donation.payment_id = donation.payment_id or payment.id
    donation.asked_at = clock.now()
    if payment.status is PaymentStatus.SUCCEEDED:
        follow_amount(donation, payment.amount)
        pay(donation)
    elif payment.status in {PaymentStatus.FAILED, PaymentStatus.CANCELLED}:
        _note_failure(donation)
    if donation.status is DonationStatus.PAID:
        _note_money(donation, payment)
    return donation


def _note_failure(donation: Donation) -> None:
    """End a gift whose bank said no; on an open pay page the giver may still try another card."""
    if donation.status is DonationStatus.PROCESSING:
        give_up(donation, DonationStatus.FAILED)


def _note_money(donation: Donation, payment: Payment) -> None:
    donation.charge_id = donation.charge_id or payment.charge
    cost = cost_of(payment)
    if cost is None or donation.fee_minor is not None or payment.balance_line is None:
        return
    donation.fee_minor = cost.minor
    if cost.minor:
        cause = Cause(EntryKind.FEE, of=payment.balance_line, donation=donation)
        write_entry(donation.fund, cause, ledger.fee(cost.minor, donation.weights))
    if passes_on(donation):
        plan_transfers(donation)
        enqueue_named(PASSING, donation.id)


def cost_of(payment: Payment) -> Money | None:
    """Give what a payment cost, in the currency of the gift: told in another, by the rate of that day."""
    if payment.fee is None:
        return None
    if payment.fee.currency == payment.amount.currency:
        return payment.fee
    if payment.settled is None or payment.settled.minor <= 0:
        return None
    settled = payment.settled.minor
    minor = (2 * payment.fee.minor * payment.amount.minor + settled) // (2 * settled)
    return Money(minor, payment.amount.currency)
