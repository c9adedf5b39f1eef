"""Hosts who act at the same moment, on real connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from app.accounts.models import User
from app.cohosting import queries, services
from app.cohosting.facts import ProposalAccepted
from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus, Proposal, ProposalStatus, Verdict
from app.core import clock
from app.core.database import session
from app.core.errors import Conflict, TwainError
from app.core.facts import EXTENSION
from app.core.transaction import transaction
from app.organisations.facts import OrganisationArchived
from app.organisations.models import Organisation
from app.organisations.services import archive
from tests.cohosting.factories import change, make_cohosting, make_held, make_organisation, propose
from tests.racing import first_and_second

ROUNDS = 8


@pytest.fixture
def applied(app):
    """Collect what was applied, in place of the reactions of what is held."""
    reactions = app.extensions[EXTENSION]
    found = []
    app.extensions[EXTENSION] = {
        ProposalAccepted: [lambda fact: found.append((fact.proposal.id, dict(fact.proposal.content)))]
    }
    yield found
    app.extensions[EXTENSION] = reactions


def at_once(app, *acts):
    """Run each act in a thread, a session and a transaction of its own, all starting together."""
    barrier = Barrier(len(acts))

    def run(act):
        with app.app_context():
            try:
                barrier.wait(timeout=20)
                with transaction():
                    act()
            except TwainError as error:
                return error
            finally:
                session.remove()
        return None

    session.rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        outcomes = list(pool.map(run, acts))
    session.rollback()
    return outcomes


def signing(proposal_id, content_hash, organisation_id, user_id):
    def act():
        services.sign_off(
            session.get_one(Proposal, proposal_id),
            content_hash=content_hash,
            by=session.get_one(User, user_id),
            on_behalf_of=session.get_one(Organisation, organisation_id),
        )

    return act


def proposing(cohosting_id, draft, organisation_id, user_id):
    def act():
        services.propose(
            session.get_one(Cohosting, cohosting_id),
            draft,
            by=session.get_one(User, user_id),
            on_behalf_of=session.get_one(Organisation, organisation_id),
        )

    return act


def leaving(cohosting_id, organisation_id, user_id):
    def act():
        services.leave(
            session.get_one(Cohosting, cohosting_id),
            session.get_one(Organisation, organisation_id),
            by=session.get_one(User, user_id),
        )

    return act


def ids(hosting, number):
    return hosting.organisations[number].id, hosting.organisers[number].id


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_last_signers_at_once_apply_it_exactly_once(app, applied, turn):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    acts = [signing(proposal.id, proposal.content_hash, *ids(hosting, number)) for number in (1, 2)]
    assert at_once(app, *acts) == [None, None]
    assert applied == [(proposal.id, proposal.content)]
    assert proposal.status is ProposalStatus.ACCEPTED


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_double_click_counts_once(app, applied, turn):
    hosting = make_cohosting()
    proposal = propose(hosting)
    act = signing(proposal.id, proposal.content_hash, *ids(hosting, 1))
    assert at_once(app, act, act, act) == [None, None, None]
    assert len(applied) == 1
    assert (
        len(
            [
                said
                for said in queries.sign_offs_of(proposal)
                if said.host.organisation_id == ids(hosting, 1)[0]
            ]
        )
        == 1
    )


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_sign_off_and_a_change_at_once_never_apply_what_is_not_signed(app, applied, turn):
    hosting = make_cohosting()
    proposal = propose(hosting, change(starts="18:30"))
    read = proposal.content_hash
    at_once(
        app,
        signing(proposal.id, read, *ids(hosting, 1)),
        proposing(hosting.cohosting.id, change(starts="19:00"), *ids(hosting, 0)),
    )
    assert len(applied) <= 1
    for proposal_id, content in applied:
        assert (proposal_id, content) == (proposal.id, {"starts": "18:30"})
        signed = {
            said.host_id
            for said in queries.sign_offs_of(proposal)
            if said.verdict is Verdict.SIGNED and said.content_hash == proposal.content_hash
        }
        assert signed == {host.id for host in queries.accepted_hosts(hosting.cohosting)}
    if not applied:
        assert proposal.content == {"starts": "19:00"}
        assert proposal.status is ProposalStatus.OPEN


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_hosts_who_propose_at_once_leave_one_proposal_open(app, applied, turn):
    hosting = make_cohosting("One", "Two", "Three")
    at_once(
        app,
        proposing(hosting.cohosting.id, change(starts="18:30"), *ids(hosting, 0)),
        proposing(hosting.cohosting.id, change(starts="19:00"), *ids(hosting, 1)),
    )
    [proposal] = queries.proposals_of(hosting.cohosting)
    assert proposal.number == 2
    assert applied == []


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_the_two_last_hosts_who_leave_at_once_leave_one_last_host_behind_them(app, applied, turn):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    at_once(
        app,
        leaving(hosting.cohosting.id, *ids(hosting, 1)),
        leaving(hosting.cohosting.id, *ids(hosting, 2)),
    )
    assert applied == [(proposal.id, proposal.content)]
    assert len(queries.accepted_hosts(hosting.cohosting)) == 1


@pytest.mark.parametrize("is_by_mail", [True, False])
def test_an_organisation_that_is_archived_meanwhile_does_not_become_a_host(app, is_by_mail):
    hosting, (other, owner) = make_cohosting("The Long Table"), make_organisation("Steady Ground")
    address, asked = ("hello@example.org", None) if is_by_mail else (None, other)
    with transaction():
        host_id = services.offer(
            hosting.cohosting,
            email=address,
            organisation=asked,
            by=hosting.organisers[0],
            on_behalf_of=hosting.organisations[0],
        ).id
    other_id, owner_id = other.id, owner.id

    def closing():
        archive(session.get_one(Organisation, other_id), by=session.get_one(User, owner_id))

    def accepting():
        host, by = session.get_one(Host, host_id), session.get_one(User, owner_id)
        services.accept(host, by=by, organisation=session.get_one(Organisation, other_id))

    closed, accepted = first_and_second(app, closing, accepting)
    assert closed is None
    assert accepted is None or isinstance(accepted, Conflict)
    assert len(queries.accepted_hosts(session.get_one(Cohosting, hosting.cohosting.id))) == 1


@pytest.mark.parametrize("deed", [services.settle_for_verified, services.end_hostings])
def test_two_organisations_that_hold_the_same_things_do_not_wait_for_each_other(app, deed):
    pairs = [make_organisation("One"), make_organisation("Two")]
    held = [make_held(HeldKind.EVENT, "Tea", f"tea-{number}", []) for number in range(20)]
    session.flush()
    for (organisation, _user), things in zip(pairs, (held, held[::-1]), strict=True):
        for thing in things:
            session.add(
                Host(
                    cohosting=thing,
                    organisation=organisation,
                    status=HostStatus.ACCEPTED,
                    offered_at=clock.now(),
                    answered_at=clock.now(),
                )
            )
            session.flush()
    session.commit()
    ids, user_id = [organisation.id for organisation, _user in pairs], pairs[0][1].id

    def act(number):
        organisation = session.get_one(Organisation, number)
        deed(OrganisationArchived(organisation, session.get_one(User, user_id)))

    assert at_once(app, *[partial(act, number) for number in ids]) == [None, None]
