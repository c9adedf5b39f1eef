"""A host leaves; what it proposed and what waits is put in order."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged, LastHostLeft
from app.cohosting.models import Cohosting, Host, HostStatus, Proposal, ProposalKind, ProposalStatus
from app.cohosting.queries import (
    CURRENT,
    accepted_hosts,
    current_hosts_of_organisation,
    hosts_of,
    open_proposal,
    speaking_hosts,
    words_of,
)
from app.cohosting.rules import heir
from app.cohosting.services.holding import acting_host, is_over, lock, move_host
from app.cohosting.services.inviting import withdraw_offer
from app.cohosting.services.proposing import begin_time, close, hand_on
from app.cohosting.services.signing import settle
from app.cohosting.services.telling import tell_left
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.facts import announce
from app.organisations.facts import OrganisationArchived, OrganisationVerified
from app.organisations.models import Organisation


def leave(cohosting: Cohosting, organisation: Organisation, *, by: User | None) -> None:
    """End an organisation's hosting.

    What waits for sign-off then needs the hosts that stay, and only them: when each of them has
    signed exactly the version that stands, it is agreed by this departure. Nothing can take effect
    that a staying host has not signed. When the last host leaves, what waits is withdrawn and
    `LastHostLeft` is announced.
    """
    host = acting_host(cohosting, organisation)
    move_host(host, HostStatus.ENDED)
    host.ended_at = clock.now()
    session.flush()
    record(Action.HOST_ENDED, cohosting, by=by, on_behalf_of=organisation)
    staying = accepted_hosts(cohosting)
    proposal = open_proposal(cohosting)
    if not staying:
        _abandon(cohosting, host, proposal, by)
        return
    tell_left(cohosting, organisation)
    announce(HostsChanged(cohosting))
    if proposal is not None:
        put_in_order(proposal, organisation, staying)


def end_hostings(fact: OrganisationArchived) -> None:
    """End what an organisation hosts or is asked to host, once it is archived; keep it named on the past."""
    for host in current_hosts_of_organisation(fact.organisation):
        if host.status not in CURRENT:
            continue  # a date that has followed its series already
        if host.status is not HostStatus.ACCEPTED:
            withdraw_offer(host, by=fact.by)
        elif is_over(host.cohosting):
            _fall_silent(host.cohosting, fact.organisation, fact.by)
        else:
            leave(host.cohosting, fact.organisation, by=fact.by)


def settle_for_verified(fact: OrganisationVerified) -> None:
    """Let take effect what waited only for a host to be verified, or give that host time to sign."""
    for host in current_hosts_of_organisation(fact.organisation):
        lock(host.cohosting)
        proposal = open_proposal(host.cohosting)
        if proposal is not None and proposal.kind is ProposalKind.PUBLISH:
            begin_time(proposal)
            _settle_on_the_way(proposal)


def _fall_silent(cohosting: Cohosting, organisation: Organisation, by: User | None) -> None:
    """Let the others decide without a host that stays only by name."""
    lock(cohosting)
    proposal, speaking = open_proposal(cohosting), speaking_hosts(cohosting)
    if proposal is not None and speaking:
        put_in_order(proposal, organisation, speaking)
    elif proposal is not None:
        close(proposal, ProposalStatus.WITHDRAWN, by=by, on_behalf_of=organisation)


def _abandon(cohosting: Cohosting, host: Host, proposal: Proposal | None, by: User | None) -> None:
    for other in hosts_of(cohosting):
        if other.status is HostStatus.OFFERED:
            withdraw_offer(other, by=by)
    if proposal is not None:
        close(proposal, ProposalStatus.WITHDRAWN, by=by, on_behalf_of=host.organisation)
    announce(LastHostLeft(cohosting, host, by))


def put_in_order(proposal: Proposal, left: Organisation, staying: list[Host]) -> None:
    """Let what waits be decided by those who stay, once a host has left."""
    if proposal.proposed_for_id == left.id:
        next_id = heir([host.id for host in staying], words_of(proposal), proposal.content_hash)
        following = next((host for host in staying if host.id == next_id), None)
        if following is None:
            close(proposal, ProposalStatus.WITHDRAWN, on_behalf_of=left)
            return
        hand_on(proposal, following)
    _settle_on_the_way(proposal)


def _settle_on_the_way(proposal: Proposal) -> None:
    """Settle what somebody else's act decides; what cannot take effect any more hinders nobody in that."""
    try:
        with session.begin_nested():
            settle(proposal)
    except Refused:
        close(proposal, ProposalStatus.WITHDRAWN)
