"""Initiatives: joint, lasting efforts with aims, milestones and updates.

An initiative's columns are its settled content: what the public sees once it is published, the
joint draft before.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.core.database import Base, enum_column
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.organisations.models import Organisation


class InitiativeStatus(Labelled):
    """The life of an initiative."""

    DRAFT = "draft", _l("Draft")
    PROPOSED = "proposed", _l("Waiting for sign-off")
    PUBLISHED = "published", _l("Under way")
    #: It has come to its end, well or not; the page stays.
    COMPLETED = "completed", _l("Completed")
    WITHDRAWN = "withdrawn", _l("Taken back")
    DELETED = "deleted", _l("Deleted")


class Setting(Labelled):
    """Where an initiative works."""

    WORKPLACE = "workplace", _l("At work")
    SCHOOL = "school", _l("At school")
    COMMUNITY = "community", _l("In the community")
    POLICY = "policy", _l("In policy")


class Theme(Labelled):
    """What an initiative is about."""

    SAFE_SPACES = "safe_spaces", _l("Safe spaces")
    CHALLENGING_STIGMA = "challenging_stigma", _l("Challenging stigma")
    CHECKING_IN = "checking_in", _l("Checking in")
    LEARNING = "learning", _l("Learning")
    ADVOCACY = "advocacy", _l("Advocacy")


class Initiative(Base):
    """A long effort with a page and goals."""

    __tablename__ = "initiatives"
    __table_args__ = (Index("ix_initiatives_status_published", "status", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    status: Mapped[InitiativeStatus] = enum_column(InitiativeStatus, default=InitiativeStatus.DRAFT)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    #: Why it is there, in Markdown.
    purpose: Mapped[str] = mapped_column(default="")
    setting: Mapped[Setting] = enum_column(Setting, default=Setting.COMMUNITY)
    themes: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(8), default="en")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    #: Raised at each edit, for optimistic locking between co-hosts.
    version: Mapped[int] = mapped_column(default=1)
    #: Last public change.
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    #: How it ended, told to everyone.
    outcome: Mapped[str] = mapped_column(default="")
    cohosting: Mapped[Cohosting] = relationship()


class Aim(Base):
    """Something an initiative wants to reach: a number and a date."""

    __tablename__ = "initiative_aims"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]
    #: "100 managers trained": `number` 100, `unit` "managers trained".
    number: Mapped[int]
    unit: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    #: How far it is; written by hosts, with the day.
    reached: Mapped[int] = mapped_column(default=0)
    reached_on: Mapped[date | None]
    initiative: Mapped[Initiative] = relationship()


class Milestone(Base):
    """A dated step on the way; stands in the initiative's feeds."""

    __tablename__ = "initiative_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    reached_on: Mapped[date | None]
    #: RFC 5545 SEQUENCE.
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime]
    #: Taken off: stays in feeds as cancelled.
    removed_at: Mapped[datetime | None]
    initiative: Mapped[Initiative] = relationship()


class InitiativeUpdate(Base):
    """News from the hosts of an initiative."""

    __tablename__ = "initiative_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    title: Mapped[str]
    #: Markdown.
    body: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    at: Mapped[datetime]
    initiative: Mapped[Initiative] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class InitiativeVersion(Base):
    """What an initiative said after one edit, and who wrote it; only hosts read it."""

    __tablename__ = "initiative_versions"
    __table_args__ = (UniqueConstraint("initiative_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    initiative: Mapped[Initiative] = relationship()
    by: Mapped[User | None] = relationship()
