"""Ask the payment provider about gifts that wait and about what they cost."""

import logging
from dataclasses import replace
from datetime import timedelta

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.donations.gateway.answers import Payment
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayError
from app.donations.jobs.paying import settle_checkout
from app.donations.models import Donation
from app.donations.queries.gifts import gifts_to_ask_about, gifts_without_fee
from app.donations.services import giving, learning

logger = logging.getLogger(__name__)

#: A gift that waits longer is asked about, and then again after as long.
WAIT = timedelta(minutes=10)
#: So many are asked about in one run.
MOST = 200
MOST_COSTS = 1_000


def ask_payment(donation_id: int) -> None:
    """Ask what a paid gift cost and by which charge it came; the sweep finds what fails."""
    donation = session.get(Donation, donation_id)
    if donation is None or donation.fee_minor is not None:
        return
    account = donation.account
    try:
        payment = _asked_payment(donation)
    except GatewayError as error:
        logger.warning("no answer about a payment", extra={"donation": donation_id, "why": str(error)})
        payment = None
    with transaction():
        giving.note_asked(donation_id)
        if payment is not None:
            learning.learn_payment(payment, account=account)


@periodic(minutes=1)
def ask_costs() -> None:
    """Ask what each paid gift cost of which that is not known; one without an answer again after a while."""
    if gifts_are_on():
        for donation_id in gifts_without_fee(clock.now() - WAIT, MOST_COSTS):
            with apart(donation=donation_id):
                ask_payment(donation_id)


@periodic(minutes=5)
def ask_waiting() -> None:
    """Ask about every gift that waits for more than ten minutes."""
    if gifts_are_on():
        for donation_id in gifts_to_ask_about(clock.now() - WAIT, MOST):
            with apart(donation=donation_id):
                settle_checkout(donation_id)


def _asked_payment(donation: Donation) -> Payment | None:
    account, payment_id, invoice_id = donation.account, donation.payment_id, donation.invoice_id
    session.rollback()  # nothing is held while the network is slow
    if payment_id is None and invoice_id is not None:
        payment_id = gateway().invoice(invoice_id, account=account).payment
    if payment_id is None:
        return None
    payment = gateway().payment(payment_id, account=account)
    return payment if payment.invoice or not invoice_id else replace(payment, invoice=invoice_id)
