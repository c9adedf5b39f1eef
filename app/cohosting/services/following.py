"""Hold several things as one: the dates of a series have the hosts that the series has."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged
from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus, ProposalStatus
from app.cohosting.queries import accepted_hosts, hosts_of, open_proposal
from app.cohosting.services.holding import lock, move_host
from app.cohosting.services.leaving import put_in_order
from app.cohosting.services.proposing import close
from app.core import clock
from app.core.database import session
from app.core.facts import announce


def begin_like(
    model: Cohosting, kind: HeldKind, titles_and_addresses: Sequence[tuple[str, str]]
) -> list[Cohosting]:
    """Begin to hold several things with the hosts that hold another one; they are written in one go."""
    now = clock.now()
    hosts = [host for host in hosts_of(model) if host.status is HostStatus.ACCEPTED]
    begun = [
        Cohosting(kind=kind, title=title, address=address, proposal_days=model.proposal_days, created_at=now)
        for title, address in titles_and_addresses
    ]
    session.add_all(begun)
    session.flush()
    rows = [
        {
            "cohosting_id": cohosting.id,
            "organisation_id": host.organisation_id,
            "status": HostStatus.ACCEPTED,
            "offered_by_id": host.offered_by_id,
            "offered_at": now,
            "answered_at": now,
        }
        for cohosting in begun
        for host in hosts
    ]
    if rows:
        session.execute(insert(Host), rows)
    return begun


def lock_all(cohostings: Sequence[Cohosting]) -> None:
    """Let nobody else decide on any of these until the transaction ends; always in the same order."""
    session.flush()
    query = select(Cohosting).where(Cohosting.id.in_([each.id for each in cohostings]))
    session.scalars(
        query.order_by(Cohosting.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).all()


def follow(cohosting: Cohosting, model: Cohosting, *, by: User | None = None) -> bool:
    """Let one thing have the hosts that another has now; tell whether anyone still holds it.

    Who joined the other joins here, unless it has left here by itself since; who left the other
    leaves here. Who holds only this one stays. Nobody is written to: the other thing told them.
    """
    lock(cohosting)
    here, there = hosts_of(cohosting), hosts_of(model)
    joined = [host for host in there if host.status is HostStatus.ACCEPTED and _is_missing(host, here)]
    holding = {host.organisation_id for host in there if host.status is HostStatus.ACCEPTED}
    gone = {host.organisation_id for host in there if host.status is HostStatus.ENDED} - holding
    left = [host for host in here if host.status is HostStatus.ACCEPTED and host.organisation_id in gone]
    for host in joined:
        _join(cohosting, host, here)
    for host in left:
        move_host(host, HostStatus.ENDED)
        host.ended_at = clock.now()
        record(Action.HOST_ENDED, cohosting, by=by, on_behalf_of=host.organisation)
    session.flush()
    staying = accepted_hosts(cohosting)
    if joined or left:
        _settle(cohosting, left, staying)
    return bool(staying)


def _settle(cohosting: Cohosting, left: Sequence[Host], staying: list[Host]) -> None:
    announce(HostsChanged(cohosting))
    proposal = open_proposal(cohosting)
    if proposal is None:
        return
    if not staying:
        close(proposal, ProposalStatus.WITHDRAWN)
    elif left and left[0].organisation is not None:
        put_in_order(proposal, left[0].organisation, staying)


def _is_missing(host: Host, here: Sequence[Host]) -> bool:
    """Tell whether a host of the other thing should hold this one too."""
    own = [each for each in here if each.organisation_id == host.organisation_id]
    if any(each.status is HostStatus.ACCEPTED for each in own):
        return False
    ended = [each.ended_at for each in own if each.ended_at is not None]
    return host.answered_at is None or all(at < host.answered_at for at in ended)


def _join(cohosting: Cohosting, host: Host, here: Sequence[Host]) -> None:
    """Join as a host; an offer that was open here is answered by it."""
    now = clock.now()
    offered = next(
        (
            each
            for each in here
            if each.organisation_id == host.organisation_id and each.status is HostStatus.OFFERED
        ),
        None,
    )
    if offered is not None:
        move_host(offered, HostStatus.ACCEPTED)
        offered.answered_at, offered.token_hash = now, None
        return
    session.add(
        Host(
            cohosting=cohosting,
            organisation_id=host.organisation_id,
            status=HostStatus.ACCEPTED,
            offered_by_id=host.offered_by_id,
            offered_at=now,
            answered_at=now,
        )
    )
