"""Treasurers in a hurry: back buttons, odd sums, two at the same refund, forms that were tampered with."""

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.donations import queries
from app.donations.models import (
    Donation,
    FundStatus,
    LedgerEntry,
    Refund,
    RefundStatus,
)
from app.donations.rules import ledger
from app.donations.services.refunding import accept_refund, request_refund
from tests.donations.booking import give
from tests.donations.factories import make_fund
from tests.donations.treasurers import fund, hosts, keeper, keeper_of, sums
from tests.racing import at_once
from tests.signing_in import sign_in

__all__ = ["fund", "hosts", "keeper"]


def today():
    return clock.now().date().isoformat()


DESK = "/desk/funds/tea/treasury"


def wanted(donation, amount, by=None):
    with transaction():
        return request_refund(donation, amount=amount, by=by)


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("address", "sent", "changed"),
    [
        (
            "treasury/gifts",
            {"source": "bank", "amount": "10", "on": today(), "name": "Kim"},
            {"amount": "20"},
        ),
        (
            "treasury/gifts",
            {"source": "bank", "amount": "10", "on": today(), "name": "Kim"},
            {"name": "Noor"},
        ),
        ("treasury/settle", {"amount": "3", "on": today(), "note": "BACS 1"}, {"note": "BACS 2"}),
        ("spending", {"amount": "2", "spent_on": today(), "what": "Milk"}, {"what": "Bread"}),
    ],
)
def test_what_is_changed_after_going_back_is_written_too(client: FlaskClient, fund, address, sent, changed):
    """A browser's back button brings the old form, and its key, with it."""
    give(fund, 10_000)
    before = session.query(LedgerEntry).count()
    if "settle" in address:
        sent = {**sent, "organisation": queries.shares_of(fund)[0].organisation_id}
    for each in ({}, {}, changed, changed):
        answer = client.post(f"/desk/funds/tea/{address}", data={**sent, **each, "key": "of one page"})
        assert answer.status_code == 303
    assert session.query(LedgerEntry).count() == before + 2


def test_another_part_after_going_back_is_given_back_too(client: FlaskClient, fund, keeper):
    gift = give(fund, payment_id="pi_1")
    for amount in ("2", "2", "3"):
        form = {"amount": amount, "key": "of one page"}
        assert client.post(f"{DESK}/gifts/{gift.id}/give-back", data=form).status_code == 303
    assert session.get(Donation, gift.id, populate_existing=True).refunded_minor == 500


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(("typed", "minor"), [("0.05", 5), ("25,000", 2_500_000), ("£0.50", 50)])
def test_what_did_not_come_online_may_be_smaller_or_larger_than_a_gift_online(
    client: FlaskClient, fund, hosts, typed, minor
):
    sent = {"source": "bank", "amount": typed, "on": today()}
    assert client.post(f"{DESK}/gifts", data=sent).status_code == 303
    assert ledger.raised(sums(fund).lines()) == minor
    half = str(ledger.left_to(hosts[0].id, sums(fund).lines()) / 100)
    sent = {"organisation": hosts[0].id, "amount": half, "on": today()}
    assert client.post(f"{DESK}/settle", data=sent).status_code == 303
    assert ledger.left_to(hosts[0].id, sums(fund).lines()) == 0


def test_a_small_box_is_counted_twice(client: FlaskClient, fund, hosts, keeper):
    assert (
        client.post(f"{DESK}/gifts", data={"source": "cash", "amount": "0.60", "on": today()}).status_code
        == 303
    )
    gift = session.query(Donation).one()
    sign_in(client, keeper_of(hosts[1]))
    assert client.post(f"{DESK}/gifts/{gift.id}/count", data={"amount": "0.60"}).status_code == 303
    assert ledger.raised(sums(fund).lines()) == 60


