"""Funds, the parts of their hosts, and what an organisation needs to receive gifts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.core.database import Base, enum_column
from app.donations.models.kinds import (
    FundStatus,
    Route,
)
from app.organisations.models import Organisation


class Fund(Base):
    """A joint purse: settled content, which the public sees once it is open."""

    __tablename__ = "funds"
    __table_args__ = (Index("ix_funds_about_status", "about_id", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
    #: What the fund is for, by what holds it; empty: the work of its hosts.
    about_id: Mapped[int | None] = mapped_column(ForeignKey("cohostings.id"))
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    status: Mapped[FundStatus] = enum_column(FundStatus, default=FundStatus.DRAFT)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    #: What the money is for, in Markdown.
    purpose: Mapped[str] = mapped_column(default="")
    #: What becomes of the money when that cannot be done.
    if_it_fails: Mapped[str] = mapped_column(default="")
    #: ISO 4217; never changes once a gift was begun.
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    goal_minor: Mapped[int | None] = mapped_column(BigInteger)
    #: Amounts to choose from, in minor units.
    suggested: Mapped[list[int]] = mapped_column(JSON, default=list)
    route: Mapped[Route] = enum_column(Route, default=Route.LEDGER)
    takes_monthly: Mapped[bool] = mapped_column(default=True)
    #: The last day on which gifts are taken.
    closes_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: Raised at each edit, for optimistic locking between co-hosts.
    version: Mapped[int] = mapped_column(default=1)
    #: Last public change.
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: What became of the money, told to everyone.
    outcome: Mapped[str] = mapped_column(default="")
    #: No entry of this day or before may be written any more.
    locked_until: Mapped[date | None]
    cohosting: Mapped[Cohosting] = relationship(foreign_keys=[cohosting_id])
    about: Mapped[Cohosting | None] = relationship(foreign_keys=[about_id])


class Share(Base):
    """A host's part of what is given from now on, in hundredths of a per cent; a fund's sum to 10 000."""

    __tablename__ = "fund_shares"
    __table_args__ = (
        UniqueConstraint("fund_id", "organisation_id"),
        CheckConstraint("weight >= 0 AND weight <= 10000", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    weight: Mapped[int]
    fund: Mapped[Fund] = relationship()
    organisation: Mapped[Organisation] = relationship()


class FundVersion(Base):
    """What a fund said after one edit, and who wrote it; only hosts read it."""

    __tablename__ = "fund_versions"
    __table_args__ = (UniqueConstraint("fund_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    fund: Mapped[Fund] = relationship()
    by: Mapped[User | None] = relationship()


class ConnectedAccount(Base):
    """An organisation's own account with the payment provider, as it was last told to be."""

    __tablename__ = "connected_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), unique=True)
    #: Chosen before the provider is asked, as the same question must be asked again after a crash.
    country: Mapped[str] = mapped_column(String(2), default="GB")
    provider_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    can_charge: Mapped[bool] = mapped_column(default=False)
    can_be_paid_out: Mapped[bool] = mapped_column(default=False)
    is_submitted: Mapped[bool] = mapped_column(default=False)
    #: What the provider still asks for, in its words.
    wanted: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    told_at: Mapped[datetime]
    #: The organisation took its leave from us at the provider.
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()


class Charity(Base):
    """What an organisation needs to claim Gift Aid."""

    __tablename__ = "charities"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), unique=True)
    #: As registered: the declaration names it.
    name: Mapped[str]
    number: Mapped[str] = mapped_column(String(40), default="")
    #: The reference that HMRC gave the charity.
    hmrc_reference: Mapped[str] = mapped_column(String(20), default="")
    is_claiming: Mapped[bool] = mapped_column(default=False)
    organisation: Mapped[Organisation] = relationship()
