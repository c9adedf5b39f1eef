"""What the provider says of money on its way back: refunds and disputes, into the ledger, each once."""

from app.core import clock
from app.core.database import session
from app.core.jobs import enqueue_named
from app.donations import emails
from app.donations.gateway.answers import Dispute as ToldDispute
from app.donations.gateway.answers import Refund as ToldRefund
from app.donations.gateway.words import DisputeStatus as Bank
from app.donations.gateway.words import RefundStatus as Told
from app.donations.models import (
    Account,
    Dispute,
    DisputeStatus,
    Donation,
    EntryKind,
    Refund,
    RefundStatus,
)
from app.donations.queries.gifts import locked_gift_of_payment
from app.donations.queries.ledger import borne_by_hosts, held_by_hosts
from app.donations.queries.refunds import keepers_of, locked_dispute, refund_told_of
from app.donations.rules import ledger
from app.donations.rules.giving import passes_on
from app.donations.rules.status import can_move, move
from app.donations.services.ledger import Cause, write_entry
from app.donations.services.passing import PASSING
from app.outbox.services import post

_FAILED = frozenset({Told.FAILED, Told.CANCELLED})
_DECIDED = {Bank.WON: DisputeStatus.WON, Bank.LOST: DisputeStatus.LOST}


def begin_return(refund: Refund) -> None:
    """Set the money of a decided refund aside; the gift is held."""
    donation = refund.donation
    by_host = ledger.next_parts(refund.amount_minor, borne_by_hosts(donation), donation.weights)
    donation.refunded_minor += refund.amount_minor
    cause = Cause(EntryKind.REFUND_BEGUN, of=refund.reference, donation=donation)
    write_entry(donation.fund, cause, ledger.set_aside(Account.REFUNDS, by_host))
    _changed(donation)


def note_refund(told: ToldRefund, *, account: str | None) -> bool:
    """Write down how a refund stands; one that was begun at the provider is made; False: not ours.

    Only the account that took a gift tells of it: any host can write our references into its own books.
    """
    refund = refund_told_of(told.id, told.reference)
    if refund is None:
        refund = _begun_at_provider(told, account)
    elif refund.donation.account != account:
        return False
    if refund is None:
        return False
    refund.provider_id = refund.provider_id or told.id
    if told.status is Told.SUCCEEDED:
        _succeed(refund)
    elif told.status in _FAILED:
        fail_refund(refund, told.failure or told.status.value)
    return True


def fail_refund(refund: Refund, why: str) -> None:
    """Write down that a held refund did not go through; what was set aside comes back to the hosts."""
    had_succeeded = refund.status is RefundStatus.SUCCEEDED
    if not can_move(refund.status, RefundStatus.FAILED):
        return
    refund.status, refund.closed_at = move(refund.status, RefundStatus.FAILED), clock.now()
    donation = refund.donation
    by_host = held_by_hosts(f"{EntryKind.REFUND_BEGUN}:{refund.reference}", Account.REFUNDS)
    lines = ledger.brought_back(Account.REFUNDS, by_host)
    if had_succeeded:
        lines = ledger.opposite(ledger.given_up(Account.REFUNDS, by_host)) + lines
    cause = Cause(EntryKind.REFUND_FAILED, of=refund.reference, donation=donation, note=why[:80])
    write_entry(donation.fund, cause, lines)
    donation.refunded_minor -= refund.amount_minor
    if donation.email:
        post(emails.refund_failed(refund))
    for reader in keepers_of(donation.fund.cohosting):
        post(emails.refund_stuck(refund, reader))


