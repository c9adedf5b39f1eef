"""Who works on petitions in these tests."""

import pytest

from app.organisations.models import MemberRole
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


@pytest.fixture
def organiser(client):
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER)
    sign_in(client, member.user)
    return member.user, organisation
