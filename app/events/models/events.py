"""The tables of events and of their versions.

An event's columns are its settled content: what the public sees once it is published, the joint
draft before. It keeps wall time and zone; the instants are derived from them and stored for search.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.core import clock
from app.core.database import Base, EncryptedText, enum_column
from app.core.i18n import dated
from app.events.models.kinds import (
    AddressVisibility,
    EventFormat,
    EventStatus,
    EventVisibility,
    Way,
)
from app.events.models.series import Series
from app.initiatives.models import Initiative

#: Whom lists and search show: written out, so that the index serves exactly these.
LISTED = "visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')"


class Event(Base):
    """One dated gathering people reply to."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("taken_in_person >= 0", name="taken_in_person_not_negative"),
        CheckConstraint("taken_online >= 0", name="taken_online_not_negative"),
        CheckConstraint("held_in_person >= 0", name="held_in_person_not_negative"),
        CheckConstraint("held_online >= 0", name="held_online_not_negative"),
        Index(
            "ix_events_listed",
            "starts_at",
            "id",
            "ends_at",
            sqlite_where=text(LISTED),
            postgresql_where=text(LISTED),
        ),
        # With all that lists ask of an event, so that they read no row that they do not show.
        Index(
            "ix_events_held",
            "cohosting_id",
            "starts_at",
            "ends_at",
            "visibility",
            "status",
            "series_id",
            "id",
            sqlite_where=text(LISTED),
            postgresql_where=text(LISTED),
        ),
        Index(
            "ix_events_area",
            "search_area",
            "sphere_x",
            "sphere_y",
            "sphere_z",
            "visibility",
            "status",
            sqlite_where=text(LISTED),
            postgresql_where=text(LISTED),
        ),
        # The next date of a series stands for the others.
        Index(
            "ix_events_next",
            "series_id",
            "starts_at",
            "ends_at",
            "status",
            "visibility",
            sqlite_where=text(LISTED),
            postgresql_where=text(LISTED),
        ),
        Index("uq_events_series_on", "series_id", "series_on", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
    #: The lasting effort it belongs to.
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    #: The series whose rule made it, and the day on which the rule has it: that day is never made twice.
    #: The day is empty for what the rule has no more.
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    series_on: Mapped[date | None]
    #: Someone changed this date alone, so that changes of the series leave it as it is.
    is_changed_alone: Mapped[bool] = mapped_column(default=False)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    #: Opaque and made once: the same in every feed and mail (RFC 7986 section 5.3).
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    status: Mapped[EventStatus] = enum_column(EventStatus, default=EventStatus.DRAFT)

    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    #: Wall time in `zone`, naive on purpose; `starts_at`/`ends_at` are the instants derived from it.
    starts_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    ends_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    #: For a wall time that happens twice when clocks go back: 0 the first, 1 the second.
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_fold: Mapped[int] = mapped_column(default=0)
    zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None] = mapped_column(index=True)

    format: Mapped[EventFormat] = enum_column(EventFormat, default=EventFormat.IN_PERSON)
    #: What everybody may know: "Fernhill Library".
    place_name: Mapped[str] = mapped_column(default="")
    #: Town or district, for search and for people when the address is private.
    place_area: Mapped[str] = mapped_column(default="")
    place_address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    directions: Mapped[str] = mapped_column(default="")
    address_visibility: Mapped[AddressVisibility] = enum_column(
        AddressVisibility, default=AddressVisibility.GOING
    )
    online_link: Mapped[str] = mapped_column(default="")

    #: None means unlimited; each way of coming has its own.
    capacity_in_person: Mapped[int | None]
    capacity_online: Mapped[int | None]
    #: Written only by `rsvps`, in one conditional update; never by counting.
    taken_in_person: Mapped[int] = mapped_column(default=0)
    taken_online: Mapped[int] = mapped_column(default=0)
    #: What hosts hold back for their own communities and nobody has taken yet; written like `taken_*`.
    held_in_person: Mapped[int] = mapped_column(default=0, server_default="0")
    held_online: Mapped[int] = mapped_column(default=0, server_default="0")
    party_limit: Mapped[int] = mapped_column(default=4)

    tags: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(8), default="en")
    picture: Mapped[str | None] = mapped_column(ForeignKey("pictures.name"))
    picture_alt: Mapped[str] = mapped_column(default="")
    content_notes: Mapped[str] = mapped_column(default="")
    access_facts: Mapped[list[str]] = mapped_column(default=list)
    access_notes: Mapped[str] = mapped_column(default="")
    #: Who meets you at the door and what the first ten minutes look like.
    first_ten_minutes: Mapped[str] = mapped_column(default="")
    safeguarding_contact: Mapped[str] = mapped_column(default="")
    #: Up to five: [{"id": "q1", "prompt": …, "is_required": bool}]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    visibility: Mapped[EventVisibility] = enum_column(EventVisibility, default=EventVisibility.PUBLIC)
    email_domains: Mapped[list[str]] = mapped_column(default=list)

    #: Derived for search only, from what everybody may know: folded words, tags as ` tag tag `, and
    #: the public place as a point on the unit sphere (empty while the address is private).
    search_words: Mapped[str] = mapped_column(default="")
    search_tags: Mapped[str] = mapped_column(default="")
    search_area: Mapped[str] = mapped_column(default="")
    sphere_x: Mapped[float | None]
    sphere_y: Mapped[float | None]
    sphere_z: Mapped[float | None]

    #: Raised at each edit, for optimistic locking between co-hosts.
    version: Mapped[int] = mapped_column(default=1)
    #: RFC 5545 SEQUENCE: only ever rises, at each public change.
    sequence: Mapped[int] = mapped_column(default=0)
    #: Last public change: DTSTAMP and LAST-MODIFIED.
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    #: Told to everyone.
    cancel_reason: Mapped[str] = mapped_column(default="")
    #: Why one host cancelled for safety; only hosts read it.
    safety_note: Mapped[str | None] = mapped_column(EncryptedText)

    cohosting: Mapped[Cohosting] = relationship()
    initiative: Mapped[Initiative | None] = relationship()
    series: Mapped[Series | None] = relationship()

    @property
    def called(self) -> str:
        """Give its title, and its day where it is one of several alike: a date of a series."""
        day = self.starts_local.date() if self.starts_local else self.series_on
        return self.title if self.series_id is None or day is None else dated(self.title, day)

    @property
    def is_past(self) -> bool:
        """Tell whether it is over."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give the ways in which people can take part."""
        return self.format.ways

    def capacity(self, way: Way) -> int | None:
        """Give how many spots one way of coming has; None for no limit."""
        return self.capacity_online if way is Way.ONLINE else self.capacity_in_person

    def taken(self, way: Way) -> int:
        """Give how many spots of one way of coming are taken."""
        return self.taken_online if way is Way.ONLINE else self.taken_in_person

    def held(self, way: Way) -> int:
        """Give how many spots of one way of coming hosts hold back for their own communities."""
        return (self.held_online if way is Way.ONLINE else self.held_in_person) or 0


class EventVersion(Base):
    """What an event said after one edit, and who wrote it; only hosts read it."""

    __tablename__ = "event_versions"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    event: Mapped[Event] = relationship()
    by: Mapped[User | None] = relationship()
