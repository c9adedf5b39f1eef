"""Organisations, memberships and invitations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, enum_column
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.core.pictures import Picture

#: The colours of organisations' circles, as the style sheet names them.
HUES = ("teal", "clay", "moss", "ochre", "sea", "rose")


def hue_of(organisation_id: int) -> str:
    """Name the colour of an organisation's circle; it never changes."""
    return HUES[organisation_id % len(HUES)]


class OrganisationStatus(Labelled):
    """The life of an organisation; only a verified one can publish."""

    UNVERIFIED = "unverified", _l("Not verified yet")
    WAITING = "waiting", _l("Waiting to be verified")
    VERIFIED = "verified", _l("Verified")
    REJECTED = "rejected", _l("Not verified")
    ARCHIVED = "archived", _l("Archived")


class MemberRole(Labelled):
    """What someone may do in an organisation; one role each."""

    OWNER = "owner", _l("Owner")
    ORGANISER = "organiser", _l("Organiser")
    TREASURER = "treasurer", _l("Treasurer")
    HELPER = "helper", _l("Helper")

    @property
    def meaning(self) -> str:
        """Say what someone with this role can do."""
        return str(_ROLE_MEANINGS[self])


_ROLE_MEANINGS = {
    MemberRole.OWNER: _l("Looks after the organisation: its page, its people, and all that organisers do."),
    MemberRole.ORGANISER: _l(
        "Plans events, signs them off, and answers people who reply. Can invite helpers."
    ),
    MemberRole.TREASURER: _l("Sees how the organisation stands and looks after its money."),
    MemberRole.HELPER: _l("Lends a hand at events and sees what is planned."),
}


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
    logo: Mapped[str | None] = mapped_column(ForeignKey(Picture.name))
    logo_alt: Mapped[str] = mapped_column(default="")
    #: A role address that people may write to; never someone's own.
    contact_email: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    status: Mapped[OrganisationStatus] = enum_column(
        OrganisationStatus, default=OrganisationStatus.UNVERIFIED, index=True
    )
    #: What staff wrote with their last decision.
    status_note: Mapped[str] = mapped_column(default="")
    #: What an owner wrote to staff with the last request.
    verification_request: Mapped[str] = mapped_column(default="")
    verification_requested_at: Mapped[datetime | None]
    #: Since when staff vouch for it; empty when they do not (any more).
    verified_at: Mapped[datetime | None]
    #: Rises with each change of the profile, so that two editors notice each other.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    @property
    def is_archived(self) -> bool:
        """Tell whether it has closed its doors here."""
        return self.status is OrganisationStatus.ARCHIVED

    @property
    def is_public(self) -> bool:
        """Tell whether everyone may open its page."""
        was_verified = self.is_archived and self.verified_at is not None
        return self.status is OrganisationStatus.VERIFIED or was_verified

    @property
    def hue(self) -> str:
        """Name the colour of its circle."""
        return hue_of(self.id)


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
    __table_args__ = (
        Index(
            "uq_invitations_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("status = 'sent'"),
            postgresql_where=text("status = 'sent'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(320), index=True)
    role: Mapped[MemberRole] = enum_column(MemberRole)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[InvitationStatus] = enum_column(InvitationStatus, default=InvitationStatus.SENT)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: Who took it up; only they may press the button twice.
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User | None] = relationship(foreign_keys=[invited_by_id])
