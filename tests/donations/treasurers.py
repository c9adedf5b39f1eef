"""Two hosts, their fund `tea`, and a treasurer of the first who is signed in: fixtures to import."""

import pytest

from app.core.database import session
from app.donations import queries
from app.organisations.models import MemberRole
from tests.donations.factories import make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


@pytest.fixture
def hosts(app):
    return OrganisationFactory(name="Ember", slug="ember"), OrganisationFactory(name="Well")


@pytest.fixture
def fund(hosts):
    return make_fund(hosts=hosts, slug="tea", title="Tea for all")


@pytest.fixture
def keeper(client, hosts):
    user = keeper_of(hosts[0])
    sign_in(client, user)
    return user


def keeper_of(organisation, role=MemberRole.TREASURER):
    return MembershipFactory(organisation=organisation, role=role).user


def sums(fund):
    session.rollback()
    return queries.sums_of(fund)
