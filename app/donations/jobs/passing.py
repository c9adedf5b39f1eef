"""Send hosts their parts, and bring them back when the gift goes back."""

import logging
from datetime import timedelta

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, job, periodic
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayRefused, GatewayUnavailable
from app.donations.models import Donation, Transfer, TransferStatus
from app.donations.queries.gifts import locked
from app.donations.queries.transfers import gifts_to_pass_on, pending_transfers
from app.donations.services import passing

logger = logging.getLogger(__name__)

WAIT = timedelta(minutes=10)
MOST = 200


@job
def pass_on(donation_id: int) -> None:
    """Send each part of a gift that is to be sent, and bring back what is to come back."""
    if session.get(Donation, donation_id) is None:
        return
    for transfer_id in [each.id for each in pending_transfers(donation_id)]:
        _send(transfer_id)
    with transaction():
        coming_back = passing.plan_reversals(donation_id)
    for transfer_id in coming_back:
        _bring_back(transfer_id)


@periodic(minutes=5)
def pass_on_waiting() -> None:
    """Go on with what a crash has left behind, or the provider could not be asked for."""
    if gifts_are_on():
        for donation_id in gifts_to_pass_on(clock.now() - WAIT, MOST):
            with apart(donation=donation_id):
                pass_on(donation_id)


def _send(transfer_id: int) -> None:
    transfer = session.get_one(Transfer, transfer_id)
    order, attempt = passing.transfer_order(transfer), transfer.attempt
    if order is None or transfer.status is not TransferStatus.PENDING:
        return
    key = f"{order.reference}:{attempt}"
    session.rollback()  # nothing is held while the network is slow
    try:
        told = gateway().transfer(order, key=key)
    except GatewayUnavailable as error:
        with transaction():
            _note_asked(transfer_id, str(error))
            if error.replayed:
                passing.next_transfer_attempt(transfer_id, attempt)
        return
    except GatewayRefused as error:
        logger.warning("a part was refused", extra={"transfer": transfer_id, "why": error.code})
        with transaction():
            passing.refuse_transfer(transfer_id, error.code)
        return
    with transaction():
        passing.note_transfer(told)


def _bring_back(transfer_id: int) -> None:
    transfer = session.get_one(Transfer, transfer_id)
    provider_id, target = transfer.provider_id, transfer.reversing_minor
    amount = Money(target - transfer.reversed_minor, transfer.donation.currency)
    reference = passing.transfer_reference(transfer)
    session.rollback()  # nothing is held while the network is slow
    if provider_id is None or amount.minor <= 0:
        return
    try:
        reversal_id = gateway().reverse_transfer(
            provider_id, amount, reference=reference, key=f"{reference}:back:{target}"
        )
    except GatewayUnavailable as error:
        with transaction():
            _note_asked(transfer_id, str(error))
        return
    except GatewayRefused as error:
        logger.warning("a part did not come back", extra={"transfer": transfer_id, "why": error.code})
        with transaction():
            passing.give_up_reversal(transfer_id)
        return
    with transaction():
        passing.note_reversal(transfer_id, target, reversal_id)


def _note_asked(transfer_id: int, why: str) -> None:
    logger.warning("no answer about a part", extra={"transfer": transfer_id, "why": why})
    locked(Transfer, transfer_id).asked_at = clock.now()
