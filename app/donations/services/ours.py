"""What our ledger says of each line in the provider's books."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.database import session
from app.donations.gateway.answers import BalanceLine
from app.donations.models import (
    Account,
    Dispute,
    Donation,
    DonationStatus,
    EntryKind,
    LedgerEntry,
    Posting,
    Refund,
    Transfer,
)

#: The provider's words for movements that our ledger tells of, by the kind of thing they are about.
GIFTS = frozenset({"charge", "payment"})
REFUNDS = frozenset({"refund", "payment_refund"})
RETURNED = frozenset({"refund_failure", "payment_failure_refund"})
TRANSFERS = frozenset({"transfer"})
BROUGHT_BACK = frozenset({"transfer_refund", "transfer_cancel"})
DISPUTES = frozenset({"adjustment"})
#: Movements between the provider's account and the bank: no gift moves.
PAYOUTS = frozenset({"payout", "payout_failure", "payout_cancel"})


@dataclass(frozen=True)
class Ours:
    """What the ledger says of one movement, in minor units, after its fee."""

    donation: Donation
    net: int


def ours_of(line: BalanceLine) -> Ours | None:
    """Give what the ledger says of a line; None when it says nothing."""
    if line.kind in GIFTS:
        return _gift(line)
    if line.kind in REFUNDS | RETURNED:
        return _refund(line)
    if line.kind in TRANSFERS:
        return _transfer(line)
    if line.kind in BROUGHT_BACK:
        return _brought_back(line)
    return _dispute(line) if line.kind in DISPUTES else None


def _gift(line: BalanceLine) -> Ours | None:
    donation = session.scalar(select(Donation).where(Donation.charge_id == line.source))
    if donation is None or donation.status is not DonationStatus.PAID:
        return None
    fee = _of(EntryKind.FEE, line.id, Account.CLEARING)
    gift = _of_donation(EntryKind.GIFT, donation)
    return None if gift is None else Ours(donation, gift + (fee or 0))


def _refund(line: BalanceLine) -> Ours | None:
    refund = session.scalar(select(Refund).where(Refund.provider_id == line.source))
    if refund is None:
        return None
    if line.kind in RETURNED:
        amount = _of(EntryKind.REFUND_FAILED, refund.reference, Account.CLEARING)
    elif _of(EntryKind.REFUND_DONE, refund.provider_id or "", Account.REFUNDS) is None:
        return None
    else:
        amount = _of(EntryKind.REFUND_BEGUN, refund.reference, Account.CLEARING)
    return None if amount is None else Ours(refund.donation, amount)


def _transfer(line: BalanceLine) -> Ours | None:
    transfer = session.scalar(select(Transfer).where(Transfer.provider_id == line.source))
    amount = _of(EntryKind.TRANSFER, line.source or "", Account.CLEARING)
    return None if transfer is None or amount is None else Ours(transfer.donation, amount)


def _brought_back(line: BalanceLine) -> Ours | None:
    """Give the entry that was written for it; one that a message told of first is found by its sum."""
    query = (
        select(LedgerEntry)
        .join(Posting, Posting.entry_id == LedgerEntry.id)
        .where(
            LedgerEntry.kind == EntryKind.TRANSFER_REVERSED,
            Posting.account == Account.CLEARING,
            Posting.amount_minor == line.amount.minor,
            LedgerEntry.note.in_(("", line.source or "")),
        )
    )
    entry = session.scalars(query.order_by(LedgerEntry.note != (line.source or ""), LedgerEntry.id)).first()
    if entry is None or entry.donation is None:
        return None
    return Ours(entry.donation, line.amount.minor)


def _dispute(line: BalanceLine) -> Ours | None:
    dispute = session.scalar(select(Dispute).where(Dispute.provider_id == line.source))
    if dispute is None:
        return None
    kind = EntryKind.DISPUTE_OPENED if line.amount.minor < 0 else EntryKind.DISPUTE_WON
    amount = _of(kind, dispute.provider_id, Account.CLEARING)
    fee = _of(EntryKind.FEE, line.id, Account.CLEARING)
    return None if amount is None else Ours(dispute.donation, amount + (fee or 0))


def _of(kind: EntryKind, of: str, account: Account) -> int | None:
    query = (
        select(func.sum(Posting.amount_minor))
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.key == f"{kind}:{of}", Posting.account == account)
    )
    found = session.scalar(query)
    return None if found is None else int(found)


def _of_donation(kind: EntryKind, donation: Donation) -> int | None:
    query = (
        select(func.sum(Posting.amount_minor))
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(
            LedgerEntry.donation_id == donation.id,
            Posting.kind == kind,
            Posting.account == Account.CLEARING,
        )
    )
    found = session.scalar(query)
    return None if found is None else int(found)
