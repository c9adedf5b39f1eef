"""What waits for whom, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cohosting.models import Host, HostStatus, Proposal, ProposalKind, ProposalStatus, SignOff, Verdict
from app.cohosting.queries.hosts import host_organisations_of
from app.cohosting.queries.proposals import standing
from app.cohosting.rules import Standing
from app.core import clock
from app.core.database import session
from app.core.i18n import _, name_all
from app.core.text import canonical_email
from app.organisations.models import Organisation
from app.organisations.policies import organised_by


@dataclass(frozen=True)
class Awaited:
    """A proposal that waits for the word of a host for which someone may speak."""

    proposal_id: int
    kind: ProposalKind
    title: str
    proposed_for: str
    #: The hosts whose word is awaited.
    organisations: tuple[str, ...]
    lapses_at: datetime

    @property
    def address(self) -> str:
        """Give the page where it can be read and signed."""
        return f"/desk/proposals/{self.proposal_id}"

    @property
    def sentence(self) -> str:
        """Say what waits for whom."""
        words = {
            "proposer": self.proposed_for,
            "title": self.title,
            "hosts": name_all(self.organisations),
        }
        if self.kind is ProposalKind.PUBLISH:
            return _("%(proposer)s would like to publish “%(title)s”. It waits for %(hosts)s.", **words)
        if self.kind is ProposalKind.CANCEL:
            return _("%(proposer)s would like to cancel “%(title)s”. It waits for %(hosts)s.", **words)
        return _("%(proposer)s would like to change “%(title)s”. It waits for %(hosts)s.", **words)


@dataclass(frozen=True)
class Objected:
    """A proposal that cannot go on as it is: a host has objected to what someone's organisation proposed."""

    proposal_id: int
    title: str
    #: The hosts that objected.
    organisations: tuple[str, ...]
    lapses_at: datetime

    @property
    def address(self) -> str:
        """Give the page where the objection can be read."""
        return f"/desk/proposals/{self.proposal_id}"

    @property
    def sentence(self) -> str:
        """Say who objected to what, and what to do."""
        return _(
            "%(hosts)s objected to what you proposed for “%(title)s”."
            " Read why, then change it or take it back.",
            hosts=name_all(self.organisations),
            title=self.title,
        )


@dataclass(frozen=True)
class Offered:
    """An invitation to host, which someone may answer."""

    host_id: int
    title: str
    asked_by: str
    #: The organisation that is asked; None when the invitation came to an address.
    organisation: str | None
    expires_at: datetime | None

    @property
    def address(self) -> str:
        """Give the page where it can be answered."""
        return f"/desk/host-offers/{self.host_id}"

    @property
    def sentence(self) -> str:
        """Say who asks whom for what."""
        words = {"hosts": self.asked_by, "title": self.title}
        if self.organisation is None:
            return _("%(hosts)s would like to host “%(title)s” together with you.", **words)
        return _(
            "%(hosts)s would like to host “%(title)s” together with %(organisation)s.",
            **words,
            organisation=self.organisation,
        )


def awaiting(user: User) -> Sequence[Awaited]:
    """Give what waits for this user's sign-off, the most urgent first."""
    answered = exists(
        select(SignOff.id).where(
            SignOff.proposal_id == Proposal.id,
            SignOff.host_id == Host.id,
            SignOff.content_hash == Proposal.content_hash,
        )
    )
    query = (
        select(Proposal, Organisation.name)
        .join(Host, Host.cohosting_id == Proposal.cohosting_id)
        .join(Organisation, Organisation.id == Host.organisation_id)
        .where(
            Proposal.status == ProposalStatus.OPEN,
            Proposal.lapses_at > clock.now(),
            Host.status == HostStatus.ACCEPTED,
            organised_by(user),
            ~answered,
        )
        .options(joinedload(Proposal.cohosting), joinedload(Proposal.proposed_for))
        .order_by(Proposal.lapses_at, Proposal.id, Host.id)
    )
    names: dict[Proposal, list[str]] = {}
    for proposal, name in session.execute(query):
        names.setdefault(proposal, []).append(name)
    return [
        Awaited(
            proposal_id=proposal.id,
            kind=proposal.kind,
            title=proposal.cohosting.title,
            proposed_for=proposal.proposed_for.name,
            organisations=tuple(hosts),
            lapses_at=proposal.lapses_at,
        )
        for proposal, hosts in names.items()
    ]


