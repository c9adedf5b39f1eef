"""Money of a gift that moves on or back: refunds, disputes, and the parts passed on to hosts."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText, enum_column
from app.core.money import Money
from app.donations.models.donations import (
    Donation,
)
from app.donations.models.kinds import (
    DisputeStatus,
    RefundStatus,
    TransferStatus,
)
from app.organisations.models import Organisation

WAITING = "status IN ('pending', 'processing')"


class Refund(Base):
    """Money on its way back to a giver, or asked for."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    donation_id: Mapped[int] = mapped_column(ForeignKey("donations.id"), index=True)
    status: Mapped[RefundStatus] = enum_column(RefundStatus, default=RefundStatus.REQUESTED, index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    #: What the person who asked for it wrote.
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    #: What the hosts answered.
    answer: Mapped[str] = mapped_column(default="")
    provider_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    #: How often the payment provider was asked anew: part of the idempotency key.
    attempt: Mapped[int] = mapped_column(default=1)
    #: Empty when the giver asked, or the provider told of it.
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: The second of the two people that a large one needs.
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    donation: Mapped[Donation] = relationship()
    requested_by: Mapped[User | None] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])

    @property
    def amount(self) -> Money:
        """Give what goes back."""
        return Money(self.amount_minor, self.donation.currency)


class Dispute(Base):
    """A payment that the giver's bank looks into."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(80), unique=True)
    donation_id: Mapped[int] = mapped_column(ForeignKey("donations.id"), index=True)
    status: Mapped[DisputeStatus] = enum_column(DisputeStatus, default=DisputeStatus.OPEN)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(80), default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    donation: Mapped[Donation] = relationship()


class Transfer(Base):
    """A host's part of one gift, passed on to the host's own account."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index("uq_transfers_part", "donation_id", "organisation_id", unique=True),
        CheckConstraint("amount_minor > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    donation_id: Mapped[int] = mapped_column(ForeignKey("donations.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[TransferStatus] = enum_column(TransferStatus, default=TransferStatus.PENDING, index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    reversed_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Up to here it is being taken back: written down before the payment provider is asked.
    reversing_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    account: Mapped[str] = mapped_column(String(80))
    provider_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    #: How often the payment provider was asked anew: part of the idempotency key.
    attempt: Mapped[int] = mapped_column(default=1)
    #: Why the provider refused it, in its code.
    refusal: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    donation: Mapped[Donation] = relationship()
    organisation: Mapped[Organisation] = relationship()
