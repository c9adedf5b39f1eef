"""What the nightly comparison with the payment provider's books found, and statements that were sent."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, enum_column
from app.donations.models.book_kinds import (
    MismatchKind,
    PayoutStatus,
)
from app.donations.models.donations import (
    Donation,
)
from app.donations.models.funds import (
    Fund,
)


class LedgerMismatch(Base):
    """A line of the provider's books that ours do not say; solved when they agree, or by a treasurer."""

    __tablename__ = "ledger_mismatches"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The provider's line, or the key of our entry.
    line_id: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[MismatchKind] = enum_column(MismatchKind)
    #: The provider's word for what moved, and the id of what it is about.
    what: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(String(120), default="", index=True)
    #: The connected account in whose books it stands; empty: the platform's own.
    account: Mapped[str | None] = mapped_column(String(80))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"), index=True)
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donations.id"))
    #: What our ledger says and what the provider says, each after the fee; empty where it says nothing.
    ours_minor: Mapped[int | None] = mapped_column(BigInteger)
    theirs_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    moved_at: Mapped[datetime]
    found_at: Mapped[datetime]
    solved_at: Mapped[datetime | None] = mapped_column(index=True)
    #: Empty when the books came to agree by themselves.
    solved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(default="")
    fund: Mapped[Fund | None] = relationship()
    donation: Mapped[Donation | None] = relationship()
    solved_by: Mapped[User | None] = relationship()


class Comparison(Base):
    """How far the books of one account have been compared."""

    __tablename__ = "book_comparisons"

    #: The connected account; empty: the platform's own.
    account: Mapped[str] = mapped_column(String(80), primary_key=True)
    compared_until: Mapped[datetime]


class Payout(Base):
    """Money that the provider sent to a bank account; matched when its lines sum to it."""

    __tablename__ = "payouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(80), unique=True)
    account: Mapped[str | None] = mapped_column(String(80), index=True)
    status: Mapped[PayoutStatus] = enum_column(PayoutStatus, default=PayoutStatus.ON_ITS_WAY)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    arrives_on: Mapped[date]
    created_at: Mapped[datetime]
    #: What its lines sum to.
    lines_minor: Mapped[int | None] = mapped_column(BigInteger)
    told_at: Mapped[datetime]

    @property
    def is_matched(self) -> bool:
        """Tell whether its lines sum to it."""
        return self.lines_minor == self.amount_minor


class YearlyStatement(Base):
    """The statement of one giver for one year, so that it is sent once."""

    __tablename__ = "yearly_statements"
    __table_args__ = (UniqueConstraint("email_key", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    sent_at: Mapped[datetime]
