"""Hosts' parts: passed on at once, brought back when the gift goes back; direct gifts."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.donations.jobs.passing import pass_on, pass_on_waiting
from app.donations.models import (
    Account,
    ConnectedAccount,
    DonationStatus,
    EntryKind,
    Route,
    Transfer,
    TransferStatus,
)
from app.donations.queries.ledger import sums_of
from app.donations.rules import ledger
from app.donations.services.passing import retry_transfer
from app.donations.services.refunding import accept_refund, request_refund
from tests.accounts.factories import UserFactory
from tests.donations.booking import left_to_hosts
from tests.donations.factories import make_fund
from tests.donations.orders import an_account
from tests.organisations.factories import OrganisationFactory


def with_account(stripe, host, outcome="complete"):
    made = stripe.rehearsal.gateway.create_account(
        an_account(reference=f"org_{host.id}"), key=f"account-{host.id}"
    )
    now = clock.now()
    account = ConnectedAccount(organisation=host, provider_id=made.id, created_at=now, told_at=now)
    session.add(account)
    session.commit()
    stripe.act("onboard", account=made.id, outcome=outcome)
    stripe.go_on()
    return stripe.fresh(account)


@pytest.fixture
def hosts(stripe):
    both = [OrganisationFactory(), OrganisationFactory()]
    for host in both:
        with_account(stripe, host)
    return both


@pytest.fixture
def fund(hosts):
    return make_fund(hosts=hosts, weights=[3_333, 6_667], route=Route.TRANSFERS)


def transfers():
    session.rollback()
    return session.query(Transfer).order_by(Transfer.id).all()


def refunded(stripe, donation, minor=None):
    amount = None if minor is None else donation.amount.__class__(minor, donation.currency)
    treasurer = UserFactory()
    with transaction():
        refund = request_refund(donation, amount=amount, by=treasurer)
        accept_refund(refund, by=treasurer)
    stripe.go_on()


def test_an_account_is_as_the_provider_says(stripe):
    account = with_account(stripe, OrganisationFactory(), outcome="incomplete")
    assert not account.can_charge
    assert account.wanted
    stripe.act("onboard", account=account.provider_id, outcome="complete")
    stripe.go_on()
    account = stripe.fresh(account)
    assert account.can_charge
    assert account.can_be_paid_out
    assert account.is_submitted
    stripe.act("disconnect", account=account.provider_id)
    stripe.go_on()
    assert stripe.fresh(account).ended_at


def test_each_host_gets_its_part_less_its_part_of_the_fee(stripe, fund):
    donation = stripe.give(fund, 1_001)
    sent = transfers()
    assert [each.status for each in sent] == [TransferStatus.SENT] * 2
    whole, fee = ledger.parts(1_001, donation.weights), ledger.parts(donation.fee_minor, donation.weights)
    assert {each.organisation_id: each.amount_minor for each in sent} == {
        host: whole[host] - fee[host] for host in whole
    }
    assert set(left_to_hosts(donation).values()) == {0}
    assert stripe.check_books(fund) == 1_001
    assert stripe.totals()["balance"] == 0
    pass_on(donation.id)
    stripe.go_on()
    assert sums_of(fund).number(EntryKind.TRANSFER) == 2
    assert len(stripe.act("things", kind="transfer")["data"]) == 2


def test_what_goes_back_to_the_giver_comes_back_from_the_hosts(stripe, fund):
    donation = stripe.give(fund, 1_001)
    refunded(stripe, donation, 500)
    first = [each.reversed_minor for each in transfers()]
    assert sum(first) == 500
    refunded(stripe, stripe.fresh(donation))
    assert all(each.reversed_minor == each.amount_minor for each in transfers())
    assert stripe.check_books(fund) == 0
    clearing = [
        amount for (_, where, _), amount in sums_of(fund).amounts.items() if where is Account.CLEARING
    ]
    assert sum(clearing) == stripe.totals()["balance"] == -donation.fee_minor
    pass_on(donation.id)
    stripe.go_on()
    assert len(stripe.act("things", kind="transfer")["data"]) == 2


@pytest.mark.parametrize("after", [True, False])
def test_parts_survive_a_provider_that_does_not_answer(stripe, fund, after):
    stripe.act("fail", answer="nothing", times=3, after=after, path="/v1/transfers")
    donation = stripe.give(fund)
    assert TransferStatus.PENDING in {each.status for each in transfers()} or after
    session.execute(update(Transfer).values(asked_at=clock.now() - timedelta(minutes=11)))
    session.commit()
    pass_on_waiting()
    stripe.go_on()
    assert {each.status for each in transfers()} == {TransferStatus.SENT}
    assert len(stripe.act("things", kind="transfer")["data"]) == 2
    assert set(left_to_hosts(donation).values()) == {0}


def test_a_reversal_that_was_not_answered_is_not_made_twice(stripe, fund):
    donation = stripe.give(fund, 1_000)
    stripe.act("fail", answer="nothing", times=6, after=True, path="/v1/transfers")
    refunded(stripe, donation, 300)
    session.execute(update(Transfer).values(asked_at=clock.now() - timedelta(minutes=11)))
    session.commit()
    pass_on_waiting()
    stripe.go_on()
    refunded(stripe, stripe.fresh(donation), 200)
    pass_on(donation.id)
    stripe.go_on()
    assert sum(each.reversed_minor for each in transfers()) == 500
    assert sum(each["amount_reversed"] for each in stripe.act("things", kind="transfer")["data"]) == 500


def test_a_refused_part_waits_for_a_treasurer(stripe):
    ready, leaver = OrganisationFactory(), OrganisationFactory()
    with_account(stripe, ready)
    gone = with_account(stripe, leaver)
    fund = make_fund(hosts=[ready, leaver], route=Route.TRANSFERS)
    stripe.act("disconnect", account=gone.provider_id)
    donation = stripe.give(fund)  # the message of its leave has not arrived
    states = {each.organisation_id: each.status for each in transfers()}
    assert states[ready.id] is TransferStatus.SENT
    if leaver.id in states:
        assert states[leaver.id] is TransferStatus.FAILED
        failed = next(each for each in transfers() if each.organisation_id == leaver.id)
        assert failed.refusal
        with transaction():
            retry_transfer(failed, by=UserFactory())
        stripe.go_on()
    assert left_to_hosts(donation)[leaver.id] > 0
    assert stripe.check_books(fund) == 1_000


def test_a_host_without_an_account_keeps_its_part_in_what_is_held(stripe, fund):
    donation = stripe.begin(fund)
    session.query(ConnectedAccount).update({"ended_at": clock.now()})
    session.commit()
    stripe.pay(donation)
    stripe.go_on()
    donation = stripe.fresh(donation)
    assert not transfers()
    assert sum(left_to_hosts(donation).values()) == 1_000 - donation.fee_minor


def test_a_direct_gift_lives_on_the_hosts_own_account(stripe):
    host = OrganisationFactory()
    account = with_account(stripe, host)
    fund = make_fund(hosts=[host], route=Route.DIRECT)
    donation = stripe.give(fund, is_monthly=True)
    assert donation.status is DonationStatus.PAID
    assert donation.account == account.provider_id
    assert stripe.totals(account=account.provider_id)["by_kind"]["charge"] == 1_000
    assert stripe.totals()["by_kind"] == {}
    stripe.act("advance", days=31)
    stripe.go_on()
    assert stripe.check_books(fund) == 2_000
    refunded(stripe, stripe.fresh(donation), 400)
    assert stripe.check_books(fund) == 1_600
    assert not transfers()
