"""What the tests of accounts share."""

import pytest

from app.accounts.facts import AddressConfirmed, UserErased
from tests.accounts.factories import UserFactory
from tests.hearing import heard
from tests.signing_in import sign_in


@pytest.fixture
def security_setting(app):
    """Give a function that changes a setting of the sign-in library for one test."""
    kept = {}

    def change(name, value):
        key = f"SECURITY_{name}"
        kept.setdefault(key, app.config[key])
        app.config[key] = value

    yield change
    app.config.update(kept)


@pytest.fixture
def told(app):
    """Collect the facts that accounts tells, beside whoever else reacts."""
    with heard(app, AddressConfirmed, UserErased) as found:
        yield found


@pytest.fixture
def person(client):
    """Give someone who is signed in."""
    user = UserFactory()
    sign_in(client, user)
    return user
