"""Replies and which hosts may write to the person again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText, enum_column
from app.events.models import Agreement, Event, Way
from app.organisations.models import Organisation
from app.rsvps.models.allocations import Allocation
from app.rsvps.models.kinds import RsvpStatus, Skip, Wishes

CURRENT = "status IN ('pending', 'lapsed', 'going', 'waitlisted', 'offered')"


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
    #: Shared by the replies to several dates of a series that were made in one go.
    together: Mapped[str | None] = mapped_column(String(32), index=True)
    access_needs: Mapped[str | None] = mapped_column(EncryptedText)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wants_reminders: Mapped[bool] = mapped_column(default=False)
    wants_invitations: Mapped[bool] = mapped_column(default=False)
    is_discreet: Mapped[bool] = mapped_column(default=False)
    #: How far the SEQUENCE of this person's invitations is ahead of the event's own: it rises whenever
    #: they leave or come back, since calendars believe only a higher number.
    calendar_shift: Mapped[int] = mapped_column(default=0)
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
    def wishes(self) -> Wishes:
        """Give which mail the person wants."""
        return Wishes(self.wants_reminders, self.wants_invitations, self.is_discreet)

    @wishes.setter
    def wishes(self, wishes: Wishes) -> None:
        self.wants_reminders = wishes.wants_reminders
        self.wants_invitations = wishes.wants_invitations
        self.is_discreet = wishes.is_discreet

    @property
    def address(self) -> str:
        """Give the address at which the person sees, changes and cancels this reply."""
        return f"/rsvps/{self.token}"


class RepeatHold(Base):
    """Spots held because an address that has replied replies again, as long as a first reply would hold them.

    So the number of places that are left tells nobody whether an address has replied before.
    """

    __tablename__ = "repeat_holds"

    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    party_size: Mapped[int]
    way: Mapped[Way] = enum_column(Way)
    held_until: Mapped[datetime]
    #: As with a reply: the spots held by a host from whose link they came, and how many of its spots it has.
    allocation_id: Mapped[int | None] = mapped_column(ForeignKey("allocations.id"))
    from_held: Mapped[int] = mapped_column(default=0)

    rsvp: Mapped[Rsvp] = relationship()


class RsvpConsent(Base):
    """One host that may write to this person again; no row means no."""

    __tablename__ = "rsvp_consents"

    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    at: Mapped[datetime]
    rsvp: Mapped[Rsvp] = relationship()
    organisation: Mapped[Organisation] = relationship()
