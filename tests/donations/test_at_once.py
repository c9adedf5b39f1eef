"""Two deeds on one gift at the same moment, in real threads: neither waits for the other for ever."""

from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest

from app.accounts.facts import UserErased
from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.donations.gateway.reading import read_checkout, read_invoice
from app.donations.models import (
    Charity,
    Donation,
    DonationStatus,
    Fund,
    FundStatus,
    RecurringGift,
    RecurringStatus,
    RecurringWish,
)
from app.donations.queries.contents import hosts_by_age
from app.donations.queries.gifts import gifts_of, locked
from app.donations.services import monthly, settling
from app.donations.services.accounts import CharityDetails, save_charity
from app.donations.services.givers import forget_giver
from app.donations.services.keeping import hold
from app.donations.services.reacting import close_on_time
from app.donations.services.showing import judge_name, show_name
from app.organisations.models import Organisation
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_fund
from tests.organisations.factories import OrganisationFactory
from tests.racing import at_once, first_and_second, meet

ROUNDS = 6


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_pay_page_and_its_first_month_that_are_told_of_at_once_make_one_gift(app, stripe, turn):
    fund = make_fund()
    donation = stripe.begin(fund, is_monthly=True)
    stripe.pay(donation)
    told = {each["type"]: each["data"]["object"] for each in stripe.act("things", kind="event")["data"]}
    checkout = read_checkout(told["checkout.session.completed"])
    invoice = read_invoice(told["invoice.paid"])
    outcomes = at_once(
        app,
        lambda: settling.settle_checkout(checkout, account=None),
        lambda: monthly.note_invoice(invoice, account=None),
    )
    assert outcomes == [True, True]
    assert stripe.fresh(donation).status is DonationStatus.PAID
    assert [each.status for each in session.query(RecurringGift)] == [RecurringStatus.ACTIVE]
    assert session.query(Donation).count() == 1
    assert len(stripe.mails("receipt")) == len(stripe.mails("monthly_begun")) == 1


def test_two_treasurers_who_save_the_charity_for_the_first_time_are_both_served(app):
    organisation_id, user_id = OrganisationFactory().id, UserFactory().id

    def save(name):
        organisation, user = session.get_one(Organisation, organisation_id), session.get_one(User, user_id)
        return save_charity(organisation, CharityDetails(name), by=user).id

    first, second = first_and_second(app, lambda: save("Ember"), lambda: save("Ember Trust"))
    assert first == second
    assert session.query(Charity).count() == 1


def test_a_fund_that_closes_while_a_month_is_paid_takes_it_and_ends_the_monthly_gift(app, stripe):
    fund = make_fund()
    recurring = stripe.monthly_of(stripe.give(fund, is_monthly=True))
    stripe.act("advance", days=31)
    invoices = [read_invoice(each) for each in stripe.act("things", kind="invoice")["data"]]
    [invoice] = [each for each in invoices if each.paid and not each.is_first]
    fund.closes_on = (clock.now() - timedelta(days=1)).date()
    session.commit()
    fund_id, recurring_id, both_hold = fund.id, recurring.id, Barrier(2)

    def close():
        hold(session.get_one(Fund, fund_id))
        meet(both_hold)
        close_on_time(fund_id)

    def pay():
        locked(RecurringGift, recurring_id)
        meet(both_hold)
        return monthly.note_invoice(invoice, account=None)

    assert at_once(app, close, pay) == [None, True]
    assert stripe.fresh(fund).status is FundStatus.CLOSED
    assert stripe.fresh(recurring).wish is RecurringWish.CANCEL
    assert session.query(Donation).filter_by(status=DonationStatus.PAID).count() == 2


def test_a_fund_closes_also_when_a_monthly_gift_of_it_ends_at_that_moment(app, stripe):
    fund = make_fund()
    recurring = stripe.monthly_of(stripe.give(fund, is_monthly=True))
    fund.closes_on = (clock.now() - timedelta(days=1)).date()
    session.commit()
    fund_id, recurring_id = fund.id, recurring.id

    def end():
        monthly.end(locked(RecurringGift, recurring_id))

    assert first_and_second(app, end, lambda: close_on_time(fund_id)) == [None, None]
    assert stripe.fresh(fund).status is FundStatus.CLOSED
    assert (stripe.fresh(recurring).status, recurring.wish) == (RecurringStatus.CANCELLED, None)


def test_a_month_that_is_told_of_while_its_giver_is_erased_keeps_no_address(app, stripe):
    fund = make_fund()
    kim = UserFactory(email="kim@example.org")
    donation = stripe.give(fund, is_monthly=True)
    [told] = stripe.act("things", kind="invoice")["data"]
    invoice, both_begin = read_invoice(told), Barrier(2)
    user_id, donation_id = kim.id, donation.id

    def pay():
        locked(Donation, donation_id)
        meet(both_begin)
        sleep(0.3)  # until the other wants the same gift
        return monthly.note_invoice(invoice, account=None)

    def forget():
        meet(both_begin)
        forget_giver(UserErased(session.get_one(User, user_id)))

    assert at_once(app, pay, forget) == [True, None]
    [gift] = session.query(Donation)
    assert (gift.status, gift.email, gift.email_key, gift.name) == (DonationStatus.PAID, None, None, None)
    assert stripe.monthly_of(gift).email is None


def test_a_month_that_is_told_of_while_its_name_is_kept_back_shows_none(app, stripe):
    fund = make_fund()
    recurring = stripe.monthly_of(stripe.give(fund, is_monthly=True))
    keeper = UserFactory()
    host = hosts_by_age(fund)[0]
    stripe.act("advance", days=31)
    invoices = [read_invoice(each) for each in stripe.act("things", kind="invoice")["data"]]
    [invoice] = [each for each in invoices if each.paid and not each.is_first]
    [first] = gifts_of(recurring)
    recurring_id, first_id, user_id, host_id = recurring.id, first.id, keeper.id, host.id

    def pay():
        return monthly.note_invoice(invoice, account=None)

    def judge():
        gift, by = session.get_one(Donation, first_id), session.get_one(User, user_id)
        judge_name(gift, is_shown=False, by=by, on_behalf_of=session.get_one(Organisation, host_id))

    assert first_and_second(app, pay, judge) == [True, None]
    assert session.get_one(RecurringGift, recurring_id).is_name_refused
    assert [each.is_name_refused for each in session.query(Donation)] == [True, True]


def test_a_giver_who_hides_the_name_while_a_month_is_paid_waits_for_no_one_for_ever(app, stripe):
    fund = make_fund()
    recurring = stripe.monthly_of(stripe.give(fund, is_monthly=True))
    [first] = gifts_of(recurring)
    recurring_id, first_id, both_begin = recurring.id, first.id, Barrier(2)

    def pay():
        locked(Donation, first_id)
        meet(both_begin)
        sleep(0.3)  # until the other wants the same gift
        locked(RecurringGift, recurring_id)

    def hide():
        gift = session.get_one(RecurringGift, recurring_id)
        meet(both_begin)
        show_name(gift, is_shown=False)

    assert at_once(app, pay, hide) == [None, None]
    assert [each.is_name_hidden for each in session.query(Donation)] == [True]
