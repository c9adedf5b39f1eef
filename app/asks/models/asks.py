"""Asks, whom they are put to, what those promised, and dated evidence of what happened.

An ask is held jointly. Its columns are its settled content: what the public sees once it is
published, the joint draft before. `AskTarget` is the unit that is tracked: one ask to one target.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.asks.models.kinds import AskStatus, PolicyArea, Position, Standing
from app.cohosting.models import Cohosting
from app.core.database import Base, enum_column
from app.initiatives.models import Initiative
from app.organisations.models import Organisation


class Ask(Base):
    """One checkable demand."""

    __tablename__ = "asks"
    __table_args__ = (Index("ix_asks_status_published", "status", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    status: Mapped[AskStatus] = enum_column(AskStatus, default=AskStatus.DRAFT)
    title: Mapped[str]
    #: The joint text: what exactly is asked.
    text: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    #: "We call it done when …"
    done_when: Mapped[str] = mapped_column(default="")
    area: Mapped[PolicyArea] = enum_column(PolicyArea, default=PolicyArea.OTHER)
    #: 1 to 5: how much of the whole this is.
    weight: Mapped[int] = mapped_column(default=3)
    #: Who is affected and how differently: lens ("gender", "race" …) → a sentence; none is forced.
    intersections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Hidden by rule between these days, when the hosts chose so for an election.
    hidden_from: Mapped[date | None]
    hidden_until: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(8), default="en")
    version: Mapped[int] = mapped_column(default=1)
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cohosting: Mapped[Cohosting] = relationship()
    initiative: Mapped[Initiative | None] = relationship()


class Wording(Base):
    """How one host put the ask in its own words; stays readable beside the joint text."""

    __tablename__ = "ask_wordings"
    __table_args__ = (UniqueConstraint("ask_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    text: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    ask: Mapped[Ask] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Target(Base):
    """A person or body that can grant asks."""

    __tablename__ = "targets"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    name: Mapped[str]
    #: "Head of school", "Minister for Health", or empty for a body.
    office: Mapped[str] = mapped_column(default="")
    jurisdiction: Mapped[str] = mapped_column(default="")
    #: Only what is public already: an office's address, a public mailbox.
    public_contact: Mapped[str] = mapped_column(default="")
    term_from: Mapped[date | None]
    term_until: Mapped[date | None]
    #: Set when a host asks itself first.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: Which organisation entered it; its organisers may correct it.
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    entered_by: Mapped[Organisation] = relationship(foreign_keys=[entered_by_id])


class AskTarget(Base):
    """One ask put to one target: what the tracker follows."""

    __tablename__ = "ask_targets"
    __table_args__ = (
        UniqueConstraint("ask_id", "target_id"),
        Index("ix_ask_targets_standing_due", "standing", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"), index=True)
    #: The standing of the latest status entry, kept for lists.
    standing: Mapped[Standing] = enum_column(Standing, default=Standing.ASKED)
    position: Mapped[Position] = enum_column(Position, default=Position.NONE)
    #: When an answer, or what was promised, is due.
    due_on: Mapped[date | None]
    asked_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    #: Opaque, for calendars; SEQUENCE rises when the deadline changes.
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    ask: Mapped[Ask] = relationship()
    target: Mapped[Target] = relationship()