def objections_to(user: User) -> Sequence[Objected]:
    """Give what this user's organisations proposed and a host objects to, the most urgent first."""
    objected = exists(
        select(SignOff.id).where(
            SignOff.proposal_id == Proposal.id,
            SignOff.content_hash == Proposal.content_hash,
            SignOff.verdict == Verdict.OBJECTED,
        )
    )
    query = (
        select(Proposal)
        .join(Organisation, Organisation.id == Proposal.proposed_for_id)
        .where(
            Proposal.status == ProposalStatus.OPEN,
            Proposal.lapses_at > clock.now(),
            organised_by(user),
            objected,
        )
        .options(joinedload(Proposal.cohosting))
        .order_by(Proposal.lapses_at, Proposal.id)
    )
    named = [(each, _named(each, Standing.OBJECTED)) for each in session.scalars(query)]
    return [
        Objected(
            proposal_id=proposal.id,
            title=proposal.cohosting.title,
            organisations=tuple(hosts),
            lapses_at=proposal.lapses_at,
        )
        for proposal, hosts in named
        if hosts
    ]


def offers_for(user: User) -> Sequence[Offered]:
    """Give the invitations to host that this user may answer, oldest first."""
    mine: ColumnElement[bool] = Host.organisation_id.in_(select(Organisation.id).where(organised_by(user)))
    if user.confirmed_at is not None:
        sent_to_me = and_(Host.organisation_id.is_(None), Host.invited_email == canonical_email(user.email))
        mine = or_(mine, sent_to_me)
    in_time = or_(Host.expires_at.is_(None), Host.expires_at > clock.now())
    query = (
        select(Host)
        .where(Host.status == HostStatus.OFFERED, in_time, mine)
        .options(joinedload(Host.cohosting), joinedload(Host.organisation))
        .order_by(Host.id)
    )
    hosts = session.scalars(query).all()
    asking = host_organisations_of([host.cohosting_id for host in hosts]) if hosts else {}
    return [
        Offered(
            host_id=host.id,
            title=host.cohosting.title,
            asked_by=name_all([each.name for each in asking[host.cohosting_id]]),
            organisation=host.organisation.name if host.organisation else None,
            expires_at=host.expires_at,
        )
        for host in hosts
    ]


def waits_for(proposal: Proposal) -> str:
    """Say whose word an open proposal waits for, and first who objects to it."""
    objecting, awaited = _named(proposal, Standing.OBJECTED), _named(proposal, Standing.AWAITED)
    sentences = []
    if objecting:
        sentences.append(
            _(
                "%(hosts)s objected. The next step is to change the proposal, or to take it back.",
                hosts=name_all(objecting),
            )
        )
    if awaited or not objecting:
        sentences.append(_awaited(proposal.kind, name_all(awaited)))
    return " ".join(sentences)


def _awaited(kind: ProposalKind, hosts: str) -> str:
    if kind is ProposalKind.PUBLISH:
        return _("Waiting for %(hosts)s to sign off the first version.", hosts=hosts)
    if kind is ProposalKind.CANCEL:
        return _("Waiting for %(hosts)s to sign off the cancellation.", hosts=hosts)
    return _("Waiting for %(hosts)s to sign off the change.", hosts=hosts)


def _named(proposal: Proposal, where: Standing) -> list[str]:
    return [each.organisation.name for each in standing(proposal) if each.standing is where]
