"""Money that goes back: never more than was given, each step once, hosts' parts to the penny."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.gateway.orders import RefundOrder
from app.donations.jobs.refunding import send_refund, send_waiting
from app.donations.models import (
    Account,
    Dispute,
    DisputeStatus,
    Donation,
    EntryKind,
    Refund,
    RefundStatus,
)
from app.donations.queries.ledger import sums_of
from app.donations.services.refunding import (
    accept_refund,
    confirm_refund,
    refuse_refund,
    request_refund,
)
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.donations.booking import left_to_hosts
from tests.donations.factories import make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.racing import at_once


def asked(donation, **values):
    with transaction():
        return request_refund(donation, **values)


def accepted(refund, by):
    with transaction():
        accept_refund(refund, by=by)


@pytest.fixture
def keeper(app):
    return UserFactory()


def test_a_giver_asks_and_gets_it_all_back(stripe, keeper):
    host = OrganisationFactory()
    treasurer = MembershipFactory(organisation=host, role=MemberRole.TREASURER).user
    fund = make_fund(hosts=[host, OrganisationFactory()])
    donation = stripe.give(fund, 1_001)
    refund = asked(donation, reason="I pressed twice.")
    assert refund.status is RefundStatus.REQUESTED
    assert [mail.recipient for mail in stripe.mails("refund_to_decide")] == [treasurer.email]
    with pytest.raises(Refused):
        asked(donation)
    accepted(refund, keeper)
    assert stripe.fresh(refund).status is RefundStatus.PENDING
    stripe.go_on()
    assert stripe.fresh(refund).status is RefundStatus.SUCCEEDED
    assert stripe.check_books(fund) == 0
    assert stripe.totals()["by_kind"]["refund"] == -1_001
    sums = sums_of(fund)
    assert sums.of(EntryKind.REFUND_BEGUN, Account.REFUNDS) == 1_001
    assert sum(left_to_hosts(donation).values()) == -donation.fee_minor
    assert len(stripe.mails("refund_asked")) == len(stripe.mails("refund_paid")) == 1
    for event in stripe.act("things", kind="event")["data"]:
        stripe.act("resend", event=event["id"])
    send_refund(refund.id)
    stripe.go_on()
    assert stripe.check_books(fund) == 0
    assert len(stripe.mails("refund_paid")) == 1
    with pytest.raises(Refused):
        asked(donation)


def test_a_gift_goes_back_in_pieces_and_never_more_than_it_was(stripe, keeper):
    fund = make_fund(weights=[3_333, 6_667])
    donation = stripe.give(fund, 1_000)
    for piece in (333, 333, 334):
        accepted(asked(donation, amount=Money(piece, "GBP"), by=keeper), keeper)
        stripe.go_on()
    assert stripe.check_books(fund) == 0
    assert all(amount <= 0 for amount in left_to_hosts(donation).values())
    with pytest.raises(Refused):
        asked(donation, by=keeper)


@pytest.mark.parametrize("minor", [0, -1, 1_001])
def test_too_much_or_too_little_cannot_be_asked(stripe, keeper, minor):
    donation = stripe.give(make_fund(), 1_000)
    with pytest.raises(Invalid):
        asked(donation, amount=Money(minor, "GBP"), by=keeper)


def test_a_large_refund_needs_two_people(stripe, keeper):
    donation = stripe.give(make_fund(), 20_000)
    refund, second = asked(donation, by=keeper), UserFactory()
    with pytest.raises(Refused), transaction():
        confirm_refund(refund, by=second)
    accepted(refund, keeper)
    assert stripe.fresh(refund).status is RefundStatus.REQUESTED
    with pytest.raises(Refused), transaction():
        confirm_refund(refund, by=keeper)
    with transaction():
        confirm_refund(refund, by=second)
    stripe.go_on()
    assert stripe.fresh(refund).status is RefundStatus.SUCCEEDED


def test_the_hosts_may_say_no(stripe, keeper):
    donation = stripe.give(make_fund())
    refund = asked(donation)
    with transaction():
        refuse_refund(refund, by=keeper, answer="It is spent.")
    assert stripe.fresh(refund).status is RefundStatus.REFUSED
    assert "It is spent." in stripe.mails("refund_refused")[0].text
    with pytest.raises(Refused):
        accepted(refund, keeper)


def test_a_giver_asks_within_the_window_only(stripe, keeper):
    donation = stripe.give(make_fund())
    session.execute(update(Donation).values(paid_at=clock.now() - timedelta(days=61)))
    session.commit()
    with pytest.raises(Refused, match="60 days"):
        asked(donation)
    assert asked(donation, by=keeper)


def test_two_treasurers_at_once_give_back_once(stripe, keeper):
    fund = make_fund()
    donation = stripe.give(fund)
    donation_id = donation.id

    def deed():
        return request_refund(session.get(Donation, donation_id), by=None).id

    outcomes = at_once(stripe.app, deed, deed)
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
    refund_id = next(each for each in outcomes if isinstance(each, int))
    user_id = keeper.id

    def decide():
        accept_refund(session.get(Refund, refund_id), by=session.get(type(keeper), user_id))

    outcomes = at_once(stripe.app, decide, decide)
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
    stripe.go_on()
    assert stripe.totals()["by_kind"]["refund"] == -1_000
    assert stripe.check_books(fund) == 0


@pytest.mark.parametrize("had_succeeded", [True, False])
def test_a_refund_that_comes_back_is_the_hosts_again(stripe, keeper, had_succeeded):
    fund = make_fund(weights=[3_333, 6_667])
    donation = stripe.give(fund)
    stripe.act("refunds", status="succeeded" if had_succeeded else "pending")
    refund = asked(donation)
    accepted(refund, keeper)
    stripe.go_on()
    refund = stripe.fresh(refund)
    assert refund.status is (RefundStatus.SUCCEEDED if had_succeeded else RefundStatus.PENDING)
    assert stripe.check_books(fund) == 0
    stripe.act("settle_refund", refund=refund.provider_id, status="failed")
    stripe.go_on()
    assert stripe.fresh(refund).status is RefundStatus.FAILED
    assert stripe.check_books(fund) == 1_000
    assert stripe.fresh(donation).refunded_minor == 0
    assert len(stripe.mails("refund_failed")) == 1


def test_a_refund_made_at_the_provider_is_found(stripe):
    fund = make_fund()
    donation = stripe.give(fund)
    stripe.rehearsal.gateway.refund(refund_order(donation), key="by hand")
    stripe.go_on()
    assert stripe.check_books(fund) == 400
    assert session.query(Refund).one().status is RefundStatus.SUCCEEDED


def test_a_refund_of_which_only_the_charge_tells_is_found(stripe):
    fund = make_fund()
    donation = stripe.give(fund)
    stripe.rehearsal.gateway.refund(refund_order(donation), key="by hand")
    stripe.act("deliveries", do="drop", times=2)  # refund.created and refund.updated
    stripe.act("deliver")
    stripe.look_at_waiting(minutes=2)
    assert stripe.check_books(fund) == 400
    assert session.query(Refund).one().amount_minor == 600


def test_a_refund_told_of_before_its_gift_waits_and_is_found(stripe):
    fund = make_fund()
    donation = stripe.begin(fund)
    stripe.pay(donation)
    payment = stripe.rehearsal.gateway.checkout(donation.checkout_id).payment
    stripe.rehearsal.gateway.refund(refund_order(donation, payment), key="by hand")
    stripe.act("reverse")
    stripe.go_on()
    stripe.look_at_waiting(minutes=2)
    assert stripe.check_books(fund) == 400
    assert stripe.fresh(donation).refunded_minor == 600


@pytest.mark.parametrize("after", [True, False])
def test_a_refund_survives_a_provider_that_does_not_answer(stripe, keeper, after):
    fund = make_fund()
    donation = stripe.give(fund)
    refund = asked(donation)
    accepted(refund, keeper)
    stripe.act("fail", answer="nothing", times=3, after=after, path="/v1/refunds")
    send_refund(refund.id)
    assert stripe.fresh(refund).status is RefundStatus.PENDING
    send_waiting()  # too early
    session.execute(update(Refund).values(asked_at=clock.now() - timedelta(minutes=11)))
    session.commit()
    send_waiting()
    assert stripe.fresh(refund).status is RefundStatus.SUCCEEDED
    assert stripe.totals()["by_kind"]["refund"] == -1_000
    stripe.go_on()
    assert stripe.check_books(fund) == 0


def test_a_refused_refund_is_the_hosts_again(stripe, keeper):
    fund = make_fund()
    donation = stripe.give(fund)
    refund = asked(donation)
    accepted(refund, keeper)
    stripe.rehearsal.gateway.refund(refund_order(donation, minor=1_000), key="by hand")
    stripe.go_on()
    assert stripe.fresh(refund).status is RefundStatus.FAILED
    assert stripe.check_books(fund) == 0
    assert stripe.fresh(donation).refunded_minor == 1_000


@pytest.mark.parametrize(("outcome", "left"), [("won", 1_000), ("lost", 0)])
def test_a_disputed_gift_is_held_back_until_the_bank_decides(stripe, keeper, outcome, left):
    host = OrganisationFactory()
    owner = MembershipFactory(organisation=host, role=MemberRole.OWNER).user
    fund = make_fund(hosts=[host])
    donation = stripe.give(fund)
    dispute = stripe.act("open_dispute", payment=donation.payment_id)
    stripe.go_on()
    assert stripe.check_books(fund) == 0
    assert [mail.recipient for mail in stripe.mails("dispute_opened")] == [owner.email]
    with pytest.raises(Refused):
        asked(donation)
    stripe.act("close_dispute", dispute=dispute["id"], outcome=outcome)
    stripe.act("reverse")
    stripe.go_on()
    assert stripe.check_books(fund) == left
    assert session.query(Dispute).one().status is DisputeStatus(outcome)
    held = sum(amount for (_, where, _), amount in sums_of(fund).amounts.items() if where is Account.CLEARING)
    assert held == stripe.totals()["balance"]
    for event in stripe.act("things", kind="event")["data"]:
        stripe.act("resend", event=event["id"])
    assert stripe.check_books(fund) == left
    assert len(stripe.mails("dispute_opened")) == 1


def test_a_question_of_a_bank_moves_no_money(stripe):
    fund = make_fund()
    donation = stripe.give(fund)
    dispute = stripe.act("open_dispute", payment=donation.payment_id, inquiry=True)
    stripe.go_on()
    assert stripe.check_books(fund) == 1_000
    stripe.act("close_dispute", dispute=dispute["id"], outcome="won")
    stripe.go_on()
    assert stripe.check_books(fund) == 1_000
    assert session.query(Dispute).one().status is DisputeStatus.WON


def test_a_bank_that_claims_what_has_gone_back_already_moves_nothing(stripe, keeper):
    fund = make_fund()
    donation = stripe.give(fund)
    with transaction():
        accept_refund(asked(stripe.fresh(donation)), by=keeper)
    stripe.go_on()
    stripe.act("open_dispute", payment=donation.payment_id)
    stripe.go_on()
    assert session.query(Dispute).one().amount_minor == 0
    assert stripe.check_books(fund) == 0


def refund_order(donation, payment=None, minor=600):
    return RefundOrder(payment or donation.payment_id, "by-hand", Money(minor, "GBP"))
