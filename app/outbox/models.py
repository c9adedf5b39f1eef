"""Messages, attempts to deliver them, and who wants no more of which list."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, enum_column

#: How the media type of a calendar part begins.
CALENDAR_METHOD = "text/calendar; method="
#: In the words of the indexes: SQLite takes one only for what says the same.
IS_UNSENT = "status IN ('waiting', 'sending')"
IS_FAILED = "status = 'failed'"


class MessageStatus(StrEnum):
    """The life of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class ListName(StrEnum):
    """Mail that one can leave with one click; everything else is transactional."""

    HOST_MESSAGES = "host_messages"
    REMINDERS = "reminders"
    PETITION_NEWS = "petition_news"


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a message."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class CalendarPart:
    """An invitation to one date, or the end of one (RFC 6047).

    Alone it stands beside text and HTML as one more way to read the message; several, each of which
    may name one date only (RFC 5546, 3.2.2), travel as files.
    """

    #: `REQUEST` or `CANCEL`, as the calendar itself says.
    method: str
    content: bytes
    filename: str = "invitation.ics"

    @property
    def as_attachment(self) -> Attachment:
        """Give it as it is kept: by its media type the gateway knows it."""
        return Attachment(self.filename, f"{CALENDAR_METHOD}{self.method}", self.content)


@dataclass(frozen=True)
class Email:
    """A message as a feature describes it: template, words and reader.

    `template` names `templates/emails/<template>.txt` and `.html`; the subject is the text
    template's `subject` block. `list_name` marks mail that one can leave.
    """

    to: str
    template: str
    language: str
    context: dict[str, Any] = field(default_factory=dict)
    reply_to: str | None = None
    list_name: ListName | None = None
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[CalendarPart, ...] = ()
    #: Subject, text and HTML when they were written ahead (`services.written`).
    words: tuple[str, str, str] | None = None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Give everything that travels with it; what calendars read comes first."""
        return (*(each.as_attachment for each in self.calendars), *self.attachments)


class Message(Base):
    """A message that waits, was sent, or failed for good."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_recipient_status", "recipient", "status"),
        # Of messages that have left there are many, and nobody looks for them.
        Index("ix_messages_unsent", "due_at", sqlite_where=text(IS_UNSENT), postgresql_where=text(IS_UNSENT)),
        Index("ix_messages_failed", "id", sqlite_where=text(IS_FAILED), postgresql_where=text(IS_FAILED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    language: Mapped[str] = mapped_column(String(8))
    reply_to: Mapped[str | None] = mapped_column(String(320))
    list_name: Mapped[ListName | None] = enum_column(ListName)
    status: Mapped[MessageStatus] = enum_column(MessageStatus, default=MessageStatus.WAITING)
    created_at: Mapped[datetime]
    #: When it may be tried (again); a claimed message is free again after this.
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]


class MessageAttachment(Base):
    """A file of a message."""

    __tablename__ = "message_attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    message: Mapped[Message] = relationship()

    @property
    def calendar_method(self) -> str:
        """Give the method of a calendar part; empty for a file."""
        return self.media_type.removeprefix(CALENDAR_METHOD) if self.is_calendar_part else ""

    @property
    def is_calendar_part(self) -> bool:
        """Tell whether it is an invitation, or the end of one."""
        return self.media_type.startswith(CALENDAR_METHOD)


class DeliveryAttempt(Base):
    """One try to hand a message to the mail server."""

    __tablename__ = "delivery_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: Empty while it runs or when the worker died; else `sent` or what the server said.
    outcome: Mapped[str] = mapped_column(default="")
    is_permanent: Mapped[bool] = mapped_column(default=False)
    message: Mapped[Message] = relationship()


class Unsubscription(Base):
    """An address that wants no more mail of a list."""

    __tablename__ = "unsubscriptions"
    __table_args__ = (UniqueConstraint("address_hash", "list_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Keyed hash of the canonical address: the list itself tells nobody who is on it.
    address_hash: Mapped[str] = mapped_column(String(64))
    list_name: Mapped[ListName] = enum_column(ListName)
    at: Mapped[datetime]


class WorkerBeat(Base):
    """When the worker was last alive; one row."""

    __tablename__ = "worker_beats"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
