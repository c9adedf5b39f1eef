"""Events and the agreements that people accept when they reply.

An event's columns are its settled content: what the public sees once it is published, the joint
draft before. It keeps wall time and zone; the instants are derived from them and stored for search.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cohosting.models import Cohosting
from app.core.database import Base, enum_column


class EventStatus(StrEnum):
    """The life of an event. An event that is over is still `published`; see `Event.is_past`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    #: Taken back from the public; feeds keep a tombstone.
    WITHDRAWN = "withdrawn"
    #: Content wiped; only what the tombstone in the feeds needs is kept.
    DELETED = "deleted"


class EventFormat(StrEnum):
    """How people take part."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"


class Way(StrEnum):
    """One way of taking part; an event that is `both` has spots for each."""

    IN_PERSON = "in_person"
    ONLINE = "online"


class AddressVisibility(StrEnum):
    """Who sees the exact address."""

    EVERYONE = "everyone"
    GOING = "going"
    HOSTS = "hosts"


class EventVisibility(StrEnum):
    """Who may find and open the event."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    #: Anyone may look, only people with an address at these domains may reply; never listed.
    DOMAINS = "domains"


class AccessFact(StrEnum):
    """What makes it easier to take part."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONS = "captions"
    QUIET_ROOM = "quiet_room"
    GENDER_NEUTRAL_TOILETS = "gender_neutral_toilets"
    CHILDCARE = "childcare"
    CHILDREN_WELCOME = "children_welcome"
    PARKING = "parking"
    PUBLIC_TRANSPORT = "public_transport"
    COST_HELP = "cost_help"
    ASSISTANCE_DOGS = "assistance_dogs"
    LATE_IS_FINE = "late_is_fine"


class Event(Base):
    """One dated gathering people reply to."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("taken_in_person >= 0", name="taken_in_person_not_negative"),
        CheckConstraint("taken_online >= 0", name="taken_online_not_negative"),
        Index("ix_events_status_starts_at", "status", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
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
    #: What everybody may know: "Fernhill Library, Leeds".
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

    #: Raised at each edit, for optimistic locking between co-hosts.
    version: Mapped[int] = mapped_column(default=1)
    #: RFC 5545 SEQUENCE: only ever rises, at each public change.
    sequence: Mapped[int] = mapped_column(default=0)
    #: Last public change: DTSTAMP and LAST-MODIFIED.
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")

    cohosting: Mapped[Cohosting] = relationship()


class Agreement(Base):
    """A version of an event's community agreement; replies remember which one was accepted."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    version: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
