"""Gift Aid that was claimed: which part of which gift, in which file, so that nothing is claimed twice.

And what of it no longer holds, as the gift went back since: in which file HMRC was told.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.donations.models.donations import (
    Declaration,
    Donation,
)
from app.organisations.models import Organisation


class GiftAidClaim(Base):
    """One file for HMRC, made by a treasurer of the charity."""

    __tablename__ = "gift_aid_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User | None] = relationship()


class ClaimedPart(Base):
    """A charity's part of one gift, as a claim holds it."""

    __tablename__ = "claimed_parts"
    __table_args__ = (Index("uq_claimed_parts_part", "donation_id", "organisation_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("gift_aid_claims.id"), index=True)
    donation_id: Mapped[int] = mapped_column(ForeignKey("donations.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declarations.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    claim: Mapped[GiftAidClaim] = relationship()
    donation: Mapped[Donation] = relationship()
    declaration: Mapped[Declaration] = relationship()


class ClaimAdjustment(Base):
    """What a claim tells HMRC was claimed too much before, of one part: below nought when it came back."""

    __tablename__ = "claim_adjustments"
    __table_args__ = (Index("uq_claim_adjustments_part", "claim_id", "part_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("gift_aid_claims.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("claimed_parts.id"), index=True)
    #: So much of the part no longer holds, and so much HMRC added to it, in pence.
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    relief_minor: Mapped[int] = mapped_column(BigInteger)
