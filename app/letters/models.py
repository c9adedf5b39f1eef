"""What is sent when, what has been sent, and answers that nobody can trace to a person."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, EncryptedText, enum_column
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.events.models import Event
from app.rsvps.models import Rsvp


class LetterPlan(Base):
    """When an event reminds people, and whether it thanks them; without one the usual holds."""

    __tablename__ = "letter_plans"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    #: How many hours before the start, the longest first.
    hours: Mapped[list[int]] = mapped_column(JSON)
    #: Thank people the day after, and ask how it was.
    thanks: Mapped[bool] = mapped_column(default=True)
    #: A moment that was over by then is not made up for.
    changed_at: Mapped[datetime]
    event: Mapped[Event] = relationship()


class Reminder(Base):
    """A reminder that has been sent, or passed over; the unique key is what keeps it from coming twice."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("rsvp_id", "hours", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"))
    #: Which of the event's reminders: so many hours before.
    hours: Mapped[int]
    #: The day of the event, where it is: on another day, reminders begin anew.
    occasion: Mapped[date]
    #: False when its moment was over already as the event came to this day.
    is_sent: Mapped[bool]
    at: Mapped[datetime]
    rsvp: Mapped[Rsvp] = relationship()


class Thanks(Base):
    """Someone has been thanked; once for each reply."""

    __tablename__ = "thanks"

    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    rsvp: Mapped[Rsvp] = relationship()


class FeedbackTicket(Base):
    """The right to answer once; it names no person, and is deleted as it is used."""

    __tablename__ = "feedback_tickets"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    valid_until: Mapped[datetime] = mapped_column(index=True)
    event: Mapped[Event] = relationship()


class Mood(Labelled):
    """How it was."""

    GOOD = "good", _l("Good")
    MIXED = "mixed", _l("A bit of both")
    HARD = "hard", _l("Hard")


class Welcome(Labelled):
    """Whether someone felt welcome."""

    YES = "yes", _l("Yes")
    PARTLY = "partly", _l("Partly")
    NO = "no", _l("No")


class FeedbackAnswer(Base):
    """What someone answered. No person, no time, and a number that tells no order."""

    __tablename__ = "feedback_answers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    mood: Mapped[Mood | None] = enum_column(Mood)
    welcome: Mapped[Welcome | None] = enum_column(Welcome)
    words: Mapped[str | None] = mapped_column(EncryptedText)
    #: Hosts see answers in groups of at least five, so that no single one comes into view by itself.
    is_shown: Mapped[bool] = mapped_column(default=False)
    event: Mapped[Event] = relationship()
