"""What is to be compared with the provider's books, what differed, and what was paid out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.donations.models import (
    Comparison,
    ConnectedAccount,
    Donation,
    DonationStatus,
    GiftSource,
    LedgerMismatch,
    Payout,
)


def accounts_to_compare() -> Sequence[str]:
    """Give the accounts of hosts on which gifts live, beside the platform's own."""
    query = select(ConnectedAccount.provider_id).where(
        ConnectedAccount.provider_id.is_not(None),
        ConnectedAccount.ended_at.is_(None),
        ConnectedAccount.provider_id.in_(select(Donation.account).where(Donation.account.is_not(None))),
    )
    return [each for each in session.scalars(query) if each]


def books_open_since(account: str | None) -> datetime | None:
    """Give from when on an account's books are still to be compared; None when it has had no gift."""
    compared = session.get(Comparison, account or "")
    if compared is not None:
        return compared.compared_until
    return session.scalar(select(func.min(Donation.created_at)).where(_taken_by(account)))


def gifts_paid_between(since: datetime, until: datetime, account: str | None) -> Sequence[Donation]:
    """Give the gifts that came online within a time, by whose account took them."""
    query = select(Donation).where(
        Donation.status == DonationStatus.PAID,
        Donation.source.in_((GiftSource.ONLINE, GiftSource.MONTHLY)),
        Donation.paid_at >= since,
        Donation.paid_at < until,
        _taken_by(account),
    )
    return session.scalars(query.order_by(Donation.id)).all()


def _taken_by(account: str | None) -> ColumnElement[bool]:
    return Donation.account == account if account else Donation.account.is_(None)


def number_of_mismatches() -> int:
    """Give how many differences wait for someone."""
    query = select(func.count()).select_from(LedgerMismatch).where(LedgerMismatch.solved_at.is_(None))
    return session.scalar(query) or 0


def payouts_of(accounts: Sequence[str | None], limit: int = 200) -> Sequence[Payout]:
    """Give the payouts of these accounts, newest first; None names the platform's own."""
    named = [each for each in accounts if each]
    conditions = [Payout.account.in_(named)]
    if None in accounts:
        conditions.append(Payout.account.is_(None))
    query = select(Payout).where(or_(*conditions)).order_by(Payout.created_at.desc(), Payout.id)
    return session.scalars(query.limit(limit)).all()


def all_mismatches() -> Sequence[LedgerMismatch]:
    """Give every difference that waits for someone, newest first."""
    query = select(LedgerMismatch).where(LedgerMismatch.solved_at.is_(None))
    query = query.options(joinedload(LedgerMismatch.fund))
    return session.scalars(query.order_by(LedgerMismatch.moved_at.desc(), LedgerMismatch.id)).all()


def mismatch_by_id(mismatch_id: int) -> LedgerMismatch | None:
    """Give one difference."""
    return session.get(LedgerMismatch, mismatch_id)
