"""Open pay pages and find out how they stand.

What is asked of the payment provider is committed before; the network is never asked inside a
transaction; what it answered is written down in one. So a process may die between any two steps:
doing it again ends where it would have ended.
"""

import logging

from app.core import clock
from app.core.database import session
from app.core.errors import Refused, existing
from app.core.i18n import _
from app.core.jobs import job
from app.core.transaction import transaction
from app.donations.gateway.answers import Checkout, Payment
from app.donations.gateway.door import gateway
from app.donations.gateway.errors import GatewayError, GatewayUnavailable
from app.donations.gateway.words import CheckoutStatus
from app.donations.models import Donation, DonationStatus
from app.donations.rules.giving import THROUGH_PROVIDER
from app.donations.rules.readiness import is_open_on
from app.donations.services import giving, learning, settling

logger = logging.getLogger(__name__)

_DONE = frozenset({DonationStatus.PAID, DonationStatus.FAILED})


def open_checkout(donation_id: int) -> str:
    """Give where to send the giver to pay; asked again, it gives the same page.

    Raise Refused, with a sentence for the giver, when its fund has closed or the provider cannot be asked.
    """
    if not is_open_on(_donation(donation_id).fund, clock.now().date()):
        raise Refused(_("This fund is closed and takes no more gifts."))
    try:
        checkout = _asked_checkout(donation_id)
    except GatewayError as error:
        logger.warning("no pay page", extra={"donation": donation_id, "why": str(error)})
        raise Refused(
            _("The payment page does not answer just now. Nothing was taken. Try again in a few minutes.")
        ) from error
    with transaction():
        return giving.note_checkout(donation_id, checkout)


def _asked_checkout(donation_id: int) -> Checkout:
    donation = _donation(donation_id)
    account, checkout_id, attempt = donation.account, donation.checkout_id, donation.attempt
    order, key = giving.checkout_order(donation), giving.checkout_key(donation)
    session.rollback()  # nothing is held while the network is slow
    if checkout_id is not None:
        return gateway().checkout(checkout_id, account=account)
    try:
        return gateway().open_checkout(order, key=key, account=account)
    except GatewayUnavailable as error:
        if error.replayed:
            with transaction():
                giving.next_attempt(donation_id, attempt)
        raise


@job
def settle_checkout(donation_id: int) -> None:
    """Ask how a gift stands and write down what has become of it; the page after paying hands it over.

    Nothing is lost when the provider does not answer: the sweep asks again.
    """
    donation = _donation(donation_id)
    is_asked = donation.source in THROUGH_PROVIDER and donation.status not in _DONE
    if not is_asked:
        return
    if giving.is_forgotten(donation):
        with transaction():
            settling.forget_unopened(donation_id)
        return
    account, is_over = donation.account, not is_open_on(donation.fund, clock.now().date())
    checkout: Checkout | None = None
    payment: Payment | None = None
    try:
        checkout = _asked_checkout(donation_id)
        if is_over and checkout.status is CheckoutStatus.OPEN:
            checkout = gateway().close_checkout(checkout.id, account=account)
        payment = _asked_payment(checkout, account)
    except GatewayError as error:
        logger.warning("a gift could not be asked about", extra={"donation": donation_id, "why": str(error)})
    with transaction():
        giving.note_asked(donation_id)
        if checkout is not None:
            giving.note_checkout(donation_id, checkout)
            settling.settle_checkout(checkout, account=account)
        if payment is not None:
            learning.learn_payment(payment, account=account)


def _asked_payment(checkout: Checkout, account: str | None) -> Payment | None:
    """Ask for the money of a finished visit whose bank has not said yes: it may have said no since."""
    if checkout.status is not CheckoutStatus.COMPLETE or checkout.is_paid:
        return None
    return gateway().payment(checkout.payment, account=account) if checkout.payment else None


def _donation(donation_id: int) -> Donation:
    return existing(session.get(Donation, donation_id))
