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

    EVENT = "event"


class HostStatus(StrEnum):
    """The life of a host."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    status: Mapped[HostStatus] = enum_column(HostStatus, default=HostStatus.OFFERED)
    invited_email: Mapped[str | None] = mapped_column(String(320))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    message: Mapped[str] = mapped_column(default="")
    answer_note: Mapped[str] = mapped_column(default="")
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cohosting: Mapped[Cohosting] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    offered_by: Mapped[User | None] = relationship()


class Proposal(Base):
    """The next version of a held thing, as one exact content.

    `content` holds plain JSON: the fields that would change (for a first publication: all that
    the public would see). Changing it makes a new hash, which asks every host again.
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


class SignOff(Base):
    """A host's word on exactly one version of a proposal; append-only."""

    __tablename__ = "sign_offs"
    __table_args__ = (UniqueConstraint("proposal_id", "host_id", "content_hash", "verdict"),)

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
