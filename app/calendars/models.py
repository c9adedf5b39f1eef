"""Rendered events, personal feeds and what was imported from elsewhere."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText
from app.events.models import Event
from app.organisations.models import Organisation


class RenderedEvent(Base):
    """An event's VEVENT lines as the public was last told them, in one language."""

    __tablename__ = "rendered_events"
    __table_args__ = (Index("ix_rendered_events_gone_until", "gone_until"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    #: Which edition of our rendering wrote the lines: they are written anew when it changes.
    edition: Mapped[int]
    sequence: Mapped[int]
    revised_at: Mapped[datetime]
    #: Public feeds have held it: when it is taken away they keep a tombstone.
    was_listed: Mapped[bool]
    #: Until when the tombstone stays; None while the event itself is shown.
    gone_until: Mapped[datetime | None]
    lines: Mapped[str]


class CalendarFeed(Base):
    """A person's own calendar address; rotating it makes the old one worthless."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str] = mapped_column(EncryptedText)
    #: Titles say only "Appointment", for calendars that others can see.
    is_discreet: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    #: When it last began to say things differently.
    changed_at: Mapped[datetime]
    user: Mapped[User] = relationship()

    @property
    def path(self) -> str:
        """Give the address at which calendars fetch it."""
        return f"/calendars/{self.token}.ics"


class ImportedEvent(Base):
    """Where an event came from, so that importing again changes instead of doubling."""

    __tablename__ = "imported_events"
    __table_args__ = (UniqueConstraint("organisation_id", "key_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    #: Of UID and repeat (`rules.results.Occurrence.key`), which can be longer than an index takes.
    key_hash: Mapped[str] = mapped_column(String(64))
    #: What was read when it was last taken over.
    occurrence: Mapped[dict[str, Any]]
    #: None once the organisers have deleted the draft.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)
    imported_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    event: Mapped[Event | None] = relationship()


class KeptReading(Base):
    """A foreign calendar as it was read, kept while someone looks at what importing it would do."""

    __tablename__ = "kept_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    #: The file's name, or the host it came from; never the whole address, which can hold a secret.
    source: Mapped[str] = mapped_column(String(200))
    #: `rules.results.to_json`, compressed: repeats say the same words again and again.
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_until: Mapped[datetime] = mapped_column(index=True)
    organisation: Mapped[Organisation] = relationship()
