"""Gifts, monthly gifts, Gift Aid declarations, refunds, disputes and what the payment provider told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText, enum_column
from app.core.money import Money
from app.donations.models.funds import (
    Fund,
)
from app.donations.models.kinds import (
    DeclarationScope,
    DedicationKind,
    DonationStatus,
    GiftSource,
    MessageStatus,
    RecurringStatus,
    RecurringWish,
)
from app.organisations.models import Organisation

WAITING = "status IN ('pending', 'processing')"
WITHOUT_FEE = "status = 'paid' AND fee_minor IS NULL"
HAS_MESSAGE = "message_status <> 'none'"
NAMED_SQLITE = "is_name_hidden IS 0 AND name IS NOT NULL"
NAMED_POSTGRESQL = "is_name_hidden IS false AND name IS NOT NULL"


class Giver:
    """What someone wrote when giving; a monthly gift hands it on to each of its gifts."""

    email: Mapped[str | None] = mapped_column(EncryptedText)
    email_key: Mapped[str | None] = mapped_column(String(64), index=True)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    #: By the giver, who may change their mind.
    is_name_hidden: Mapped[bool] = mapped_column(default=False)
    #: By the hosts: it is no name that can stand before everyone.
    is_name_refused: Mapped[bool] = mapped_column(default=False, server_default=false())
    dedication: Mapped[DedicationKind] = enum_column(DedicationKind, default=DedicationKind.NONE)
    dedicated_to: Mapped[str | None] = mapped_column(EncryptedText)
    message: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[str] = mapped_column(String(8), default="en")

    @declared_attr
    def message_status(cls) -> Mapped[MessageStatus]:  # noqa: N805  # SQLAlchemy hands the class
        """Tell whether the message is shown."""
        return enum_column(MessageStatus, default=MessageStatus.NONE)  # type: ignore[no-any-return]  # enum_column is untyped, as mapped_column

    @property
    def has_shown_name(self) -> bool:
        """Tell whether there is a name that neither the giver nor the hosts keep back."""
        return bool(self.name) and not (self.is_name_hidden or self.is_name_refused)


class RecurringGift(Giver, Base):
    """A monthly gift; each payment becomes a donation of its own."""

    __tablename__ = "recurring_gifts"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Opaque; the only word about this gift that the payment provider hears.
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"), index=True)
    status: Mapped[RecurringStatus] = enum_column(RecurringStatus, default=RecurringStatus.PENDING)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    #: The part of it that was added to cover the fee.
    cover_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    #: SHA-256 of the link's token, and the token itself, encrypted, for later mails.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str | None] = mapped_column(EncryptedText)
    #: The connected account on which it lives; empty: the platform's own.
    account: Mapped[str | None] = mapped_column(String(80))
    subscription_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    customer_id: Mapped[str | None] = mapped_column(String(80))
    failed_mails: Mapped[int] = mapped_column(default=0)
    #: What the giver wishes of the payment provider and has not been done yet.
    wish: Mapped[RecurringWish | None] = enum_column(RecurringWish, index=True)
    wish_minor: Mapped[int | None] = mapped_column(BigInteger)
    wish_cover_minor: Mapped[int | None] = mapped_column(BigInteger)
    #: How many wishes there were: part of the idempotency key.
    wishes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    fund: Mapped[Fund] = relationship()

    @property
    def amount(self) -> Money:
        """Give all that is paid each month."""
        return Money(self.amount_minor, self.currency)

    @property
    def address(self) -> str:
        """Give the address at which the giver changes, pauses and ends it."""
        return f"/donations/{self.token}"

    @property
    def goes_on(self) -> bool:
        """Tell whether it runs on until its giver ends it, which they have not asked for."""
        is_over = self.status in {RecurringStatus.CANCELLED, RecurringStatus.EXPIRED}
        return not is_over and self.wish is not RecurringWish.CANCEL and self.token is not None


class Donation(Giver, Base):
    """One gift.

    It is committed as PENDING, with its key, before the payment provider hears of it; what the
    provider tells later moves it on, once, whatever the order and however often it is told.
    """

    __tablename__ = "donations"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        Index(
            "ix_donations_without_fee",
            "id",
            sqlite_where=text(WITHOUT_FEE),
            postgresql_where=text(WITHOUT_FEE),
        ),
        Index("ix_donations_fund", "fund_id", "id"),
        Index(
            "ix_donations_messages",
            "fund_id",
            "id",
            sqlite_where=text(HAS_MESSAGE),
            postgresql_where=text(HAS_MESSAGE),
        ),
        # With a second value to compare, so that SQLite does not take the index of all gifts for as good.
        Index(
            "ix_donations_named",
            "fund_id",
            "is_name_hidden",
            "id",
            sqlite_where=text(NAMED_SQLITE),
            postgresql_where=text(NAMED_POSTGRESQL),
        ),
        Index(
            "ix_donations_waiting",
            "created_at",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Opaque; the only word about this gift that the payment provider hears.
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    recurring_id: Mapped[int | None] = mapped_column(ForeignKey("recurring_gifts.id"), index=True)
    source: Mapped[GiftSource] = enum_column(GiftSource, default=GiftSource.ONLINE)
    status: Mapped[DonationStatus] = enum_column(DonationStatus, default=DonationStatus.PENDING)
    #: All that is paid, also what is meant to cover the fee.
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    #: The part of it that was added to cover the fee.
    cover_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    #: The shares of the day: `{"organisation": id, "weight": hundredths of a per cent}` in a fixed order.
    shares: Mapped[list[dict[str, Any]]]
    #: SHA-256 of the link's token, and the token itself, encrypted, for later mails.
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    token: Mapped[str | None] = mapped_column(EncryptedText)
    account: Mapped[str | None] = mapped_column(String(80))
    checkout_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    checkout_url: Mapped[str | None]
    #: How often a checkout was opened: part of the idempotency key.
    attempt: Mapped[int] = mapped_column(default=1)
    payment_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    charge_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    invoice_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    #: What the payment cost; empty until the provider has told.
    fee_minor: Mapped[int | None] = mapped_column(BigInteger)
    #: Given back so far, also what is on its way.
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: Last asked of the provider by the job that looks after gifts that wait.
    asked_at: Mapped[datetime | None]
    #: Who wrote down a gift that did not come online, and who counted it again.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    counted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    received_on: Mapped[date | None]
    fund: Mapped[Fund] = relationship()
    recurring: Mapped[RecurringGift | None] = relationship()
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    counted_by: Mapped[User | None] = relationship(foreign_keys=[counted_by_id])

    @property
    def amount(self) -> Money:
        """Give all that is paid."""
        return Money(self.amount_minor, self.currency)

    @property
    def weights(self) -> list[tuple[int, int]]:
        """Give the shares of the day as the rules of the ledger take them."""
        return [(each["organisation"], each["weight"]) for each in self.shares]

    @property
    def address(self) -> str:
        """Give the address at which the giver sees it, hides the name and asks for a refund."""
        return f"/donations/{self.token}"


class Declaration(Base):
    """A Gift Aid declaration to one charity, as it was made; superseded or cancelled, never edited."""

    __tablename__ = "declarations"
    __table_args__ = (
        CheckConstraint("(donation_id IS NULL) <> (recurring_id IS NULL)", name="one_gift"),
        Index("ix_declarations_giver", "organisation_id", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donations.id"), index=True)
    recurring_id: Mapped[int | None] = mapped_column(ForeignKey("recurring_gifts.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    email_key: Mapped[str | None] = mapped_column(String(64))
    charity_name: Mapped[str]
    #: The words that were ticked, and which edition of them it was.
    text: Mapped[str]
    edition: Mapped[str] = mapped_column(String(20))
    scope: Mapped[DeclarationScope] = enum_column(DeclarationScope, default=DeclarationScope.THIS)
    title: Mapped[str | None] = mapped_column(EncryptedText)
    first_name: Mapped[str] = mapped_column(EncryptedText)
    last_name: Mapped[str] = mapped_column(EncryptedText)
    house: Mapped[str] = mapped_column(EncryptedText)
    postcode: Mapped[str] = mapped_column(EncryptedText)
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    donation: Mapped[Donation | None] = relationship()
    recurring: Mapped[RecurringGift | None] = relationship()
    organisation: Mapped[Organisation] = relationship()


class WebhookDelivery(Base):
    """One telling of the payment provider, claimed by its own id in the transaction that acts on it."""

    __tablename__ = "webhook_deliveries"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    account: Mapped[str | None] = mapped_column(String(80))
    object_id: Mapped[str] = mapped_column(String(120), default="", index=True)
    api_version: Mapped[str] = mapped_column(String(40), default="")
    #: Whether it changed anything here; unknown kinds are kept and do nothing.
    is_used: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    #: When its object is asked for again, as it told of something that is not known here yet.
    again_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
