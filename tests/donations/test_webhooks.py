"""What is not genuine, timely and ours is refused with 400 and logged; each thing acts once."""

import json

import pytest

from app.core.database import session
from app.core.transaction import transaction
from app.donations.models import Donation, DonationStatus, LedgerEntry, WebhookDelivery
from app.donations.queries.accounts import HostAccounts
from app.donations.services.telling import take_delivery
from tests.donations.factories import make_fund
from tests.donations.orders import an_order
from tests.queries import counting
from tests.racing import at_once


@pytest.fixture
def gift(stripe):
    donation = stripe.begin(make_fund())
    stripe.act("deliver")
    stripe.pay(donation)
    return donation


@pytest.mark.parametrize(
    ("lies", "reason"),
    [
        ({"secret": "whsec_of_a_stranger"}, "signature"),
        ({"age": 301}, "too_old"),
        ({"age": -302}, "from_the_future"),
        ({"account": "acct_of_a_stranger"}, "wrong_account"),
        ({"livemode": True}, "wrong_mode"),
        ({"api_version": "2020-08-27"}, "wrong_version"),
    ],
)
def test_a_delivery_that_lies_is_refused_and_logged(stripe, gift, caplog, lies, reason):
    completed = next(
        each
        for each in stripe.act("things", kind="event")["data"]
        if each["type"] == "checkout.session.completed"
    )
    with caplog.at_level("WARNING"):
        assert stripe.act("forge", event=completed["id"], **lies)["status"] == 400
    assert stripe.refusals == [reason]
    assert [each.reason for each in caplog.records if hasattr(each, "reason")] == [reason]
    assert session.query(WebhookDelivery).count() == 0
    assert stripe.fresh(gift).status is DonationStatus.PENDING
    assert stripe.act("forge", event=completed["id"], age=290)["status"] == 204
    assert stripe.fresh(gift).status is DonationStatus.PAID


def test_an_old_secret_still_counts_while_it_is_replaced(stripe, gift):
    assert stripe.act("forge", secret="whsec_new", also=stripe.rehearsal.secrets[0])["status"] == 204


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {}),
        (b"{}", {"Stripe-Signature": "t=1,v1=abc"}),
        (b"\xff\xfe", {"Stripe-Signature": "nonsense"}),
        (b"x" * 300_000, {"Stripe-Signature": "t=1,v1=abc"}),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}),
    ],
)
def test_noise_is_refused(stripe, body, headers):
    assert stripe.hear(body, headers) == 400


def test_there_is_nothing_to_tell_where_gifts_are_off(client):
    assert client.post("/webhooks/stripe", data=b"{}").status_code == 404
    assert client.get("/webhooks/stripe").status_code == 405


def test_a_delivery_asks_the_database_little(stripe, gift):
    """Its claim, the gift, its entry, lines, declarations, hosts, its status, its receipt, its page."""
    completed = {
        "id": gift.checkout_id,
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": 1_000,
        "currency": "gbp",
        "metadata": {"reference": gift.reference},
    }
    with counting() as statements:
        assert stripe.tell("checkout.session.completed", completed) == 204
    assert len(statements) == 9, statements
    assert stripe.fresh(gift).status is DonationStatus.PAID


def test_one_delivery_twenty_times_at_once_acts_once(stripe, gift):
    caught = []

    def keep(body, headers):
        caught.append((body, headers["Stripe-Signature"]))
        return 200

    stripe.rehearsal.application.target = keep
    stripe.act("deliver")
    gateway = stripe.rehearsal.gateway
    deliveries = [gateway.read_delivery(body, header, HostAccounts()) for body, header in caught]
    session.rollback()
    deeds = [lambda each=each: take_delivery(each) for each in deliveries * 3]
    outcomes = at_once(stripe.app, *deeds)
    assert outcomes.count(True) == len({each.id for each in deliveries})
    assert session.query(LedgerEntry).count() == 1
    assert len(stripe.mails("receipt")) == 1


def test_work_that_fails_leaves_no_claim_behind(stripe, gift):
    """The claim and the work are one transaction: a crash in between loses neither."""
    caught = []
    stripe.rehearsal.application.target = lambda body, headers: caught.append((body, headers)) or 200
    stripe.act("deliver")
    body, headers = next(each for each in caught if json.loads(each[0])["type"].endswith("completed"))
    delivery = stripe.rehearsal.gateway.read_delivery(body, headers["Stripe-Signature"], HostAccounts())

    def die_before_the_commit():
        with transaction():
            take_delivery(delivery)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die_before_the_commit()
    assert session.query(WebhookDelivery).count() == session.query(LedgerEntry).count() == 0
    assert session.get(Donation, gift.id).status is DonationStatus.PENDING
    assert stripe.hear(body, headers) == 204
    assert stripe.fresh(gift).status is DonationStatus.PAID


def test_a_stranger_to_us_is_asked_about_and_let_go(stripe):
    """The account may take other money too: what is not ours is looked at a few times, then no more."""
    stripe.rehearsal.gateway.open_checkout(an_order(), key="of another shop")
    stripe.act("pay", checkout_id=stripe.act("things", kind="checkout.session")["data"][0]["id"])
    stripe.go_on()
    waiting = session.query(WebhookDelivery).filter_by(kind="checkout.session.completed").one()
    assert waiting.again_at
    minutes = 2
    while stripe.fresh(waiting).again_at:
        stripe.look_at_waiting(minutes=minutes)
        minutes *= 2
        assert minutes < 100_000
    assert not stripe.fresh(waiting).is_used
    assert session.query(LedgerEntry).count() == 0
