"""Two hosts, and somebody signed in who organises for one of them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.organisations.models import MemberRole, Organisation
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


@pytest.fixture
def one(app: Flask) -> Organisation:
    """Give a host."""
    return OrganisationFactory(name="Harbour Men's Circle", contact_email="hello@harbour.example.org")


@pytest.fixture
def other(app: Flask) -> Organisation:
    """Give another host."""
    return OrganisationFactory(name="The Long Table")


@pytest.fixture
def organiser(one: Organisation, client: FlaskClient) -> User:
    """Sign in an organiser of the one host."""
    membership = MembershipFactory(organisation=one, role=MemberRole.ORGANISER)
    sign_in(client, membership.user)
    return membership.user
