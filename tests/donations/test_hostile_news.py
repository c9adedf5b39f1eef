"""Genuine news that is not to be believed: of other accounts, of the past, of funds that have closed."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.gateway.answers import Payment
from app.donations.gateway.words import PaymentStatus
from app.donations.jobs.asking import ask_waiting
from app.donations.jobs.paying import open_checkout
from app.donations.models import (
    ConnectedAccount,
    Dispute,
    DonationStatus,
    FundStatus,
    GiftSource,
    RecurringStatus,
    Refund,
    RefundStatus,
    Route,
    Transfer,
)
from app.donations.services.learning import learn_payment
from app.donations.services.reacting import close_on_time
from app.donations.services.refunding import accept_refund, request_refund
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_donation, make_fund
from tests.donations.test_passing import with_account
from tests.organisations.factories import OrganisationFactory

STRANGER = "acct_of_another_host"


@pytest.fixture
def stranger(stripe):
    """Give another host, whose account is known and whose owner wishes us ill."""
    now = clock.now()
    account = ConnectedAccount(
        organisation=OrganisationFactory(), provider_id=STRANGER, can_charge=True, created_at=now, told_at=now
    )
    session.add(account)
    session.commit()
    return account


def pending_refund(donation):
    keeper = UserFactory()
    with transaction():
        return accept_refund(request_refund(donation), by=keeper)


def event_of(stripe, kind):
    return next(each for each in stripe.act("things", kind="event")["data"] if each["type"] == kind)


def close(stripe, fund):
    fund.closes_on = clock.now().date() - timedelta(days=1)
    session.commit()
    with transaction():
        close_on_time(fund.id)
    stripe.go_on()


@pytest.mark.parametrize("status", ["succeeded", "failed"])
def test_another_hosts_account_cannot_tell_of_our_refund(stripe, stranger, status):
    """A host sees its own books with Stripe and can write any reference into them."""
    fund = make_fund()
    refund = pending_refund(stripe.give(fund))
    stripe.forget_work()
    about = {
        "object": "refund",
        "id": "re_forged",
        "status": status,
        "amount": 1_000,
        "currency": "gbp",
        "metadata": {"reference": refund.reference},
    }
    assert stripe.tell("refund.updated", about, STRANGER) == 204
    kept = stripe.fresh(refund)
    assert (kept.status, kept.provider_id) == (RefundStatus.PENDING, None)


def test_another_hosts_account_cannot_dispute_our_gift_or_give_it_back(stripe, stranger):
    fund = make_fund()
    donation = stripe.give(fund)
    stripe.act("open_dispute", payment=donation.payment_id)
    created = event_of(stripe, "charge.dispute.created")["id"]
    assert stripe.act("forge", event=created, account=STRANGER)["status"] == 204
    assert session.query(Dispute).count() == 0
    about = {
        "object": "refund",
        "id": "re_forged",
        "status": "succeeded",
        "amount": 1_000,
        "currency": "gbp",
        "payment_intent": donation.payment_id,
        "metadata": {},
    }
    assert stripe.tell("refund.created", about, STRANGER) == 204
    assert session.query(Refund).count() == 0
    assert stripe.check_books(fund) == 1_000


def test_an_old_farewell_does_not_end_an_account_that_has_come_back(stripe):
    host = OrganisationFactory()
    account = with_account(stripe, host)
    farewell = {"object": "application", "id": "ca_ours"}
    assert stripe.tell("account.application.deauthorized", farewell, account.provider_id) == 204
    stripe.go_on()
    assert stripe.fresh(account).ended_at is None
    stripe.act("disconnect", account=account.provider_id)
    stripe.go_on()
    assert stripe.fresh(account).ended_at is not None


def test_a_fund_that_closes_closes_the_pay_pages_that_are_open(stripe):
    fund = make_fund()
    single, monthly = stripe.begin(fund), stripe.begin(fund, is_monthly=True)
    close(stripe, fund)
    assert {stripe.fresh(each).status for each in (single, monthly)} == {DonationStatus.EXPIRED}
    assert stripe.monthly_of(monthly).status is RecurringStatus.EXPIRED
    pages = stripe.act("things", kind="checkout.session")["data"]
    assert {each["status"] for each in pages} == {"expired"}


def test_the_sweep_closes_the_pay_page_of_a_closed_fund(stripe):
    fund = make_fund()
    gift = stripe.begin(fund)
    fund.status = FundStatus.CLOSED
    session.commit()
    with clock.moved(timedelta(minutes=11)):
        ask_waiting()
    assert stripe.fresh(gift).status is DonationStatus.EXPIRED


def test_a_gift_that_was_quicker_than_the_end_of_its_fund_counts(stripe):
    fund = make_fund()
    gift = stripe.begin(fund)
    stripe.pay(gift)
    close(stripe, fund)
    assert stripe.fresh(gift).status is DonationStatus.PAID
    assert stripe.check_books(fund) == 1_000


def test_a_monthly_gift_begun_as_its_fund_closed_is_taken_once(stripe):
    fund = make_fund()
    gift = stripe.begin(fund, is_monthly=True)
    stripe.pay(gift)
    fund.status = FundStatus.CLOSED
    session.commit()
    stripe.go_on()
    assert stripe.fresh(gift).status is DonationStatus.PAID
    assert stripe.monthly_of(gift).status is RecurringStatus.CANCELLED
    stripe.act("advance", days=40)
    stripe.go_on()
    assert stripe.check_books(fund) == 1_000


def test_a_gift_by_the_hosts_own_account_is_not_passed_on_again(stripe):
    """The money lies with the host already, whatever way the fund has taken since."""
    host = OrganisationFactory()
    with_account(stripe, host)
    fund = make_fund(hosts=[host], route=Route.DIRECT)
    gift = stripe.begin(fund)
    fund.route = Route.TRANSFERS
    session.commit()
    stripe.pay(gift)
    stripe.go_on()
    assert stripe.fresh(gift).status is DonationStatus.PAID
    assert session.query(Transfer).count() == 0


@pytest.mark.parametrize(("told", "status"), [(1, DonationStatus.PAID), (1_000, DonationStatus.PAID)])
def test_the_money_decides_how_much_was_given(stripe, told, status):
    fund = make_fund()
    gift = make_donation(fund)
    payment = Payment("pi_1", PaymentStatus.SUCCEEDED, Money(told, "GBP"), gift.reference)
    with transaction():
        learn_payment(payment, account=None)
    kept = stripe.fresh(gift)
    assert (kept.status, kept.amount_minor) == (status, told)
    assert stripe.check_books(fund) == told


def test_money_of_another_currency_is_no_gift_of_this_fund(stripe, caplog):
    fund = make_fund()
    gift = make_donation(fund)
    payment = Payment("pi_1", PaymentStatus.SUCCEEDED, Money(1_000, "JPY"), gift.reference)
    with transaction():
        learn_payment(payment, account=None)
    assert stripe.fresh(gift).status is DonationStatus.PENDING
    assert "another currency" in caplog.text
    completed = stripe.begin(fund)
    stripe.pay(completed)
    about = event_of(stripe, "checkout.session.completed")["data"]["object"]
    assert stripe.tell("checkout.session.completed", {**about, "currency": "jpy"}) == 204
    assert stripe.fresh(completed).status is DonationStatus.PENDING
    assert stripe.check_books(fund) == 0


def test_a_gift_that_was_never_opened_gets_no_pay_page_from_a_closed_fund(stripe):
    fund = make_fund(FundStatus.CLOSED)
    gift = make_donation(fund)
    with pytest.raises(Refused, match="closed"):
        open_checkout(gift.id)
    assert stripe.act("things", kind="checkout.session")["data"] == []


@pytest.mark.parametrize("hours", [1, 24])
def test_cash_that_waits_for_its_second_count_is_none_of_stripes_business(stripe, hours):
    gift = make_donation(make_fund(), source=GiftSource.CASH)
    with clock.moved(timedelta(hours=hours)):
        ask_waiting()
    assert stripe.fresh(gift).status is DonationStatus.PENDING
    assert stripe.act("things", kind="checkout.session")["data"] == []
