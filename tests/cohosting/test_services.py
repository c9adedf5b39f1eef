"""What hosts can do together, on a real database."""

from datetime import timedelta

import pytest

from app.cohosting import queries, services
from app.cohosting.models import HostStatus, ProposalKind, ProposalStatus
from app.cohosting.rules import Standing
from app.core import clock
from app.core.errors import Conflict, Forbidden
from app.core.transaction import transaction
from tests.cohosting.factories import change, make_cohosting, make_organisation, propose


def test_a_sole_host_agrees_with_itself_at_once(app):
    hosting = make_cohosting("The Long Table")
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    assert proposal.status is ProposalStatus.ACCEPTED
    assert proposal.content == {"title": "A walk"}


def test_a_proposal_of_two_waits_for_the_other(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    assert proposal.status is ProposalStatus.OPEN
    found = {each.organisation.name: each.standing for each in queries.standing(proposal)}
    assert found == {"The Long Table": Standing.SIGNED, "Steady Ground": Standing.AWAITED}
    with transaction():
        agreed = services.sign_off(
            proposal,
            content_hash=proposal.content_hash,
            by=hosting.organisers[1],
            on_behalf_of=hosting.organisations[1],
        )
    assert agreed
    assert proposal.status is ProposalStatus.ACCEPTED
