"""Two deeds on one gift at the same moment, in real threads: neither waits for the other for ever."""

from datetime import timedelta
from threading import Barrier

import pytest

from app.core import clock
from app.core.database import session
from app.donations.gateway.reading import read_checkout, read_invoice
from app.donations.models import (
    Donation,
    DonationStatus,
    Fund,
    FundStatus,
    RecurringGift,
    RecurringStatus,
    RecurringWish,
)
from app.donations.queries.gifts import locked
from app.donations.services import monthly, settling
from app.donations.services.keeping import hold
from app.donations.services.reacting import close_on_time
from tests.donations.factories import make_fund
from tests.racing import at_once, meet

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
