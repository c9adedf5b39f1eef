"""The ledger: append-only entries whose postings sum to nothing, and sums of what is old enough to rest."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, enum_column
from app.donations.models.book_kinds import (
    Account,
    EntryKind,
)
from app.donations.models.donations import (
    Donation,
)
from app.donations.models.funds import (
    Fund,
)
from app.organisations.models import Organisation

IS_SETTLEMENT = "kind = 'settlement'"


class LedgerEntry(Base):
    """Something that happened to money; `key` makes sure that it is written once."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ix_ledger_entries_fund_day", "fund_id", "on", "id"),
        Index(
            "ix_ledger_entries_settlements",
            "fund_id",
            "id",
            sqlite_where=text(IS_SETTLEMENT),
            postgresql_where=text(IS_SETTLEMENT),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `<kind>:<the provider's id or our own>`.
    key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[EntryKind] = enum_column(EntryKind)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donations.id"), index=True)
    #: The entry that this one corrects.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))
    currency: Mapped[str] = mapped_column(String(3))
    #: What it was, for people; never a giver's words.
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: The day on which the money moved.
    on: Mapped[date]
    at: Mapped[datetime]
    fund: Mapped[Fund] = relationship()
    donation: Mapped[Donation | None] = relationship()
    corrects: Mapped["LedgerEntry | None"] = relationship(remote_side="LedgerEntry.id")
    by: Mapped[User | None] = relationship()


class Posting(Base):
    """One line of an entry: so much more (or less) in one account; positive is money that is there."""

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_fund", "fund_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    kind: Mapped[EntryKind] = enum_column(EntryKind)
    account: Mapped[Account] = enum_column(Account)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    entry: Mapped[LedgerEntry] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Correction(Base):
    """An entry written by hand that someone takes back; a large one waits for a second person."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    reason: Mapped[str]
    wanted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    wanted_at: Mapped[datetime]
    #: The second of the two people that a large one needs.
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: When the new entry was written; empty while it waits.
    closed_at: Mapped[datetime | None]
    entry: Mapped[LedgerEntry] = relationship()
    wanted_by: Mapped[User | None] = relationship(foreign_keys=[wanted_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])


class Balance(Base):
    """The sum of a fund's postings of a month up to one of them, so that reading a long ledger stays quick.

    Only postings that no open transaction can still precede are summed; what came later is added
    when the ledger is read. It can be thrown away and made anew from the postings.
    """

    __tablename__ = "ledger_balances"
    __table_args__ = (UniqueConstraint("fund_id", "month", "kind", "account", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"), index=True)
    #: Of the days on which the money moved: `2026-05`.
    month: Mapped[str] = mapped_column(String(7))
    kind: Mapped[EntryKind] = enum_column(EntryKind)
    account: Mapped[Account] = enum_column(Account)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    #: How many postings are in it.
    count: Mapped[int]
    through_id: Mapped[int]
