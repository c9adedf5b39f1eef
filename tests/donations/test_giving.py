"""A gift is written down, whole, before anyone else hears of it."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.models import (
    ConnectedAccount,
    DedicationKind,
    Donation,
    DonationStatus,
    FundStatus,
    GiftSource,
    MessageStatus,
    RecurringStatus,
    Route,
)
from app.donations.queries.gifts import donation_by_token, recurring_by_token
from app.donations.rules.giving import GiftOrder
from app.donations.services.giving import account_for, begin_gift, checkout_key, checkout_order
from app.organisations.services.verification import reject, request_verification, verify
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_fund
from tests.organisations.factories import OrganisationFactory


def gift(**values):
    return GiftOrder(**{"amount": Money(1_000, "GBP"), "name": "Kim", "email": "Kim@Example.org", **values})


def test_nobody_gives_by_parts_that_they_have_not_seen(app):
    fund = make_fund()
    with transaction():
        begin_gift(fund, gift(seen_version=fund.version))
    with pytest.raises(Refused, match="changed this fund"), transaction():
        begin_gift(fund, gift(seen_version=fund.version - 1))
    assert session.query(Donation).count() == 1


def test_a_gift_is_written_down_before_it_is_paid(app):
    fund = make_fund()
    order = gift(
        cover_minor=36,
        dedication=DedicationKind.IN_MEMORY,
        dedicated_to="Sam",
        message="For the kettle.",
        is_name_hidden=True,
        language="fr",
    )
    with transaction():
        donation = begin_gift(fund, order)
    token = donation.token
    assert donation_by_token(token) is donation
    assert (donation.status, donation.source) == (DonationStatus.PENDING, GiftSource.ONLINE)
    assert (donation.amount_minor, donation.cover_minor, donation.attempt) == (1_036, 36, 1)
    assert donation.message_status is MessageStatus.WAITING
    assert donation.is_name_hidden
    assert donation.dedicated_to == "Sam"
    assert [each["weight"] for each in donation.shares] == [5_000, 5_000]
    first = checkout_order(donation)
    assert first == checkout_order(donation)
    assert first.title
    assert first.references == {}
    assert "kettle" not in repr(first)
    assert checkout_key(donation).startswith(donation.reference)
    assert len(checkout_key(donation)) < 255
    assert token not in checkout_key(donation)


def test_a_monthly_gift_begins_with_a_gift(app):
    with transaction():
        donation = begin_gift(make_fund(), gift(is_monthly=True))
    recurring = donation.recurring
    assert recurring_by_token(recurring.token) is recurring
    assert (recurring.status, donation.source) == (RecurringStatus.PENDING, GiftSource.MONTHLY)
    assert recurring.email_key == donation.email_key
    order = checkout_order(donation)
    assert order.monthly
    assert order.references == {"monthly": recurring.reference}


@pytest.mark.parametrize("status", sorted(set(FundStatus) - {FundStatus.OPEN}))
def test_only_an_open_fund_takes_gifts(app, status):
    fund = make_fund(status)
    with pytest.raises(Refused), transaction():
        begin_gift(fund, gift())


def test_a_fund_past_its_last_day_takes_no_gifts(app):
    fund = make_fund(closes_on=clock.now().date() - timedelta(days=1))
    with pytest.raises(Refused), transaction():
        begin_gift(fund, gift())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": Money(1_000, "EUR")}, "amount"),
        ({"amount": Money(10, "GBP")}, "amount"),
        ({"amount": Money(10**9, "GBP")}, "amount"),
        ({"cover_minor": -1}, "cover"),
        ({"cover_minor": 5_000}, "cover"),
        ({"is_monthly": True}, "is_monthly"),
    ],
)
def test_orders_that_the_fund_cannot_take(app, values, field):
    fund = make_fund(takes_monthly=False)
    with pytest.raises(Invalid) as caught, transaction():
        begin_gift(fund, gift(**values))
    assert caught.value.field == field


def test_a_fund_that_passes_gifts_on_takes_none_until_each_host_has_an_account(app):
    fund = make_fund(route=Route.TRANSFERS)
    with pytest.raises(Refused, match="payment account"), transaction():
        begin_gift(fund, gift())


def test_a_fund_takes_no_gifts_while_staff_do_not_vouch_for_a_host(client):
    host, other, staff = OrganisationFactory(), OrganisationFactory(), UserFactory(is_staff=True)
    fund = make_fund(hosts=[host, other])
    with transaction():
        reject(host, "We cannot reach them.", by=staff)
    with pytest.raises(Refused, match="not verified"), transaction():
        begin_gift(fund, gift())
    assert "not verified at the moment" in client.get(f"/funds/{fund.slug}").text
    with transaction():
        request_verification(host, "We are back.", by=staff)
        verify(host, by=staff)
        begin_gift(fund, gift())


def test_a_direct_gift_goes_to_the_one_host_and_only_when_it_can_take_it(app):
    host = OrganisationFactory()
    fund = make_fund(hosts=[host], route=Route.DIRECT)
    with pytest.raises(Refused), transaction():
        begin_gift(fund, gift())
    now = clock.now()
    with transaction():
        account = ConnectedAccount(organisation=host, provider_id="acct_1", created_at=now, told_at=now)
        account.can_charge = account.can_be_paid_out = True
        session.add(account)
    with transaction():
        donation = begin_gift(fund, gift())
    assert donation.account == "acct_1"


def test_what_belongs_to_one_host_never_goes_to_the_platform(app):
    """Its account may leave, or another host's part be agreed, between looking and taking."""
    host, other = OrganisationFactory(), OrganisationFactory()
    fund = make_fund(hosts=[host], route=Route.DIRECT)
    shared = make_fund(hosts=[host, other], route=Route.DIRECT)
    now = clock.now()
    for each in (fund, shared):
        with pytest.raises(Refused, match="payment account"):
            account_for(each)
    with transaction():
        account = ConnectedAccount(organisation=host, provider_id="acct_1", created_at=now, told_at=now)
        session.add(account)
    with pytest.raises(Refused, match="payment account"):
        account_for(fund)
    with transaction():
        account.can_charge = True
    assert account_for(fund) == "acct_1"
    with pytest.raises(Refused, match="payment account"):
        account_for(shared)
    with transaction():
        account.ended_at = now
    with pytest.raises(Refused, match="payment account"):
        account_for(fund)
