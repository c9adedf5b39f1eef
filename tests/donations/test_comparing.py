"""The provider's books and ours, compared every night; payouts matched; our own sums proved."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.donations.jobs.comparing import compare_books
from app.donations.jobs.funds import prove_sums
from app.donations.models import (
    Balance,
    Comparison,
    Dispute,
    Donation,
    DonationStatus,
    LedgerEntry,
    LedgerMismatch,
    MismatchKind,
    Payout,
    Posting,
    Route,
)
from app.donations.queries.comparing import number_of_mismatches, payouts_of
from app.donations.services.comparing import solve_mismatch
from app.donations.services.refunding import accept_refund, request_refund
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_fund
from tests.donations.orders import an_order
from tests.donations.test_passing import with_account
from tests.organisations.factories import OrganisationFactory


def night(stripe, after=timedelta(hours=12)):
    """Let half a day pass, or more, and the nightly comparison run."""
    with clock.moved(after):
        compare_books()
        stripe.go_on()
    session.rollback()
    waiting = session.query(LedgerMismatch).filter_by(solved_at=None)
    return [
        (each.kind, each.what) for each in waiting.order_by(LedgerMismatch.moved_at.desc(), LedgerMismatch.id)
    ]


def test_books_that_agree_have_no_mismatch(stripe):
    fund, keeper = make_fund(), UserFactory()
    donation = stripe.give(fund, 1_001)
    stripe.give(fund, 2_000, is_monthly=True)
    disputed = stripe.give(fund, 3_000)
    with transaction():
        accept_refund(request_refund(donation, by=keeper), by=keeper)
    dispute = stripe.act("open_dispute", payment=disputed.payment_id)
    stripe.go_on()
    assert night(stripe) == []
    stripe.act("close_dispute", dispute=dispute["id"], outcome="won")
    stripe.act("payout")
    stripe.go_on()
    assert night(stripe) == []
    assert session.query(Payout).count() == 1


def test_parts_of_hosts_agree_too(stripe):
    hosts, keeper = [OrganisationFactory(), OrganisationFactory()], UserFactory()
    for host in hosts:
        with_account(stripe, host)
    donation = stripe.give(make_fund(hosts=hosts, route=Route.TRANSFERS))
    with transaction():
        accept_refund(request_refund(donation, by=keeper), by=keeper)
    stripe.go_on()
    assert night(stripe) == []


def test_what_nobody_told_us_is_found_by_the_books(stripe):
    fund = make_fund()
    donation = stripe.give(fund)
    silent = stripe.begin(fund)
    stripe.pay(silent)
    stripe.act("open_dispute", payment=donation.payment_id)
    stripe.act("deliveries", do="drop", times=50)
    stripe.act("deliver")
    assert night(stripe) == []
    assert stripe.fresh(silent).status is DonationStatus.PAID
    assert stripe.check_books(fund) == 1_000
    assert session.query(LedgerMismatch).count() == 0


@pytest.mark.parametrize("has_been_compared", [True, False])
@pytest.mark.parametrize("route", [Route.LEDGER, Route.DIRECT])
def test_a_month_that_nobody_told_us_of_is_found_after_weeks_without_a_comparison(
    stripe, route, has_been_compared
):
    host = OrganisationFactory()
    with_account(stripe, host)
    fund = make_fund(hosts=[host], route=route)
    stripe.give(fund, is_monthly=True)
    if has_been_compared:
        assert night(stripe) == []
    stripe.act("deliveries", do="drop", times=50)
    stripe.act("advance", days=31)
    stripe.act("deliver")
    stripe.act("advance", days=20)
    assert night(stripe, timedelta(days=51)) == []
    assert session.query(LedgerMismatch).count() == 0
    assert stripe.check_books(fund) == 2_000


def test_a_month_that_nobody_told_us_of_is_found_by_what_became_of_it(stripe):
    host = OrganisationFactory()
    account = with_account(stripe, host).provider_id
    stripe.give(make_fund(hosts=[host], route=Route.DIRECT), is_monthly=True)
    stripe.act("deliveries", do="drop", times=50)
    stripe.act("advance", days=31)
    month = stripe.act("things", kind="payment_intent", account=account)["data"][0]["id"]
    stripe.act("open_dispute", payment=month)
    stripe.act("deliver")
    stripe.act("advance", days=20)
    assert night(stripe, timedelta(days=51)) == []
    assert session.query(Dispute).one().donation.payment_id == month


def test_a_night_without_an_answer_is_compared_later(stripe):
    fund = make_fund()
    stripe.give(fund, is_monthly=True)
    assert night(stripe) == []
    compared = session.query(Comparison).one().compared_until
    stripe.act("fail", answer="500", times=50)
    assert night(stripe) == []
    assert session.query(Comparison).one().compared_until == compared


def test_money_that_is_none_of_ours_is_listed_until_it_is_explained(stripe):
    stripe.rehearsal.gateway.open_checkout(an_order(), key="of another shop")
    stripe.act("pay", checkout_id=stripe.act("things", kind="checkout.session")["data"][0]["id"])
    stripe.go_on()
    assert night(stripe) == [(MismatchKind.UNKNOWN, "charge")]
    assert night(stripe) == [(MismatchKind.UNKNOWN, "charge")]
    mismatch, keeper = session.query(LedgerMismatch).one(), UserFactory()
    assert (mismatch.ours_minor, mismatch.currency) == (None, "GBP")
    with pytest.raises(Refused), transaction():
        solve_mismatch(mismatch, note=" ", by=keeper)
    with transaction():
        solve_mismatch(mismatch, note="Our jumble sale.", by=keeper)
    assert night(stripe) == []
    assert number_of_mismatches() == 0


def test_amounts_that_differ_are_listed_until_they_agree(stripe):
    fund = make_fund()
    donation = stripe.give(fund)
    session.execute(update(Posting).where(Posting.amount_minor == 1_000).values(amount_minor=999))
    session.commit()
    assert night(stripe) == [(MismatchKind.AMOUNT, "charge")]
    mismatch = session.query(LedgerMismatch).one()
    assert mismatch.theirs_minor - mismatch.ours_minor == 1
    assert (mismatch.donation_id, mismatch.fund_id) == (donation.id, fund.id)
    session.execute(update(Posting).where(Posting.amount_minor == 999).values(amount_minor=1_000))
    session.commit()
    assert night(stripe) == []
    assert session.query(LedgerMismatch).one().solved_at


def test_a_gift_that_the_provider_does_not_know_is_listed(stripe):
    fund = make_fund()
    donation = stripe.give(fund)
    session.execute(update(Donation).values(charge_id="ch_from_nowhere"))
    session.commit()
    kinds = night(stripe)
    assert (MismatchKind.MISSING, "gift") in kinds
    session.execute(update(Donation).values(charge_id=donation_charge(stripe)))
    session.commit()
    assert night(stripe) == []
    assert stripe.fresh(donation).status is DonationStatus.PAID


def test_the_other_business_of_a_host_is_none_of_ours(stripe):
    host = OrganisationFactory()
    account = with_account(stripe, host)
    fund = make_fund(hosts=[host], route=Route.DIRECT)
    stripe.give(fund)
    opened = stripe.rehearsal.gateway.open_checkout(an_order(), key="their shop", account=account.provider_id)
    stripe.act("pay", checkout_id=opened.id)
    stripe.go_on()
    stripe.act("payout", account=account.provider_id)
    stripe.go_on()
    assert night(stripe) == []
    assert payouts_of([account.provider_id])
    assert not payouts_of([None])


def test_our_own_sums_are_proved_every_night(stripe, caplog):
    fund = make_fund()
    stripe.give(fund)
    session.execute(update(LedgerEntry).values(at=clock.now() - timedelta(hours=2)))
    session.commit()
    prove_sums()
    assert session.query(Balance).filter_by(fund_id=fund.id).count()
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]
    session.execute(update(Posting).where(Posting.amount_minor == 1_000).values(amount_minor=999))
    session.commit()
    prove_sums()
    assert "entries do not sum to nothing" in caplog.text


def donation_charge(stripe):
    return stripe.act("things", kind="charge")["data"][0]["id"]
