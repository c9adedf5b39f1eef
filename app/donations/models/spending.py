"""What a fund was spent on, each with its receipt."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.donations.models.funds import (
    Fund,
)
from app.donations.models.ledger import (
    LedgerEntry,
)
from app.organisations.models import Organisation


class Spending(Base):
    """Money that a host paid for what the fund is for; corrected by a new entry, never changed."""

    __tablename__ = "spendings"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_spendings_fund_day", "fund_id", "spent_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    spent_on: Mapped[date]
    what: Mapped[str]
    #: A PDF as it was uploaded, or a picture drawn anew, without what the camera wrote into it.
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    receipt_type: Mapped[str] = mapped_column(String(40), default="")
    receipt_hash: Mapped[str] = mapped_column(String(64), default="")
    #: Everyone may open it; a receipt can name people, so its host decides.
    is_receipt_public: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    #: The entry in the ledger.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))
    #: Why it was taken back, told to everyone.
    correction: Mapped[str] = mapped_column(default="")
    corrected_at: Mapped[datetime | None]
    fund: Mapped[Fund] = relationship()
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User | None] = relationship()
    entry: Mapped[LedgerEntry | None] = relationship()

    @property
    def is_receipt_shown(self) -> bool:
        """Tell whether everyone may open the receipt: that of a mistake stays with the hosts."""
        return self.is_receipt_public and self.corrected_at is None
