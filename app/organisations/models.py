"""Organisations, memberships and invitations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, enum_column


class OrganisationStatus(StrEnum):
    """The life of an organisation; only a verified one can publish."""

    UNVERIFIED = "unverified"
    WAITING = "waiting"
    VERIFIED = "verified"
    REJECTED = "rejected"
    ARCHIVED = "archived"


class MemberRole(StrEnum):
    """What someone may do in an organisation; one role each."""

    OWNER = "owner"
    ORGANISER = "organiser"
    TREASURER = "treasurer"
    HELPER = "helper"


class InvitationStatus(StrEnum):
    """The life of an invitation to join."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


class Organisation(Base):
    """A body that hosts: a men's group, a women's group, a school, a workplace, a council."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    #: Whom they work with, in their own words.
    works_with: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(default="")
    #: [{"label": …, "url": …}]
    links: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    logo: Mapped[str | None] = mapped_column(ForeignKey("pictures.name"))
    logo_alt: Mapped[str] = mapped_column(default="")
    #: A role address that people may write to; never someone's own.
    contact_email: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    status: Mapped[OrganisationStatus] = enum_column(
        OrganisationStatus, default=OrganisationStatus.UNVERIFIED, index=True
    )
    status_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Membership(Base):
    """A user in an organisation; ended, not deleted."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_current",
            "organisation_id",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[MemberRole] = enum_column(MemberRole)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()


class Invitation(Base):
    """An offer of a membership, sent to an address."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(320), index=True)
    role: Mapped[MemberRole] = enum_column(MemberRole)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[InvitationStatus] = enum_column(InvitationStatus, default=InvitationStatus.SENT)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User | None] = relationship()
