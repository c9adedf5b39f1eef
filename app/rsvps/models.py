"""Replies and which hosts may write to the person again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText, enum_column
from app.core.i18n import _l
from app.events.models import Agreement, Event, Way
from app.organisations.models import Organisation

CURRENT = "status IN ('pending', 'lapsed', 'going', 'waitlisted', 'offered')"


class RsvpStatus(StrEnum):
    """The life of a reply; only `pending`, `offered` and `going` hold spots."""

    PENDING = "pending"
    #: The address was not confirmed in time: holds nothing, and may still be confirmed while there is room.
    LAPSED = "lapsed"
    GOING = "going"
    WAITLISTED = "waitlisted"
    #: From the waiting list: a place is kept until they answer, or until `held_until`.
    OFFERED = "offered"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_STATUS_LABELS[self])


_STATUS_LABELS = {
    RsvpStatus.PENDING: _l("Not confirmed yet"),
    RsvpStatus.LAPSED: _l("Not confirmed in time"),
    RsvpStatus.GOING: _l("Going"),
    RsvpStatus.WAITLISTED: _l("On the waiting list"),
    RsvpStatus.OFFERED: _l("A place is offered"),
    RsvpStatus.CANCELLED: _l("Cancelled"),
}


class PromotionMode(StrEnum):
    """What happens to the next on the list when places come free."""

    DIRECT = "direct"
    OFFERS = "offers"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_MODE_LABELS[self])


class Ending(StrEnum):
    """What becomes of the list shortly before the start."""

    STOP = "stop"
    FIRST_TO_ANSWER = "first_to_answer"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ENDING_LABELS[self])


class Skip(StrEnum):
    """Why a waiting party was passed over."""

    FULL = "full"
    TOO_LARGE = "too_large"
    UNCONFIRMED = "unconfirmed"
    WAY_GONE = "way_gone"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_SKIP_LABELS[self])


_MODE_LABELS = {
    PromotionMode.DIRECT: _l("They get the place at once, and can give it back with one press"),
    PromotionMode.OFFERS: _l("They are asked first, and have some hours to answer"),
}
_ENDING_LABELS = {
    Ending.STOP: _l("The list stops"),
    Ending.FIRST_TO_ANSWER: _l("Everyone who waits is told, and whoever answers first gets the place"),
}
_SKIP_LABELS = {
    Skip.FULL: _l("No place was free"),
    Skip.TOO_LARGE: _l("The party did not fit"),
    Skip.UNCONFIRMED: _l("The address was not confirmed yet"),
    Skip.WAY_GONE: _l("This way of taking part is not offered any more"),
}


class Rsvp(Base):
    """A person's reply to one event."""

    __tablename__ = "rsvps"
    __table_args__ = (
        Index(
            "uq_rsvps_current_address",
            "event_id",
            "email_key",
            unique=True,
            sqlite_where=text(CURRENT),
            postgresql_where=text(CURRENT),
        ),
        Index("ix_rsvps_event_status", "event_id", "status"),
        CheckConstraint("party_size >= 1", name="party_size_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    #: Canonical form, by which one person is recognised.
    email_key: Mapped[str] = mapped_column(String(320), index=True)
    name: Mapped[str]
    party_size: Mapped[int] = mapped_column(default=1)
    way: Mapped[Way] = enum_column(Way)
    status: Mapped[RsvpStatus] = enum_column(RsvpStatus, default=RsvpStatus.PENDING)
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: SHA-256 of the link's token.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: The same token, encrypted, so that later mails can carry the same link.
    token: Mapped[str] = mapped_column(EncryptedText)
    #: Until when a pending or offered reply holds its spots.
    held_until: Mapped[datetime | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: When the link was last sent to someone who replied again, so that nobody's mail is flooded.
    link_mailed_at: Mapped[datetime | None]
    #: Set when a host removed the person; told to them.
    removed_reason: Mapped[str | None]
    access_needs: Mapped[str | None] = mapped_column(EncryptedText)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"))
    #: Since when they wait: their place in the line, kept until they leave it.
    waits_since: Mapped[datetime | None]
    #: Fewer places than the whole party needs will do.
    takes_fewer: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Why they were passed over last, and how many places they could have had.
    passed_why: Mapped[Skip | None] = enum_column(Skip)
    passed_left: Mapped[int] = mapped_column(default=0, server_default="0")
    #: When they were told that whoever answers first gets the place.
    called_at: Mapped[datetime | None]
    #: The spots held by a host from whose link they came, and how many of its spots they have.
    allocation_id: Mapped[int | None] = mapped_column(ForeignKey("allocations.id"), index=True)
    from_held: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    user: Mapped[User | None] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    allocation: Mapped["Allocation | None"] = relationship()

    @property
    def is_removed(self) -> bool:
        """Tell whether the hosts, not the person, ended this reply."""
        return self.removed_reason is not None

    @property
    def address(self) -> str:
        """Give the address at which the person sees, changes and cancels this reply."""
        return f"/rsvps/{self.token}"


class Allocation(Base):
    """Spots that one host holds for its own community, reached by its link; released at some time."""

    __tablename__ = "allocations"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id", "way"),
        CheckConstraint("used >= 0 AND spots >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    way: Mapped[Way] = enum_column(Way)
    spots: Mapped[int]
    #: How many of them replies have; the others are part of `events.held_*` until the release.
    used: Mapped[int] = mapped_column(default=0)
    releases_at: Mapped[datetime] = mapped_column(index=True)
    released_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def left(self) -> int:
        """Give how many spots are still held."""
        return 0 if self.released_at else max(0, self.spots - self.used)


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


class RsvpConsent(Base):
    """One host that may write to this person again; no row means no."""

    __tablename__ = "rsvp_consents"

    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    at: Mapped[datetime]
    rsvp: Mapped[Rsvp] = relationship()
    organisation: Mapped[Organisation] = relationship()
