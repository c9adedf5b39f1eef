"""What several tests of events begin with."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.organisations.models import Organisation
from tests.accounts.factories import UserFactory
from tests.events.pairs import Pair
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


@pytest.fixture
def pair(app: Flask) -> Pair:
    one, two = OrganisationFactory(), OrganisationFactory()
    amina, ben = UserFactory(name="Amina"), UserFactory(name="Ben")
    MembershipFactory(organisation=one, user=amina)
    MembershipFactory(organisation=two, user=ben)
    return Pair(one, amina, two, ben)


@pytest.fixture
def own(app: Flask) -> Organisation:
    return OrganisationFactory(name="Fernhill Men")


@pytest.fixture
def amina(client: FlaskClient, own: Organisation) -> User:
    """Give an organiser of `own`, who is signed in."""
    user = UserFactory(name="Amina")
    MembershipFactory(organisation=own, user=user)
    sign_in(client, user)
    return user