def test_a_rest_smaller_than_any_gift_goes_back_too(client: FlaskClient, fund, keeper):
    gift = give(fund, payment_id="pi_1")
    for amount in ("9.60", "0.40"):
        sent = {"amount": amount}
        assert client.post(f"{DESK}/gifts/{gift.id}/give-back", data=sent).status_code == 303
    assert session.get(Donation, gift.id, populate_existing=True).refunded_minor == 1_000
    more = client.post(f"{DESK}/gifts/{gift.id}/give-back", data={"amount": "0.01"})
    assert more.status_code == 422


def test_what_goes_back_is_paid_in_steps_of_its_currency(client: FlaskClient, hosts, keeper):
    fund = make_fund(hosts=hosts, slug="tea", currency="KWD")
    gift = give(fund, 5_000, payment_id="pi_1")
    refused = client.post(f"{DESK}/gifts/{gift.id}/give-back", data={"amount": "0.505"})
    assert refused.status_code == 422
    assert "End the amount with a nought" in refused.get_data(as_text=True)


@pytest.mark.usefixtures("fund", "keeper")
@pytest.mark.parametrize(
    "typed", ["0", "0.00", "-5", "1e309", "１００", "1,00", "9" * 5_000, "10.505", "nan"]
)
@pytest.mark.parametrize("address", ["treasury/gifts", "treasury/settle", "spending"])
def test_hostile_sums_get_a_clear_sentence(client: FlaskClient, hosts, address, typed):
    sent = {
        "source": "bank",
        "amount": typed,
        "on": today(),
        "spent_on": today(),
        "what": "Milk",
        "organisation": hosts[0].id,
    }
    answer = client.post(f"/desk/funds/tea/{address}", data=sent)
    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.get_data(as_text=True)
    assert session.query(LedgerEntry).count() == 0


@pytest.mark.parametrize("status", [FundStatus.DRAFT, FundStatus.PROPOSED])
def test_a_draft_takes_no_gift_by_hand(client: FlaskClient, hosts, keeper, status):
    """Its currency and its parts can still change, and a draft can be deleted."""
    make_fund(status, hosts=hosts, slug="tea")
    answer = client.post(f"{DESK}/gifts", data={"source": "bank", "amount": "10", "on": today()})
    assert answer.status_code == 422
    assert "not public" in answer.get_data(as_text=True)
    assert session.query(Donation).count() == 0


@pytest.mark.parametrize("verdict", [None, "", "YES", "perhaps"])
def test_a_refund_is_given_only_by_a_clear_yes(client: FlaskClient, fund, keeper, verdict):
    refund = wanted(give(fund, payment_id="pi_1"), None)
    sent = {} if verdict is None else {"verdict": verdict}
    assert client.post(f"{DESK}/refunds/{refund.id}", data=sent).status_code == 422
    assert session.get(Refund, refund.id, populate_existing=True).status is RefundStatus.REQUESTED


def test_two_first_yeses_at_once_are_one(app, fund, hosts):
    """The second person must have seen that there was a first."""
    refund = wanted(give(fund, 30_000, payment_id="pi_1"), None)
    refund_id = refund.id
    people = [keeper_of(host).id for host in hosts]

    def accept(user_id):
        return accept_refund(
            session.get_one(Refund, refund_id), by=session.get_one(User, user_id)
        ).decided_by_id

    outcomes = at_once(app, *(lambda each=each: accept(each) for each in people))
    (first,) = [each for each in outcomes if not isinstance(each, Refused)]
    kept = session.get(Refund, refund_id, populate_existing=True)
    assert (kept.status, kept.decided_by_id) == (RefundStatus.REQUESTED, first)


def test_a_large_refund_in_small_pieces_needs_two_people_too(client: FlaskClient, fund, keeper):
    gift = give(fund, 30_000, payment_id="pi_1")
    for amount in ("199.99", "100"):
        sent = {"amount": amount}
        assert client.post(f"{DESK}/gifts/{gift.id}/give-back", data=sent).status_code == 303
    first, second = session.query(Refund).order_by(Refund.id)
    assert (first.status, second.status) == (RefundStatus.PENDING, RefundStatus.REQUESTED)
    page = client.get(f"{DESK}/refunds/{second.id}").get_data(as_text=True)
    assert "needs two people" in page
