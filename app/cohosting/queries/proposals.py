"""Proposals, their versions, and what each host has said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.cohosting.models import (
    Cohosting,
    HeldKind,
    Host,
    Proposal,
    ProposalKind,
    ProposalStatus,
    ProposalVersion,
    SignOff,
)
from app.cohosting.queries.hosts import speaking_hosts
from app.cohosting.rules import (
    REMIND_AFTER,
    Content,
    Difference,
    Standing,
    Version,
    Voice,
    Word,
    needs_verifying,
    standing_of,
)
from app.core.database import session
from app.core.i18n import locale as current_language
from app.organisations.models import Organisation, OrganisationStatus


@dataclass(frozen=True)
class HostStanding:
    """Where one accepted host stands on the version that is open now."""

    host: Host
    organisation: Organisation
    standing: Standing
    #: The latest word on this version; None while it is awaited.
    sign_off: SignOff | None
    #: False when it cannot sign a first publication yet.
    is_verified: bool


def proposal_by_id(proposal_id: int) -> Proposal | None:
    """Give a proposal."""
    return session.get(Proposal, proposal_id)


def open_proposal(cohosting: Cohosting) -> Proposal | None:
    """Give the proposal that waits for sign-off, as it stands at this moment."""
    query = select(Proposal).where(
        Proposal.cohosting_id == cohosting.id, Proposal.status == ProposalStatus.OPEN
    )
    return session.scalar(query.execution_options(populate_existing=True))


def pending_content(cohosting: Cohosting) -> Content:
    """Give what waits for sign-off as a change: fields, or a new status; empty when nothing does."""
    proposal = open_proposal(cohosting)
    return dict(proposal.content) if proposal and proposal.kind is not ProposalKind.PUBLISH else {}


def with_pending(settled: Content, cohosting: Cohosting) -> Content:
    """Give what hosts write on: what holds now, with the changes that wait for sign-off."""
    pending = pending_content(cohosting)
    return {name: pending.get(name, value) for name, value in settled.items()}


def proposals_of(cohosting: Cohosting) -> Sequence[Proposal]:
    """Give all proposals, newest first."""
    query = select(Proposal).where(Proposal.cohosting_id == cohosting.id).order_by(Proposal.id.desc())
    return session.scalars(query).all()


def versions_of(proposal: Proposal) -> Sequence[ProposalVersion]:
    """Give all versions of a proposal, the first first."""
    query = select(ProposalVersion).where(ProposalVersion.proposal_id == proposal.id)
    return session.scalars(query.order_by(ProposalVersion.number)).all()


def version_by_hash(proposal: Proposal, content_hash: str) -> ProposalVersion | None:
    """Give the version of a proposal that has this hash."""
    query = select(ProposalVersion).where(
        ProposalVersion.proposal_id == proposal.id, ProposalVersion.content_hash == content_hash
    )
    return session.scalar(query)


def rows_of(version: ProposalVersion) -> list[Difference]:
    """Give the difference that a version makes, worded in the reader's language."""
    rows = version.display.get(current_language()) or version.display.get("en") or []
    return [Difference(**row) for row in rows]


def is_settled(cohosting: Cohosting) -> bool:
    """Tell whether the thing has been published once."""
    query = select(Proposal.id).where(
        Proposal.cohosting_id == cohosting.id,
        Proposal.kind == ProposalKind.PUBLISH,
        Proposal.status == ProposalStatus.ACCEPTED,
    )
    return session.scalar(query.limit(1)) is not None


def sign_offs_of(proposal: Proposal) -> Sequence[SignOff]:
    """Give every word ever said on a proposal, oldest first."""
    query = select(SignOff).where(SignOff.proposal_id == proposal.id).order_by(SignOff.id)
    query = query.options(joinedload(SignOff.user), joinedload(SignOff.host).joinedload(Host.organisation))
    return session.scalars(query).all()


def words_of(proposal: Proposal) -> list[Word]:
    """Give what was said on a proposal as plain values for the rules."""
    query = select(SignOff.host_id, SignOff.content_hash, SignOff.verdict)
    query = query.where(SignOff.proposal_id == proposal.id).order_by(SignOff.id)
    return [Word(*row) for row in session.execute(query)]


def voices_of(cohosting: Cohosting) -> list[Voice]:
    """Give the accepted hosts of this moment as plain values for the rules."""
    return [voice_of(host) for host in speaking_hosts(cohosting)]


def voice_of(host: Host) -> Voice:
    """Give one accepted host as a plain value for the rules."""
    return Voice(host.id, is_verified=_is_verified(host))


def version_now(proposal: Proposal) -> Version:
    """Give a proposal as a plain value for the rules."""
    return Version(proposal.kind, proposal.status, proposal.content_hash, proposal.lapses_at)


def is_held_up(proposal: Proposal) -> bool:
    """Tell whether a publication waits for a host to be verified."""
    return needs_verifying(proposal.kind, voices_of(proposal.cohosting))


def standing(proposal: Proposal) -> list[HostStanding]:
    """Tell of each accepted host whether it has signed this exact version, objected, or is awaited."""
    words = words_of(proposal)
    latest = {
        said.host_id: said for said in sign_offs_of(proposal) if said.content_hash == proposal.content_hash
    }
    return [
        HostStanding(
            host=host,
            organisation=host.organisation,
            standing=standing_of(host.id, words, proposal.content_hash),
            sign_off=latest.get(host.id),
            is_verified=_is_verified(host),
        )
        for host in speaking_hosts(proposal.cohosting)
        if host.organisation is not None
    ]


def due_to_lapse(now: datetime) -> Sequence[int]:
    """Give the ids of open proposals whose time is over."""
    query = select(Proposal.id).where(Proposal.status == ProposalStatus.OPEN, Proposal.lapses_at <= now)
    return session.scalars(query.order_by(Proposal.id)).all()


def due_to_remind(now: datetime) -> Sequence[int]:
    """Give the ids of open proposals that have waited long enough for a reminder."""
    query = select(Proposal.id).where(
        Proposal.status == ProposalStatus.OPEN,
        Proposal.reminded_at.is_(None),
        Proposal.proposed_at <= now - REMIND_AFTER,
        Proposal.lapses_at > now,
    )
    return session.scalars(query.order_by(Proposal.id)).all()


def _is_verified(host: Host) -> bool:
    """Tell whether a host may publish; petitions of hosts not verified are read by staff instead."""
    if host.cohosting.kind is HeldKind.PETITION:
        return True
    return host.organisation is not None and host.organisation.status is OrganisationStatus.VERIFIED
