"""What is kept at the door: links for helpers' devices, and a list of what happened that is only added to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, EncryptedText, enum_column
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.events.models import Event
from app.rsvps.models import Rsvp


class EntryKind(Labelled):
    """What happened at the door."""

    ARRIVED = "arrived", _l("Came")
    WALKED_IN = "walked_in", _l("Came without a reply")
    UNDONE = "undone", _l("Taken back")


class Conflict(Labelled):
    """What does not fit together; it is written down and looked at later, for people stand at the door."""

    TOO_MANY = "too_many", _l("More came than the reply was for")
    NOT_GOING = "not_going", _l("The reply had ended, or waits for a place")
    UNKNOWN = "unknown", _l("No reply to this event")
    FULL = "full", _l("Every place was taken")
    NOTHING_TO_UNDO = "nothing_to_undo", _l("There was nothing to take back")


class DoorLink(Base):
    """A link with a PIN by which devices keep the door of one event until it is over."""

    __tablename__ = "door_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    #: What the organisers call it: "The phone at the side door".
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: The same token, encrypted, so that organisers can show the link again.
    token: Mapped[str] = mapped_column(EncryptedText)
    pin_hash: Mapped[str]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: Wrong PINs since the last right one, and until when none is looked at.
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    made_by: Mapped[User | None] = relationship()

    @property
    def address(self) -> str:
        """Give the address that a helper opens."""
        return f"/door/{self.token}"


class DoorEntry(Base):
    """One thing that happened at the door. Rows are added and never changed, but for `is_undone`."""

    __tablename__ = "door_entries"
    __table_args__ = (
        UniqueConstraint("event_id", "client_id"),
        Index("ix_door_entries_event_rsvp", "event_id", "rsvp_id"),
        CheckConstraint("people >= 0", name="people_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    #: The device's own number for it (UUID), so that sending twice counts once.
    client_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[EntryKind] = enum_column(EntryKind)
    rsvp_id: Mapped[int | None] = mapped_column(ForeignKey("rsvps.id", ondelete="SET NULL"), index=True)
    people: Mapped[int] = mapped_column(default=0)
    #: What someone who had not replied is called; forgotten two weeks after.
    name: Mapped[str] = mapped_column(default="")
    #: The device's number of the entry that is taken back.
    undoes: Mapped[str | None] = mapped_column(String(36))
    is_undone: Mapped[bool] = mapped_column(default=False)
    #: Whether someone without a reply was given spots.
    has_spots: Mapped[bool] = mapped_column(default=False)
    conflict: Mapped[Conflict | None] = enum_column(Conflict)
    #: When it happened, put right where the device's clock was wrong; and by how much that was.
    at: Mapped[datetime]
    clock_off_seconds: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("door_links.id", ondelete="SET NULL"))

    event: Mapped[Event] = relationship()
    rsvp: Mapped[Rsvp | None] = relationship()
    by: Mapped[User | None] = relationship()
    link: Mapped[DoorLink | None] = relationship()
