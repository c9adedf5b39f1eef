"""What the provider says of a host's account: whether funds take gifts rests on it, so their pages follow."""

from dataclasses import replace

import pytest

from app.core import clock, revisions
from app.core.database import session
from app.core.transaction import transaction
from app.donations.gateway.answers import Account
from app.donations.models import ConnectedAccount
from app.donations.services.accounts import note_account
from tests.donations.factories import make_fund
from tests.organisations.factories import OrganisationFactory

READY = Account("acct_1", can_take_gifts=True, can_be_paid_out=True, details_given=True)
GONE = Account("acct_1", has_left=True)


@pytest.fixture
def account(app):
    host = OrganisationFactory()
    make_fund(hosts=[host], slug="tea")
    row = ConnectedAccount(
        organisation=host, provider_id="acct_1", created_at=clock.now(), told_at=clock.now()
    )
    session.add(row)
    session.commit()
    return row


def counter():
    session.rollback()
    return revisions.numbers(("fund:tea",))


@pytest.mark.parametrize(
    "tell",
    [
        lambda: note_account(READY),
        lambda: note_account(replace(READY, can_take_gifts=False)),
        lambda: note_account(GONE),
    ],
)
def test_pages_of_funds_follow_the_account(account, tell):
    before = counter()
    with transaction():
        assert tell()
    assert counter() != before


def test_an_account_that_has_left_is_noted_once_and_one_of_nobody_never(account):
    with transaction():
        note_account(GONE)
    left = session.get_one(ConnectedAccount, account.id).ended_at
    with transaction():
        note_account(GONE)
        assert not note_account(replace(READY, id="acct_2"))
    row = session.get_one(ConnectedAccount, account.id)
    assert (row.ended_at, row.can_charge) == (left, False)
