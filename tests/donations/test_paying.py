"""From the pay page to the ledger: once, in whatever order it is told, wherever a process dies."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.jobs.asking import ask_costs, ask_payment, ask_waiting
from app.donations.jobs.paying import open_checkout, settle_checkout
from app.donations.models import (
    Account,
    Donation,
    DonationStatus,
    EntryKind,
    LedgerEntry,
    RecurringStatus,
    WebhookDelivery,
)
from app.donations.queries.ledger import sums_of
from app.donations.rules.giving import GiftOrder
from app.donations.services.giving import begin_gift
from tests.donations.booking import left_to_hosts
from tests.donations.factories import make_fund


def test_a_gift_is_paid_and_counted_once(stripe):
    fund = make_fund()
    donation = stripe.give(fund, 1_001, cover_minor=36)
    assert donation.status is DonationStatus.PAID
    assert donation.payment_id
    assert donation.charge_id
    assert donation.fee_minor == stripe.totals()["fees"] > 0
    assert stripe.check_books(fund) == 1_037 == stripe.totals()["by_kind"]["charge"]
    sums = sums_of(fund)
    assert sums.number(EntryKind.GIFT) == sums.number(EntryKind.FEE) == 1
    held = sum(amount for (_, where, _), amount in sums.amounts.items() if where is Account.CLEARING)
    assert held == stripe.totals()["balance"]
    assert sum(left_to_hosts(donation).values()) == held
    assert [mail.subject for mail in stripe.mails("receipt")] == ["Thank you: your receipt"]
    for event in stripe.act("things", kind="event")["data"]:
        assert stripe.act("resend", event=event["id"])["status"] == 204
    settle_checkout(donation.id)
    ask_payment(donation.id)
    assert stripe.check_books(fund) == 1_037
    assert len(stripe.mails("receipt")) == 1


def test_the_pay_page_is_the_same_however_often_it_is_opened(stripe):
    donation = stripe.begin(make_fund())
    first, url = donation.checkout_id, donation.checkout_url
    with transaction():  # died before the answer was written down
        donation.checkout_id = donation.checkout_url = None
    assert open_checkout(donation.id) == url
    assert stripe.fresh(donation).checkout_id == first
    assert open_checkout(donation.id) == url
    assert len(stripe.act("things", kind="checkout.session")["data"]) == 1


@pytest.mark.parametrize("answer", ["500", "409", "nothing"])
@pytest.mark.parametrize("after", [True, False])
def test_a_provider_that_fails_costs_nothing_but_time(stripe, answer, after):
    fund = make_fund()
    stripe.act("fail", answer=answer, times=3, after=after)
    with transaction():
        donation = begin_gift(fund, order())
    with suppress(Refused):  # the library may have tried again by itself
        open_checkout(donation.id)
    assert open_checkout(donation.id).startswith("http://127.0.0.1")
    assert len(stripe.act("things", kind="checkout.session")["data"]) == 1


def test_a_failure_that_is_kept_under_its_key_gets_another_key(stripe):
    fund = make_fund()
    stripe.act("fail", answer="500", kept=True)
    with transaction():
        donation = begin_gift(fund, order())
    with pytest.raises(Refused):
        open_checkout(donation.id)
    assert open_checkout(donation.id)
    assert stripe.fresh(donation).attempt == 2


def test_a_bank_debit_counts_when_it_arrives(stripe):
    fund = make_fund()
    donation = stripe.begin(fund)
    stripe.pay(donation, "later")
    stripe.go_on()
    assert stripe.fresh(donation).status is DonationStatus.PROCESSING
    assert stripe.check_books(fund) == 0
    assert not stripe.mails("receipt")
    stripe.act("advance", days=4)
    stripe.go_on()
    assert stripe.fresh(donation).status is DonationStatus.PAID
    assert stripe.check_books(fund) == 1_000


@pytest.mark.parametrize("is_told", [True, False])
def test_a_bank_debit_that_never_arrives_fails(stripe, is_told):
    donation = stripe.begin(make_fund())
    stripe.pay(donation, "later-fails")
    stripe.go_on()
    stripe.act("advance", days=4)
    if is_told:
        stripe.go_on()
    else:
        settle_checkout(donation.id)
    assert stripe.fresh(donation).status is DonationStatus.FAILED
    assert not stripe.mails("receipt")


def test_a_declined_card_leaves_the_page_open(stripe):
    fund = make_fund()
    donation = stripe.begin(fund)
    stripe.pay(donation, "decline")
    stripe.go_on()
    assert stripe.fresh(donation).status is DonationStatus.PENDING
    stripe.pay(donation)
    stripe.go_on()
    assert stripe.check_books(fund) == 1_000


def test_an_abandoned_gift_expires(stripe):
    donation = stripe.begin(make_fund(), is_monthly=True)
    stripe.act("advance", days=1.1)
    stripe.go_on()
    donation = stripe.fresh(donation)
    assert donation.status is DonationStatus.EXPIRED
    assert stripe.monthly_of(donation).status is RecurringStatus.EXPIRED


def test_a_gift_of_which_nobody_told_us_is_asked_about(stripe):
    fund = make_fund()
    paid, left = stripe.begin(fund), stripe.begin(fund)
    with transaction():
        unopened = begin_gift(fund, order())
    stripe.pay(paid)
    stripe.act("deliveries", do="drop", times=50)
    stripe.act("deliver")
    ask_waiting()  # too early
    assert stripe.fresh(paid).status is DonationStatus.PENDING
    session.execute(update(Donation).values(created_at=clock.now() - timedelta(minutes=11)))
    session.commit()
    ask_waiting()
    ask_costs()
    assert stripe.fresh(paid).status is DonationStatus.PAID
    assert stripe.fresh(left).status is DonationStatus.PENDING
    assert stripe.fresh(unopened).checkout_id
    assert stripe.fresh(paid).fee_minor
    assert stripe.check_books(fund) == 1_000
    assert len(stripe.mails("receipt")) == 1


def test_a_gift_that_never_got_a_pay_page_expires(stripe):
    with transaction():
        donation = begin_gift(make_fund(), order())
    session.execute(update(Donation).values(created_at=clock.now() - timedelta(days=1)))
    session.commit()
    ask_waiting()
    assert stripe.fresh(donation).status is DonationStatus.EXPIRED
    assert not stripe.act("things", kind="checkout.session")["data"]


def test_unknown_kinds_are_kept_and_ignored(stripe):
    stripe.give(make_fund())
    unknown = session.query(WebhookDelivery).filter_by(kind="payment_intent.succeeded").one()
    assert not unknown.is_used
    assert unknown.again_at is None
    used = session.query(WebhookDelivery).filter_by(kind="checkout.session.completed").one()
    assert used.is_used


def test_messages_may_come_last_first(stripe):
    fund = make_fund()
    donation = stripe.begin(fund, is_monthly=True)
    stripe.pay(donation)
    stripe.act("reverse", times=5)
    stripe.go_on()
    assert stripe.check_books(fund) == 1_000
    assert session.query(LedgerEntry).filter_by(kind=EntryKind.GIFT).count() == 1
    assert stripe.monthly_of(donation).status is RecurringStatus.ACTIVE


def order():
    return GiftOrder(Money(1_000, "GBP"), email="kim@example.org")
