"""Signatures: what someone wrote, encrypted, and keyed hashes by which duplicates are found."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText, enum_column
from app.events.models import Event
from app.organisations.models import Organisation
from app.petitions.models.kinds import (
    BatchStatus,
    DisplayName,
    Perspective,
    ReasonStatus,
    RemovalStatus,
    SignatureSource,
    SignatureStatus,
)
from app.petitions.models.petitions import Petition, PetitionNews

CURRENT = "status IN ('pending', 'confirmed', 'quarantined')"
#: Said why: far fewer than those who signed.
WITH_REASON = "reason_status IN ('waiting', 'shown', 'refused')"


def _by_link(column: str) -> Index:
    """Give a small index, from which the desk counts who came by each link."""
    is_set = text(f"{column} IS NOT NULL")
    columns = ("petition_id", "status", column)
    return Index(f"ix_signatures_{column}", *columns, sqlite_where=is_set, postgresql_where=is_set)


class Signature(Base):
    """One name under one petition."""

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint("household_rank IN (1, 2)", name="household_of_two"),
        Index(
            "uq_signatures_current_address",
            "petition_id",
            "email_key",
            "household_rank",
            unique=True,
            sqlite_where=text(CURRENT),
            postgresql_where=text(CURRENT),
        ),
        Index("ix_signatures_petition_status", "petition_id", "status", "id"),
        Index(
            "ix_signatures_pending",
            "created_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_signatures_reasons",
            "petition_id",
            "reason_status",
            "perspective",
            sqlite_where=text(WITH_REASON),
            postgresql_where=text(WITH_REASON),
        ),
        Index("ix_signatures_commitment", "commitment"),
        *(_by_link(name) for name in ("via_id", "event_id")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"))
    status: Mapped[SignatureStatus] = enum_column(SignatureStatus, default=SignatureStatus.PENDING)
    source: Mapped[SignatureSource] = enum_column(SignatureSource, default=SignatureSource.WEB)
    #: The event at which, or the host through whose link, it came.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    via_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))

    #: Empty once anonymised.
    name: Mapped[str | None] = mapped_column(EncryptedText)
    email: Mapped[str | None] = mapped_column(EncryptedText)
    postcode: Mapped[str | None] = mapped_column(EncryptedText)
    #: Keyed hashes (`core.crypto.lookup_hash`) of the canonical address and of the folded name.
    email_key: Mapped[str | None] = mapped_column(String(64), index=True)
    name_key: Mapped[str | None] = mapped_column(String(64))
    postcode_key: Mapped[str | None] = mapped_column(String(64))
    #: 1, or 2 for the second person of a household on one address: never a third.
    household_rank: Mapped[int] = mapped_column(default=1)
    #: The coarse area that counts: an outward postcode ("LS6") or a chosen area; empty when not asked.
    area: Mapped[str] = mapped_column(String(60), default="")
    display: Mapped[DisplayName] = enum_column(DisplayName, default=DisplayName.HIDDEN)
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    reason_status: Mapped[ReasonStatus] = enum_column(ReasonStatus, default=ReasonStatus.NONE)
    perspective: Mapped[Perspective] = enum_column(Perspective, default=Perspective.UNSAID)
    #: Wishes to hear milestones, answers and the result.
    is_following: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8), default="en")

    #: SHA-256 of the link's token, and the token itself, encrypted, for later mails.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str] = mapped_column(EncryptedText)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None]
    #: How many mails this signature has caused by others typing its address.
    mails: Mapped[int] = mapped_column(default=0)

    #: Keyed hash of the address range it came from; forgotten after a week.
    network_key: Mapped[str | None] = mapped_column(String(64), index=True)
    #: Why it was set aside, or removed: a code of `rules.abuse`.
    ended_reason: Mapped[str] = mapped_column(String(40), default="")
    removal_id: Mapped[int | None] = mapped_column(ForeignKey("signature_removals.id"))

    #: What the public log holds for it: SHA-256 over a random salt and what was signed.
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))

    petition: Mapped[Petition] = relationship()
    event: Mapped[Event | None] = relationship()
    via: Mapped[Organisation | None] = relationship()

    @property
    def address(self) -> str:
        """Give the address at which the person confirms, sees and withdraws this signature."""
        return f"/signatures/{self.token}"


class SignatureConsent(Base):
    """One host that may write to this signer; no row means no."""

    __tablename__ = "signature_consents"

    signature_id: Mapped[int] = mapped_column(
        ForeignKey("signatures.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    at: Mapped[datetime]
    signature: Mapped[Signature] = relationship()
    organisation: Mapped[Organisation] = relationship()


class SignerMail(Base):
    """That a signer is told something: at most three mails a month, and nothing twice."""

    __tablename__ = "signer_mails"

    signature_id: Mapped[int] = mapped_column(
        ForeignKey("signatures.id", ondelete="CASCADE"), primary_key=True
    )
    news_id: Mapped[int] = mapped_column(ForeignKey("petition_news.id"), primary_key=True)
    #: When it may leave: what is told is spread over some hours. Empty once that is settled.
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    #: When it left; stays empty for those who no longer wished to hear.
    sent_at: Mapped[datetime | None]
    signature: Mapped[Signature] = relationship()
    news: Mapped[PetitionNews] = relationship()


class SignatureRemoval(Base):
    """A bulk removal: what it looks for, how far it is, who asked for it."""

    __tablename__ = "signature_removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    status: Mapped[RemovalStatus] = enum_column(RemovalStatus, default=RemovalStatus.COUNTING)
    #: Plain JSON of `rules.abuse.Criteria`.
    criteria: Mapped[dict[str, Any]] = mapped_column(default=dict)
    summary: Mapped[str]
    expected: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    #: The last signature looked at, so that a crash goes on where it was.
    last_id: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    petition: Mapped[Petition] = relationship()
    by: Mapped[User | None] = relationship()


class PaperBatch(Base):
    """Sheets of paper signatures: entered by one person, checked by another."""

    __tablename__ = "paper_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    status: Mapped[BatchStatus] = enum_column(BatchStatus, default=BatchStatus.ENTERING)
    note: Mapped[str] = mapped_column(default="")
    #: The scan as it was uploaded (picture or PDF), its type and its SHA-256.
    scan: Mapped[bytes | None] = mapped_column(LargeBinary)
    scan_type: Mapped[str] = mapped_column(String(40), default="")
    scan_hash: Mapped[str] = mapped_column(String(64), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    petition: Mapped[Petition] = relationship()
    organisation: Mapped[Organisation] = relationship()


class PaperRow(Base):
    """One line of a sheet; counted when the checker agrees."""

    __tablename__ = "paper_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batches.id", ondelete="CASCADE"), index=True)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    postcode: Mapped[str | None] = mapped_column(EncryptedText)
    #: Keyed hash of name and postcode, so that a line entered twice counts once.
    row_key: Mapped[str] = mapped_column(String(64), index=True)
    area: Mapped[str] = mapped_column(String(60), default="")
    #: None until the checker has looked.
    is_valid: Mapped[bool | None]
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: Its line in the log; written by the counter only.
    leaf_index: Mapped[int | None]
    batch: Mapped[PaperBatch] = relationship()
