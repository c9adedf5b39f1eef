"""Make cohostings with hosts that have already accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts.models import User
from app.cohosting import services
from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus, Proposal, ProposalKind
from app.cohosting.rules import Difference, Draft
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import MemberRole, Organisation
from tests.accounts.factories import UserFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory


@dataclass
class Hosting:
    """A cohosting, its hosts and, for each, someone who may speak for it."""

    cohosting: Cohosting
    organisations: list[Organisation]
    organisers: list[User]

    @property
    def first(self) -> tuple[Organisation, User]:
        """Give the host that began, with its organiser."""
        return self.organisations[0], self.organisers[0]


def make_organisation(name: str, organiser: str = "", **more: Any) -> tuple[Organisation, User]:
    """Make an organisation with one owner."""
    organisation = OrganisationFactory(name=name, **more)
    user = UserFactory(name=organiser or f"Owner of {name}")
    MembershipFactory(organisation=organisation, user=user, role=MemberRole.OWNER)
    return organisation, user


def make_held(
    kind: HeldKind, title: str, slug: str, hosts: Iterable[Organisation], **values: Any
) -> Cohosting:
    """Make what these organisations hold together: all of them have accepted."""
    now = clock.now()
    address = f"/desk/{kind}s/{slug}"
    held = Cohosting(kind=kind, title=title, address=address, created_at=now, **values)
    session.add(held)
    for organisation in hosts:
        accepted = Host(cohosting=held, organisation=organisation, status=HostStatus.ACCEPTED)
        accepted.offered_at = accepted.answered_at = now
        session.add(accepted)
    return held


def make_cohosting(*names: str, title: str = "A walk by the river", joined: bool = True) -> Hosting:
    """Make a cohosting that the named organisations hold together."""
    names = names or ("The Long Table", "Steady Ground")
    pairs = [make_organisation(name) for name in names]
    organisations = [organisation for organisation, _user in pairs]
    organisers = [user for _organisation, user in pairs]
    with transaction():
        cohosting = services.begin(HeldKind.EVENT, title, organisation=organisations[0], by=organisers[0])
        if joined:
            for organisation, user in pairs[1:]:
                join(cohosting, organisation, user, asked_by=(organisations[0], organisers[0]))
    return Hosting(cohosting, organisations, organisers)


def join(
    cohosting: Cohosting, organisation: Organisation, user: User, *, asked_by: tuple[Organisation, User]
) -> Host:
    """Let an organisation be asked and accept, inside an open transaction."""
    host = services.offer(cohosting, organisation=organisation, by=asked_by[1], on_behalf_of=asked_by[0])
    services.accept(host, by=user)
    return host


def change(
    kind: ProposalKind = ProposalKind.CHANGE, note: str = "", *, seen_hash: str | None = None, **content: Any
) -> Draft:
    """Give a draft that changes some facts."""
    content = content or {"starts": "2026-12-03T18:30"}
    return Draft(
        kind=kind,
        before={"starts": "2026-12-03T18:00"},
        content=content,
        note=note,
        seen_hash=seen_hash,
        rows=lambda: [Difference(name.capitalize(), "before", str(value)) for name, value in content.items()],
    )


def propose(hosting: Hosting, draft: Draft | None = None, *, number: int = 0) -> Proposal:
    """Let one of the hosts propose, in a transaction of its own."""
    with transaction():
        return services.propose(
            hosting.cohosting,
            draft or change(),
            by=hosting.organisers[number],
            on_behalf_of=hosting.organisations[number],
        )


def sign_off(hosting: Hosting, proposal: Proposal, *, number: int, content_hash: str = "") -> bool:
    """Let one of the hosts sign what stands now, or the version given."""
    with transaction():
        return services.sign_off(
            proposal,
            content_hash=content_hash or proposal.content_hash,
            by=hosting.organisers[number],
            on_behalf_of=hosting.organisations[number],
        )


def object_to(hosting: Hosting, proposal: Proposal, *, number: int, note: str) -> None:
    """Let one of the hosts object to what stands now."""
    with transaction():
        services.object_to(
            proposal,
            content_hash=proposal.content_hash,
            by=hosting.organisers[number],
            on_behalf_of=hosting.organisations[number],
            note=note,
        )


def invite(hosting: Hosting, *, organisation: Organisation | None = None, email: str | None = None) -> Host:
    """Let the first host invite someone."""
    with transaction():
        return services.offer(
            hosting.cohosting,
            organisation=organisation,
            email=email,
            message="Shall we do this together?",
            by=hosting.organisers[0],
            on_behalf_of=hosting.organisations[0],
        )
