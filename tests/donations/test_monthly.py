"""Monthly gifts: each paid month is a gift of its own, once; the giver's wishes; the end."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.jobs.monthly import ask_silent, carry_out_wish, carry_out_wishes, portal_link
from app.donations.models import (
    Donation,
    DonationStatus,
    EntryKind,
    RecurringStatus,
    RecurringWish,
    Share,
)
from app.donations.queries.gifts import gifts_of
from app.donations.queries.ledger import sums_of
from app.donations.services.wishing import (
    cancel_monthly,
    change_monthly,
    pause_monthly,
    resume_monthly,
)
from app.organisations.models import MemberRole
from app.outbox.models import Message
from tests.donations.factories import make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory


def begun(stripe, fund, amount=1_000, **values):
    donation = stripe.give(fund, amount, is_monthly=True, **values)
    return stripe.monthly_of(donation)


def wish(stripe, service, recurring, *args, **values):
    with transaction():
        service(recurring, *args, **values)
    stripe.go_on()
    return stripe.fresh(recurring)


def months(stripe, number=1):
    for _month in range(number):
        stripe.act("advance", months=1, days=1)
        stripe.go_on()


def test_each_month_is_a_gift_of_its_own(stripe):
    fund = make_fund()
    recurring = begun(stripe, fund, cover_minor=36)
    assert recurring.status is RecurringStatus.ACTIVE
    assert recurring.subscription_id
    assert recurring.customer_id
    months(stripe, 2)
    gifts = gifts_of(stripe.fresh(recurring))
    assert [each.status for each in gifts] == [DonationStatus.PAID] * 3
    assert all(each.fee_minor and each.payment_id and each.charge_id for each in gifts)
    assert len({each.invoice_id for each in gifts}) == len({each.token for each in gifts}) == 3
    assert {each.cover_minor for each in gifts} == {36}
    assert stripe.check_books(fund) == 3_108 == stripe.totals()["by_kind"]["charge"]
    assert len(stripe.mails("receipt")) == 3
    assert len(stripe.mails("monthly_begun")) == 1
    for event in stripe.act("things", kind="event")["data"]:
        stripe.act("resend", event=event["id"])
    stripe.go_on()
    assert stripe.check_books(fund) == 3_108
    assert len(stripe.mails("receipt")) == 3


def test_a_month_takes_the_shares_of_its_day(stripe):
    fund = make_fund()
    recurring = begun(stripe, fund)
    first, second = session.query(Share).filter_by(fund_id=fund.id).order_by(Share.id)
    first.weight, second.weight = 7_000, 3_000
    session.commit()
    months(stripe)
    later, earlier = gifts_of(recurring)
    assert [each["weight"] for each in earlier.shares] == [5_000, 5_000]
    assert [each["weight"] for each in later.shares] == [7_000, 3_000]
    host = {key[2]: amount for key, amount in sums_of(fund).amounts.items() if key[0] is EntryKind.GIFT}
    assert host[first.organisation_id] == -1_200


def test_a_payment_that_fails_is_told_kindly_and_at_most_three_times(stripe):
    fund = make_fund()
    recurring = begun(stripe, fund)
    stripe.act("renewals", recurring=recurring.subscription_id, how="decline", times=4)
    months(stripe)
    assert stripe.fresh(recurring).status is RecurringStatus.PAST_DUE
    assert len(stripe.mails("monthly_failed")) == 1
    assert "Nothing is owed" in stripe.mails("monthly_failed")[0].text
    for _try in range(3):
        stripe.act("advance", days=8)
        stripe.go_on()
    assert len(stripe.mails("monthly_failed")) == 3
    assert stripe.fresh(recurring).status is RecurringStatus.CANCELLED
    assert len(stripe.mails("monthly_ended")) == 1
    assert stripe.check_books(fund) == 1_000


def test_a_payment_that_works_at_the_second_try_counts_once(stripe):
    fund = make_fund()
    recurring = begun(stripe, fund)
    stripe.act("renewals", recurring=recurring.subscription_id, how="action")
    months(stripe)
    assert stripe.fresh(recurring).status is RecurringStatus.PAST_DUE
    stripe.act("advance", days=4)
    stripe.go_on()
    recurring = stripe.fresh(recurring)
    assert recurring.status is RecurringStatus.ACTIVE
    assert recurring.failed_mails == 0
    assert stripe.check_books(fund) == 2_000


def test_the_giver_changes_pauses_goes_on_and_ends(stripe):
    fund = make_fund()
    recurring = begun(stripe, fund)
    recurring = wish(stripe, change_monthly, recurring, Money(2_000, "GBP"), cover_minor=51)
    assert (recurring.amount_minor, recurring.cover_minor, recurring.wish) == (2_051, 51, None)
    months(stripe)
    assert stripe.check_books(fund) == 3_051
    recurring = wish(stripe, pause_monthly, recurring)
    assert recurring.status is RecurringStatus.PAUSED
    months(stripe)
    assert stripe.check_books(fund) == 3_051
    recurring = wish(stripe, resume_monthly, recurring)
    assert recurring.status is RecurringStatus.ACTIVE
    months(stripe)
    assert stripe.check_books(fund) == 5_102
    assert portal_link(recurring.id).startswith("http")
    recurring = wish(stripe, cancel_monthly, recurring)
    assert recurring.status is RecurringStatus.CANCELLED
    months(stripe)
    assert stripe.check_books(fund) == 5_102
    assert len(stripe.mails("monthly_ended")) == 1
    with pytest.raises(Refused):
        wish(stripe, pause_monthly, recurring)
    assert {each.cover_minor for each in session.query(Donation)} == {0, 51}


def test_an_amount_below_the_least_is_refused(stripe):
    recurring = begun(stripe, make_fund())
    with pytest.raises(Invalid):
        wish(stripe, change_monthly, recurring, Money(1, "GBP"))


def test_a_wish_waits_for_a_provider_that_does_not_answer(stripe):
    recurring = begun(stripe, make_fund())
    stripe.act("fail", answer="nothing", times=4, path="/v1/subscriptions", after=True)
    with transaction():
        change_monthly(recurring, Money(3_000, "GBP"))
    carry_out_wish(recurring.id)
    assert stripe.fresh(recurring).wish is RecurringWish.CHANGE
    carry_out_wishes()
    stripe.go_on()
    assert stripe.fresh(recurring).amount_minor == 3_000


def test_the_end_wins_over_other_wishes(stripe):
    recurring = begun(stripe, make_fund())
    with transaction():
        cancel_monthly(recurring)
    with pytest.raises(Refused), transaction():
        resume_monthly(recurring)
    with transaction():
        cancel_monthly(recurring)
    assert stripe.fresh(recurring).wishes == 1
    stripe.go_on()
    assert stripe.fresh(recurring).status is RecurringStatus.CANCELLED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (lambda gift: change_monthly(gift, Money(3_000, "GBP")), pause_monthly),
        (pause_monthly, lambda gift: change_monthly(gift, Money(3_000, "GBP"))),
    ],
)
def test_an_amount_and_a_pause_do_not_drop_each_other(stripe, first, second):
    recurring = begun(stripe, make_fund())
    with transaction():
        first(recurring)
    with pytest.raises(Refused, match="Try again in a minute"), transaction():
        second(recurring)
    stripe.go_on()
    recurring = wish(stripe, second, stripe.fresh(recurring))
    assert (recurring.amount_minor, recurring.status) == (3_000, RecurringStatus.PAUSED)


def test_the_end_waits_for_no_other_wish(stripe):
    recurring = begun(stripe, make_fund())
    with transaction():
        change_monthly(recurring, Money(3_000, "GBP"))
    with transaction():
        cancel_monthly(recurring)
    stripe.go_on()
    assert stripe.fresh(recurring).status is RecurringStatus.CANCELLED


def test_the_end_of_which_nobody_told_us_is_asked_for(stripe):
    recurring = begun(stripe, make_fund())
    with clock.moved(timedelta(days=20)):
        ask_silent()
    assert stripe.fresh(recurring).status is RecurringStatus.ACTIVE
    stripe.act("deliveries", do="drop", times=50)
    stripe.rehearsal.gateway.end_recurring(recurring.subscription_id)
    stripe.act("deliver")
    assert stripe.fresh(recurring).status is RecurringStatus.ACTIVE, "nobody told us"
    with clock.moved(timedelta(days=20)):
        ask_silent()
    assert stripe.fresh(recurring).status is RecurringStatus.ACTIVE, "it is not late yet"
    with clock.moved(timedelta(days=36)):
        ask_silent()
        ask_silent()
    assert stripe.fresh(recurring).status is RecurringStatus.CANCELLED
    assert session.query(Message).filter_by(template="donations/monthly_ended").count() == 1


def test_old_news_about_a_monthly_gift_change_nothing(stripe):
    recurring = begun(stripe, make_fund())
    recurring = wish(stripe, pause_monthly, recurring)
    for event in reversed(stripe.act("things", kind="event")["data"]):
        stripe.act("resend", event=event["id"])
    stripe.go_on()
    assert stripe.fresh(recurring).status is RecurringStatus.PAUSED


@pytest.mark.parametrize(
    ("service", "wished"),
    [
        (lambda gift: change_monthly(gift, Money(3_000, "GBP")), RecurringWish.CHANGE),
        (pause_monthly, RecurringWish.PAUSE),
        (resume_monthly, RecurringWish.RESUME),
        (cancel_monthly, RecurringWish.CANCEL),
    ],
)
def test_a_wish_that_is_refused_for_good_is_told_to_giver_and_treasurers(stripe, service, wished):
    host = OrganisationFactory()
    treasurer = MembershipFactory(organisation=host, role=MemberRole.TREASURER).user
    recurring = begun(stripe, make_fund(hosts=[host]))
    recurring.subscription_id = "sub_that_is_not_there"
    session.commit()
    recurring = wish(stripe, service, recurring)
    assert (recurring.wish, recurring.status) == (None, RecurringStatus.ACTIVE)
    assert recurring.amount_minor == 1_000
    (mail,) = stripe.mails("wish_refused")
    assert mail.recipient == "kim@example.org"
    (told,) = stripe.mails("wish_stuck")
    assert told.recipient == treasurer.email
    assert "sub_that_is_not_there" in told.text
    carry_out_wishes()
    stripe.go_on()
    assert len(stripe.mails("wish_refused")) == len(stripe.mails("wish_stuck")) == 1


def test_what_was_wished_of_a_gift_that_has_ended_meanwhile_needs_no_apology(stripe):
    recurring = begun(stripe, make_fund())
    with transaction():
        pause_monthly(recurring)
    stripe.rehearsal.gateway.end_recurring(recurring.subscription_id)
    stripe.work()
    assert stripe.fresh(recurring).status is RecurringStatus.CANCELLED
    assert len(stripe.mails("monthly_ended")) == 1
    assert not stripe.mails("wish_refused")
