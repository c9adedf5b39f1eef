"""Hosts leave; nothing takes effect by it that somebody who stays has not signed."""

import pytest

from app.cohosting import queries, services
from app.cohosting.models import HostStatus, ProposalKind, ProposalStatus
from app.core.errors import Forbidden
from app.core.transaction import transaction
from app.organisations.facts import OrganisationArchived
from tests.cohosting.factories import (
    change,
    invite,
    join,
    make_cohosting,
    make_organisation,
    propose,
    sign_off,
)


def names(organisations):
    return [organisation.name for organisation in organisations]


def leave(hosting, number):
    with transaction():
        services.leave(hosting.cohosting, hosting.organisations[number], by=hosting.organisers[number])


def test_what_all_who_stay_have_signed_is_agreed_by_a_departure(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    sign_off(hosting, proposal, number=1)
    leave(hosting, 2)
    assert proposal.status is ProposalStatus.ACCEPTED


def test_a_departure_agrees_nothing_that_someone_who_stays_has_not_signed(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    leave(hosting, 2)
    assert proposal.status is ProposalStatus.OPEN
    assert sign_off(hosting, proposal, number=1)


def test_the_proposal_of_one_who_leaves_passes_to_the_first_that_signed_it(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    sign_off(hosting, proposal, number=1)
    leave(hosting, 0)
    assert proposal.status is ProposalStatus.OPEN
    assert proposal.proposed_for.name == "Two"


def test_the_proposal_of_one_who_leaves_is_withdrawn_when_nobody_signed_it(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    leave(hosting, 0)
    assert proposal.status is ProposalStatus.WITHDRAWN


def test_when_the_last_host_leaves_offers_and_proposals_end(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    offer = invite(hosting, email="hello@example.org")
    leave(hosting, 1)
    assert proposal.status is ProposalStatus.ACCEPTED
    leave(hosting, 0)
    assert offer.status is HostStatus.WITHDRAWN
    assert queries.host_organisations(hosting.cohosting.id) == []


def test_one_who_left_cannot_leave_again_and_may_come_back(app):
    hosting = make_cohosting()
    leave(hosting, 1)
    with pytest.raises(Forbidden):
        leave(hosting, 1)
    proposal = propose(hosting, change(ProposalKind.CANCEL, reason="Snow"))
    assert proposal.status is ProposalStatus.ACCEPTED
    with transaction():
        join(hosting.cohosting, hosting.organisations[1], hosting.organisers[1], asked_by=hosting.first)
    assert len(queries.accepted_hosts(hosting.cohosting)) == 2


def test_the_hostings_and_offers_of_an_archived_organisation_end(app):
    hosting = make_cohosting()
    other, person = make_organisation("Third Place")
    offered = invite(hosting, organisation=other)
    with transaction():
        services.end_hostings(OrganisationArchived(hosting.organisations[1], hosting.organisers[1]))
        services.end_hostings(OrganisationArchived(other, person))
    assert names(queries.host_organisations(hosting.cohosting.id)) == ["The Long Table"]
    assert offered.status is HostStatus.WITHDRAWN