def note_dispute(told: ToldDispute, *, account: str | None) -> bool:
    """Write down how a bank's claim stands; False when it is about no gift of ours."""
    donation = locked_gift_of_payment(told.payment, told.charge)
    if donation is None or donation.account != account:
        return False
    dispute = locked_dispute(told.id) or _new_dispute(donation, told)
    if any(line.net.minor < 0 for line in told.lines) or told.status is Bank.LOST:
        _hold_back(dispute)
    for line in told.lines:
        if line.fee.minor and line.fee.currency == donation.currency:
            cause = Cause(EntryKind.FEE, of=line.id, donation=donation)
            write_entry(donation.fund, cause, ledger.fee(line.fee.minor, donation.weights))
    decided = _DECIDED.get(told.status)
    if decided and can_move(dispute.status, decided):
        _close(dispute, decided)
    return True


def _begun_at_provider(told: ToldRefund, account: str | None) -> Refund | None:
    donation = locked_gift_of_payment(told.payment, told.charge)
    if donation is None or donation.account != account:
        return None
    again = refund_told_of(told.id, told.reference)  # another delivery may have made it meanwhile
    if again is not None:
        return again
    refund = Refund(
        donation=donation,
        reference=told.id,
        provider_id=told.id,
        status=RefundStatus.PENDING,
        amount_minor=told.amount.minor,
        answer="",
        attempt=1,
        created_at=clock.now(),
    )
    session.add(refund)
    session.flush()
    begin_return(refund)
    return refund


def _succeed(refund: Refund) -> None:
    if not can_move(refund.status, RefundStatus.SUCCEEDED):
        return
    refund.status, refund.closed_at = move(refund.status, RefundStatus.SUCCEEDED), clock.now()
    donation = refund.donation
    by_host = held_by_hosts(f"{EntryKind.REFUND_BEGUN}:{refund.reference}", Account.REFUNDS)
    cause = Cause(EntryKind.REFUND_DONE, of=refund.provider_id or refund.reference, donation=donation)
    write_entry(donation.fund, cause, ledger.given_up(Account.REFUNDS, by_host))
    if donation.email:
        post(emails.refund_paid(refund))


def _new_dispute(donation: Donation, told: ToldDispute) -> Dispute:
    dispute = Dispute(
        provider_id=told.id,
        donation=donation,
        status=DisputeStatus.OPEN,
        amount_minor=told.amount.minor,
        reason=told.reason[:80],
        opened_at=clock.now(),
    )
    session.add(dispute)
    session.flush()
    for reader in keepers_of(donation.fund.cohosting):
        post(emails.dispute_opened(dispute, reader))
    return dispute


def _hold_back(dispute: Dispute) -> None:
    donation = dispute.donation
    moves = dispute.amount_minor > 0  # of what had gone back already, nothing is left to take
    if dispute.status is not DisputeStatus.OPEN or not moves or _held(dispute):
        return
    by_host = ledger.next_parts(dispute.amount_minor, borne_by_hosts(donation), donation.weights)
    cause = Cause(EntryKind.DISPUTE_OPENED, of=dispute.provider_id, donation=donation)
    write_entry(donation.fund, cause, ledger.set_aside(Account.DISPUTES, by_host))


def _close(dispute: Dispute, status: DisputeStatus) -> None:
    dispute.status, dispute.closed_at = move(dispute.status, status), clock.now()
    by_host, donation = _held(dispute), dispute.donation
    if not by_host:  # an inquiry that moved no money
        return
    if status is DisputeStatus.WON:
        kind, lines = EntryKind.DISPUTE_WON, ledger.brought_back(Account.DISPUTES, by_host)
    else:
        kind, lines = EntryKind.DISPUTE_LOST, ledger.given_up(Account.DISPUTES, by_host)
    write_entry(donation.fund, Cause(kind, of=dispute.provider_id, donation=donation), lines)
    _changed(donation)


def _held(dispute: Dispute) -> dict[int, int]:
    return held_by_hosts(f"{EntryKind.DISPUTE_OPENED}:{dispute.provider_id}", Account.DISPUTES)


def _changed(donation: Donation) -> None:
    """Let what was passed on come back from the hosts, where it was."""
    if passes_on(donation):
        enqueue_named(PASSING, donation.id)
