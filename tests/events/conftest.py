"""What several tests of events begin with."""

import pytest
from flask import Flask

from tests.accounts.factories import UserFactory
from tests.events.pairs import Pair
from tests.organisations.factories import MembershipFactory, OrganisationFactory


@pytest.fixture
def pair(app: Flask) -> Pair:
    one, two = OrganisationFactory(), OrganisationFactory()
    amina, ben = UserFactory(name="Amina"), UserFactory(name="Ben")
    MembershipFactory(organisation=one, user=amina)
    MembershipFactory(organisation=two, user=ben)
    return Pair(one, amina, two, ben)
