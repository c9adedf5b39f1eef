"""Move a gift on by what the payment provider says of it: once, whatever the order and however often."""

import logging

from app.core import clock
from app.core.money import Money
from app.donations import emails
from app.donations.gateway.answers import Checkout
from app.donations.gateway.words import CheckoutStatus
from app.donations.models import (
    Donation,
    DonationStatus,
    EntryKind,
    RecurringGift,
    RecurringStatus,
)
from app.donations.queries.claims import gift_aid_of
from app.donations.queries.gift_aid import is_declared
from app.donations.queries.gifts import locked, locked_gift
from app.donations.rules import ledger
from app.donations.rules.status import can_move, move
from app.donations.services.giving import giver_key
from app.donations.services.ledger import Cause, write_entry
from app.donations.services.wishing import end_with_fund
from app.outbox.services import post

logger = logging.getLogger(__name__)


def settle_checkout(checkout: Checkout, *, account: str | None) -> bool:
    """Write down how a visit to the pay page stands; False when it is about no gift of ours."""
    donation = locked_gift(checkout.reference)
    if donation is None or donation.account != account or not is_in_currency(donation, checkout.amount):
        return False
    _note_ids(donation, checkout)
    if checkout.status is CheckoutStatus.EXPIRED:
        give_up(donation, DonationStatus.EXPIRED)
    elif checkout.status is CheckoutStatus.COMPLETE and checkout.is_paid:
        pay(donation)
    elif checkout.status is CheckoutStatus.COMPLETE:
        _step(donation, DonationStatus.PROCESSING)
    return True


def fail_checkout(checkout: Checkout, *, account: str | None) -> bool:
    """Write down that the bank said no after all; False when it is about no gift of ours."""
    donation = locked_gift(checkout.reference)
    if donation is None or donation.account != account:
        return False
    _note_ids(donation, checkout)
    give_up(donation, DonationStatus.FAILED)
    return True


def pay(donation: Donation) -> bool:
    """Let a locked gift be paid: its entry, its receipt, its monthly gift; False when it was paid before."""
    if not _step(donation, DonationStatus.PAID):
        return False
    donation.paid_at = donation.closed_at = clock.now()
    donation.asked_at = None  # what it cost has not been asked yet: `jobs.asking.ask_costs`
    cause = Cause(EntryKind.GIFT, of=_money_id(donation), donation=donation)
    write_entry(donation.fund, cause, ledger.gift(donation.amount_minor, donation.weights))
    if donation.recurring_id is not None:
        _begin(locked(RecurringGift, donation.recurring_id), donation)
    if donation.email:
        post(emails.receipt(donation, gift_aid_of(donation) if is_declared(donation) else ()))
    return True


def is_in_currency(donation: Donation, paid: Money) -> bool:
    """Tell whether money is of the currency of a gift: else nobody can say what it is worth to its fund."""
    if paid.currency != donation.currency:
        logger.error(
            "a gift was paid in another currency",
            extra={"donation": donation.id, "ordered": donation.currency, "paid": paid.currency},
        )
        return False
    return True


def follow_amount(donation: Donation, paid: Money) -> None:
    """Let the money decide when it is not what was ordered, which nothing here can cause."""
    if paid == donation.amount or donation.status is DonationStatus.PAID:
        return
    logger.error(
        "a gift was paid with another amount",
        extra={"donation": donation.id, "ordered": donation.amount_minor, "paid": paid.minor},
    )
    donation.amount_minor = paid.minor


def give_up(donation: Donation, status: DonationStatus) -> None:
    """Let a locked gift end unpaid, unless it is further on; a monthly one then was never begun."""
    if not _step(donation, status):
        return
    donation.closed_at = clock.now()
    if donation.recurring_id is not None:
        recurring = locked(RecurringGift, donation.recurring_id)
        if recurring.status is RecurringStatus.PENDING:
            recurring.status = move(recurring.status, RecurringStatus.EXPIRED)
            recurring.ended_at = clock.now()


def forget_unopened(donation_id: int) -> None:
    """Let a gift expire for which no pay page was ever opened."""
    donation = locked(Donation, donation_id)
    if donation.checkout_id is None:
        give_up(donation, DonationStatus.EXPIRED)


def _begin(recurring: RecurringGift, donation: Donation) -> None:
    recurring.failed_mails = 0
    if recurring.status in {RecurringStatus.PENDING, RecurringStatus.EXPIRED}:
        recurring.status = move(recurring.status, RecurringStatus.ACTIVE)
        recurring.begun_at, recurring.ended_at = clock.now(), None
        if recurring.email:
            post(emails.monthly_begun(recurring))
    elif recurring.status is RecurringStatus.PAST_DUE:
        recurring.status = move(recurring.status, RecurringStatus.ACTIVE)
    donation.recurring = recurring
    end_with_fund(recurring)


def _step(donation: Donation, status: DonationStatus) -> bool:
    if not can_move(donation.status, status):
        return False
    donation.status = move(donation.status, status)
    return True


def _money_id(donation: Donation) -> str:
    """Give the provider's id of the money: that of the month, of the payment, or of the pay page."""
    return donation.invoice_id or donation.payment_id or donation.checkout_id or donation.reference


def _note_ids(donation: Donation, checkout: Checkout) -> None:
    for name, value in (("checkout_id", checkout.id), ("payment_id", checkout.payment)):
        if value and getattr(donation, name) is None:
            setattr(donation, name, value)
    if checkout.invoice and donation.invoice_id is None:
        donation.invoice_id = checkout.invoice
    if checkout.email and donation.email is None:
        donation.email, donation.email_key = checkout.email, giver_key(checkout.email)
    if donation.recurring_id is not None and checkout.recurring:
        recurring = locked(RecurringGift, donation.recurring_id)
        recurring.subscription_id = recurring.subscription_id or checkout.recurring
        recurring.customer_id = recurring.customer_id or checkout.customer
        if recurring.email is None:
            recurring.email, recurring.email_key = donation.email, donation.email_key
    if checkout.status is CheckoutStatus.COMPLETE:
        follow_amount(donation, checkout.amount)
