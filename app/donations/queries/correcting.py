"""Entries written by hand, with what takes them back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal_column, or_, select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.core.money import Money
from app.donations.models import (
    Account,
    Correction,
    Donation,
    EntryKind,
    Fund,
    GiftSource,
    LedgerEntry,
    Posting,
)
from app.organisations.models import Organisation

PAGE = 20
#: Written out, as a small index is of these entries alone.
IS_SETTLEMENT = LedgerEntry.kind == literal_column("'settlement'")
BY_HAND = (GiftSource.CASH, GiftSource.BANK)


@dataclass(frozen=True)
class SettlementRow:
    """A host's part that reached it by bank transfer, and what takes that back."""

    entry: LedgerEntry
    organisation: Organisation
    amount_minor: int
    correction: Correction | None


@dataclass(frozen=True)
class SettlementPage:
    """A page of settlements, newest first, with the id before which the next begins (None at the end)."""

    rows: Sequence[SettlementRow]
    before: int | None


def settlement_page(fund: Fund, before_id: int | None = None, size: int = PAGE) -> SettlementPage:
    """Give one page of a fund's settlements between hosts."""
    query = (
        select(LedgerEntry, Organisation, Posting.amount_minor, Correction)
        .join(Posting, Posting.entry_id == LedgerEntry.id)
        .join(Organisation, Organisation.id == Posting.organisation_id)
        .outerjoin(Correction, Correction.entry_id == LedgerEntry.id)
        .where(
            LedgerEntry.fund_id == fund.id,
            IS_SETTLEMENT,
            Posting.account == Account.SETTLEMENTS,
        )
        .order_by(LedgerEntry.id.desc())
        .limit(size + 1)
    )
    if before_id is not None:
        query = query.where(LedgerEntry.id < before_id)
    found = [SettlementRow(*row) for row in session.execute(query)]
    rows = found[:size]
    return SettlementPage(rows, rows[-1].entry.id if len(found) > size else None)


def entry_by_hand(fund: Fund, entry_id: int) -> LedgerEntry | None:
    """Give an entry of a fund that a treasurer wrote: a settlement, or a gift that did not come online."""
    return session.scalar(
        select(LedgerEntry)
        .outerjoin(Donation, Donation.id == LedgerEntry.donation_id)
        .where(
            LedgerEntry.fund_id == fund.id,
            LedgerEntry.id == entry_id,
            or_(
                LedgerEntry.kind == EntryKind.SETTLEMENT,
                (LedgerEntry.kind == EntryKind.GIFT) & Donation.source.in_(BY_HAND),
            ),
        )
    )


def gift_entry(donation: Donation) -> LedgerEntry | None:
    """Give the entry by which a gift that did not come online stands in the ledger."""
    if donation.source not in BY_HAND:
        return None
    return session.scalar(
        select(LedgerEntry).where(LedgerEntry.donation_id == donation.id, LedgerEntry.kind == EntryKind.GIFT)
    )


def correction_of(entry: LedgerEntry) -> Correction | None:
    """Give what takes an entry back, or is to, read anew."""
    query = select(Correction).where(Correction.entry_id == entry.id)
    return session.scalar(query.execution_options(populate_existing=True))


def open_corrections_in(fund: Fund) -> Sequence[Correction]:
    """Give the corrections that wait for a second person, the oldest first."""
    query = (
        select(Correction)
        .join(LedgerEntry, LedgerEntry.id == Correction.entry_id)
        .where(LedgerEntry.fund_id == fund.id, Correction.closed_at.is_(None))
        .options(joinedload(Correction.entry))
    )
    return session.scalars(query.order_by(Correction.id)).all()


def amount_of(entry: LedgerEntry) -> Money:
    """Give how much an entry moved."""
    moved = select(func.sum(Posting.amount_minor)).where(
        Posting.entry_id == entry.id, Posting.amount_minor > 0
    )
    return Money(int(session.scalar(moved) or 0), entry.currency)
