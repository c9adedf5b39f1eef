"""Hosts, proposals and sign-offs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, enum_column
from app.organisations.models import Organisation


class HeldKind(StrEnum):
    """What a cohosting holds."""

    ASK = "ask"
    EVENT = "event"
    FUND = "fund"
    INITIATIVE = "initiative"
    PETITION = "petition"
    SERIES = "series"


class HostStatus(StrEnum):
    """The life of a host."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    #: The offer was taken back before it was answered.
    WITHDRAWN = "withdrawn"
    #: Nobody answered the offer in time.
    EXPIRED = "expired"
    ENDED = "ended"


class ProposalKind(StrEnum):
    """What a proposal would do."""

    PUBLISH = "publish"
    CHANGE = "change"
    CANCEL = "cancel"


class ProposalStatus(StrEnum):
    """The life of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Verdict(StrEnum):
    """What a host says to exactly one version."""

    SIGNED = "signed"
    OBJECTED = "objected"


class Cohosting(Base):
    """The joint holding of one thing."""

    __tablename__ = "cohostings"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[HeldKind] = enum_column(HeldKind)
    #: What the thing is called now, kept by its owner, so that mails and the desk can name it.
    title: Mapped[str] = mapped_column(default="")
    #: Where hosts find the thing ("/desk/events/<slug>"), kept by its owner.
    address: Mapped[str] = mapped_column(default="")
    #: How long a proposal waits before it lapses; agreed by the hosts.
    proposal_days: Mapped[int] = mapped_column(default=7)
    created_at: Mapped[datetime]


class Host(Base):
    """An organisation that holds, or is asked to hold, something.

    When the organisation is not here yet, `organisation` is empty and the invitation waits at
    `invited_email`; whoever opens it takes it up for an organisation of theirs.
    """

    __tablename__ = "hosts"
    __table_args__ = (
        Index(
            "uq_hosts_current",
            "cohosting_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("status IN ('offered', 'accepted')"),
            postgresql_where=text("status IN ('offered', 'accepted')"),
        ),
        Index("ix_hosts_held_by", "organisation_id", "status", "cohosting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[HostStatus] = enum_column(HostStatus, default=HostStatus.OFFERED)
    invited_email: Mapped[str | None] = mapped_column(String(320))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    message: Mapped[str] = mapped_column(default="")
    answer_note: Mapped[str] = mapped_column(default="")
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    offered_at: Mapped[datetime]
    #: Until when the offer can be taken up.
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cohosting: Mapped[Cohosting] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    offered_by: Mapped[User | None] = relationship()


class Proposal(Base):
    """The next version of a held thing, as one exact content.

    `content` holds plain JSON: the fields that would change (for a first publication: all that
    the public would see). Changing it makes a new version with a new hash, which asks every host
    again; `proposed_by` and `proposed_for` are those of the version that stands now.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        Index(
            "uq_proposals_open",
            "cohosting_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), index=True)
    kind: Mapped[ProposalKind] = enum_column(ProposalKind)
    #: field → value now in force, for showing the difference.
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content_hash: Mapped[str] = mapped_column(String(64))
    #: How often the content was written: 1 for the first version.
    number: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(default="")
    status: Mapped[ProposalStatus] = enum_column(ProposalStatus, default=ProposalStatus.OPEN)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposed_for_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    proposed_at: Mapped[datetime]
    lapses_at: Mapped[datetime] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cohosting: Mapped[Cohosting] = relationship()
    proposed_by: Mapped[User | None] = relationship()
    proposed_for: Mapped[Organisation] = relationship()


class ProposalVersion(Base):
    """What a proposal said at one time; append-only, so that hosts can see what was signed."""

    __tablename__ = "proposal_versions"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    number: Mapped[int]
    kind: Mapped[ProposalKind] = enum_column(ProposalKind)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content_hash: Mapped[str] = mapped_column(String(64))
    #: Language code → [{"label", "before", "after"}]: how the owner of the thing words the difference.
    display: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    at: Mapped[datetime]
    proposal: Mapped[Proposal] = relationship()
    by: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation] = relationship()


class SignOff(Base):
    """A host's word on exactly one version of a proposal; append-only, the latest counts."""

    __tablename__ = "sign_offs"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[Verdict] = enum_column(Verdict)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    proposal: Mapped[Proposal] = relationship()
    host: Mapped[Host] = relationship()
    user: Mapped[User | None] = relationship()
