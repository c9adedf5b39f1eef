"""What happened to asks: contacts, commitments, dated evidence and corrections; append-only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.asks.models.asks import Ask, AskTarget
from app.asks.models.kinds import ContactKind, CorrectionStatus, Position, Standing
from app.core.database import Base, EncryptedText, enum_column
from app.events.models import Event
from app.organisations.models import Organisation


class Contact(Base):
    """That hosts turned to a target: a letter, a meeting, a delivery, an event."""

    __tablename__ = "ask_contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_target_id: Mapped[int] = mapped_column(ForeignKey("ask_targets.id"), index=True)
    kind: Mapped[ContactKind] = enum_column(ContactKind)
    on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    ask_target: Mapped[AskTarget] = relationship()
    event: Mapped[Event | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Commitment(Base):
    """What a target promised, word for word."""

    __tablename__ = "commitments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_target_id: Mapped[int] = mapped_column(ForeignKey("ask_targets.id"), index=True)
    words: Mapped[str]
    said_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    ask_target: Mapped[AskTarget] = relationship()


class StatusEntry(Base):
    """Dated evidence of what happened; append-only.

    Done and refused need a second reviewer from another host: until then the entry waits
    (`needs_review`), and the standing stays as it was.
    """

    __tablename__ = "status_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_target_id: Mapped[int] = mapped_column(ForeignKey("ask_targets.id"), index=True)
    before: Mapped[Standing | None] = enum_column(Standing)
    after: Mapped[Standing] = enum_column(Standing)
    position: Mapped[Position | None] = enum_column(Position)
    on: Mapped[date]
    evidence_link: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_documents.id"))
    note: Mapped[str] = mapped_column(default="")
    #: Empty when the job set it (overdue, silent).
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    needs_review: Mapped[bool] = mapped_column(default=False)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    reviewed_at: Mapped[datetime | None]
    #: The reviewer did not agree, and why.
    review_note: Mapped[str] = mapped_column(default="")
    is_declined: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    ask_target: Mapped[AskTarget] = relationship()
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    reviewed_for: Mapped[Organisation | None] = relationship(foreign_keys=[reviewed_for_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])


class EvidenceDocument(Base):
    """A document kept as evidence, with its hash."""

    __tablename__ = "evidence_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Correction(Base):
    """Anyone's request to correct the record, answered in public; who asked stays private."""

    __tablename__ = "ask_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id"), index=True)
    status: Mapped[CorrectionStatus] = enum_column(CorrectionStatus, default=CorrectionStatus.WAITING)
    text: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(EncryptedText)
    #: Their words stand beside the answer; hosts leave them out when they name or hurt someone.
    is_quoted: Mapped[bool] = mapped_column(default=True)
    answer: Mapped[str] = mapped_column(default="")
    #: In which the answer is written to them.
    language: Mapped[str] = mapped_column(String(8), default="en")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ask: Mapped[Ask] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
