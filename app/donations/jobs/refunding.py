"""Send refunds that were decided, and ask how they stand until they are at their end."""

import logging
from datetime import timedelta

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, job, periodic
from app.core.transaction import transaction
from app.donations.gateway.answers import Refund as Told
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayRefused, GatewayUnavailable
from app.donations.models import Refund, RefundStatus
from app.donations.queries.gifts import refunds_to_send
from app.donations.queries.refunds import held_refund
from app.donations.services import refunding, returning

logger = logging.getLogger(__name__)

WAIT = timedelta(minutes=10)
MOST = 200


@job
def send_refund(refund_id: int) -> None:
    """Ask the provider for a refund that was decided, or how one stands; twice is once."""
    refund = session.get(Refund, refund_id)
    if refund is None or refund.status is not RefundStatus.PENDING:
        return
    donation_id, attempt, account = refund.donation_id, refund.attempt, refund.donation.account
    try:
        told = _asked(refund)
    except GatewayUnavailable as error:
        logger.warning("no answer about a refund", extra={"refund": refund_id, "why": str(error)})
        with transaction():
            refunding.note_asked(refund_id, clock.now())
            if error.replayed:
                refunding.next_refund_attempt(refund_id, attempt)
        return
    except GatewayRefused as error:
        logger.warning("a refund was refused", extra={"refund": refund_id, "why": error.code})
        with transaction():
            returning.fail_refund(held_refund(refund_id, donation_id), error.code)
        return
    with transaction():
        refunding.note_asked(refund_id, clock.now())
        returning.note_refund(told, account=account)


@periodic(minutes=5)
def send_waiting() -> None:
    """Send what a crash has left behind, and ask about what is on its way."""
    if gifts_are_on():
        for refund_id in refunds_to_send(clock.now() - WAIT, MOST):
            with apart(refund=refund_id):
                send_refund(refund_id)


def _asked(refund: Refund) -> Told:
    provider_id = refund.provider_id
    order, key, account = refunding.refund_order(refund)
    session.rollback()  # nothing is held while the network is slow
    if provider_id is not None:
        return gateway().refund_status(provider_id, account=account)
    if not order.payment:
        raise GatewayUnavailable("the payment of the gift is not known yet")
    return gateway().refund(order, key=key, account=account)
