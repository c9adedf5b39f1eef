"""How waiting lists work, and what happened to those who wait."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, enum_column
from app.events.models import Event
from app.rsvps.models.kinds import Ending, PromotionMode, RsvpStatus, Skip
from app.rsvps.models.rsvps import Rsvp


class Waitlist(Base):
    """How an event's waiting list works, as its hosts chose; no row means the usual way."""

    __tablename__ = "waitlists"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    mode: Mapped[PromotionMode] = enum_column(PromotionMode, default=PromotionMode.DIRECT)
    offer_hours: Mapped[int] = mapped_column(default=24)
    #: Hours of the day, in the event's zone, in which the clock of an offer stands still.
    quiet_from: Mapped[int] = mapped_column(default=21)
    quiet_to: Mapped[int] = mapped_column(default=8)
    stop_minutes: Mapped[int] = mapped_column(default=120)
    ending: Mapped[Ending] = enum_column(Ending, default=Ending.STOP)
    #: When the list was last walked, and how many parties moved up then.
    walked_at: Mapped[datetime | None]
    moved_up: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()


class WaitlistLine(Base):
    """What happened to one waiting party and why: the hosts' log of the list."""

    __tablename__ = "waitlist_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    #: A status reached, or why the party was passed over.
    status: Mapped[RsvpStatus | None] = enum_column(RsvpStatus)
    skip: Mapped[Skip | None] = enum_column(Skip)
    #: For a party that moved up: its places; for one passed over: how many it could have had.
    spots: Mapped[int] = mapped_column(default=0)
    rsvp: Mapped[Rsvp] = relationship()
