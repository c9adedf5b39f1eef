"""Begin to hold something, name it, and agree how long a proposal may wait."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import IsOver
from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus, Proposal, ProposalStatus
from app.cohosting.queries import host_of, open_proposal
from app.cohosting.rules import Hindrance, can_move_host, can_move_proposal, hindrance_to_days
from app.cohosting.services.refusals import refusal, refuse
from app.core import clock
from app.core.database import session
from app.core.questions import ask
from app.organisations.models import Organisation


def begin(kind: HeldKind, title: str, *, organisation: Organisation, by: User | None) -> Cohosting:
    """Begin to hold something, with one host that others can join as equals."""
    now = clock.now()
    cohosting = Cohosting(kind=kind, title=title, address="", proposal_days=7, created_at=now)
    session.add(cohosting)
    session.add(
        Host(
            cohosting=cohosting,
            organisation=organisation,
            status=HostStatus.ACCEPTED,
            offered_by=by,
            offered_at=now,
            answered_at=now,
        )
    )
    session.flush()
    record(Action.COHOSTING_BEGAN, cohosting, by=by, on_behalf_of=organisation, detail={"title": title})
    return cohosting


def rename(cohosting: Cohosting, title: str, *, address: str | None = None) -> None:
    """Keep what the held thing is called, and where hosts find it."""
    cohosting.title = title
    if address is not None:
        cohosting.address = address


def set_proposal_days(cohosting: Cohosting, days: int, *, by: User, on_behalf_of: Organisation) -> None:
    """Set how long a proposal waits: longer at any time, shorter only while nothing is open.

    A proposal that is open gets the longer time too.
    """
    acting_host(cohosting, on_behalf_of)
    proposal = open_proposal(cohosting)
    before = cohosting.proposal_days
    refuse(hindrance_to_days(before, days, has_open=proposal is not None))
    if days == before:
        return
    cohosting.proposal_days = days
    if proposal is not None:
        proposal.lapses_at += timedelta(days=days - before)
    detail = {"before": before, "after": days}
    record(Action.COHOSTING_DAYS_SET, cohosting, by=by, on_behalf_of=on_behalf_of, detail=detail)


def is_over(cohosting: Cohosting) -> bool:
    """Tell whether the held thing is done with, as whoever owns it says."""
    answers: list[bool] = ask(IsOver(cohosting))
    return any(answers)


def lock(cohosting: Cohosting) -> None:
    """Let nobody else decide on this cohosting until the transaction ends; read its row anew.

    The weaker lock lets rows that only name it be written meanwhile. PostgreSQL asks for its key also when
    one of those is written twice in a transaction, as an event is by who gives a place on.
    On SQLite the transaction itself holds the only right to write.
    """
    session.flush()
    session.scalars(
        select(Cohosting)
        .where(Cohosting.id == cohosting.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def move_host(host: Host, wanted: HostStatus) -> None:
    """Let a host, or an offer, go on in its life; refuse when it cannot."""
    refuse(None if can_move_host(host.status, wanted) else Hindrance.ANSWERED)
    host.status = wanted


def move_proposal(proposal: Proposal, wanted: ProposalStatus) -> None:
    """Close an open proposal; refuse when it is closed already."""
    refuse(None if can_move_proposal(proposal.status, wanted) else Hindrance.CLOSED)
    proposal.status = wanted
    proposal.closed_at = clock.now()


def acting_host(cohosting: Cohosting, organisation: Organisation) -> Host:
    """Lock the cohosting and give the place of an organisation among its hosts, or refuse."""
    lock(cohosting)
    host = host_of(cohosting, organisation)
    if host is None:
        raise refusal(Hindrance.NOT_A_HOST)
    return host
