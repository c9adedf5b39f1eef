"""Rendered events, personal feeds and what was imported from elsewhere."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText
from app.events.models import Event
from app.organisations.models import Organisation


class RenderedEvent(Base):
    """An event's VEVENT lines as written at one revision, in one language."""

    __tablename__ = "rendered_events"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    sequence: Mapped[int]
    revised_at: Mapped[datetime]
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
    user: Mapped[User] = relationship()


class ImportedEvent(Base):
    """Where an event came from, so that importing again changes instead of doubling."""

    __tablename__ = "imported_events"
    __table_args__ = (UniqueConstraint("organisation_id", "source_uid", "recurrence_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    source_uid: Mapped[str]
    recurrence_id: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    imported_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    event: Mapped[Event] = relationship()
