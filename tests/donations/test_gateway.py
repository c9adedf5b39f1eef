"""What we ask of Stripe, asked through the real SDK over a real socket."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import stripe

from app.config import SettingError, Settings
from app.core.clock import moved, now
from app.core.money import Money, decimals
from app.donations.gateway.asking import API_VERSION
from app.donations.gateway.currency import from_stripe, to_stripe
from app.donations.gateway.door import gateway, gateway_at, gifts_are_on
from app.donations.gateway.errors import GatewayMissing, GatewayRefused, GatewayUnavailable
from app.donations.gateway.orders import RefundOrder, TransferOrder
from app.donations.gateway.words import (
    CheckoutStatus,
    DisputeStatus,
    PaymentStatus,
    PayoutStatus,
    RecurringStatus,
    RefundStatus,
)
from tests.donations.orders import TEN_POUNDS, an_account, an_order


def paid(rehearsal, **changes):
    """Give the payment of a gift that was given."""
    account = changes.pop("account", None)
    order = an_order(**changes)
    opened = rehearsal.gateway.open_checkout(order, key=f"open-{order.reference}", account=account)
    rehearsal.pay(opened.url)
    found = rehearsal.gateway.checkout(opened.id, account=account)
    return rehearsal.gateway.payment(found.payment, account=account)


def a_ready_account(rehearsal, reference="org_1"):
    made = rehearsal.gateway.create_account(an_account(reference=reference), key=f"account-{reference}")
    rehearsal.control("onboard", account=made.id)
    return rehearsal.gateway.account(made.id)


def monthly(rehearsal):
    opened = rehearsal.gateway.open_checkout(an_order(monthly=True), key="open")
    rehearsal.pay(opened.url)
    return rehearsal.gateway.checkout(opened.id)


def test_the_pinned_version_is_the_one_the_library_was_made_for():
    assert stripe.api_version == API_VERSION


@pytest.mark.parametrize(
    ("minor", "currency", "sent"),
    [(1000, "GBP", 1000), (500, "JPY", 500), (500, "ISK", 50000), (7000, "UGX", 700000), (1230, "KWD", 1230)],
)
def test_amounts_are_counted_as_stripe_counts(minor, currency, sent):
    assert to_stripe(Money(minor, currency)) == sent
    assert from_stripe(sent, currency.lower()) == Money(minor, currency)


def test_a_step_that_stripe_does_not_take_is_refused_before_asking():
    with pytest.raises(ValueError, match="steps of 10"):
        to_stripe(Money(1234, "KWD"))
    assert [decimals(each) for each in ("ISK", "GBP", "TND")] == [0, 2, 3]
    assert from_stripe(12350, "isk") == Money(124, "ISK")


@pytest.mark.parametrize("currency", ["JPY", "ISK", "UGX", "KWD", "EUR"])
def test_a_gift_in_each_kind_of_currency_comes_back_as_it_was_sent(rehearsal, currency):
    money = Money(5000, currency)
    payment = paid(rehearsal, amount=money)
    assert payment.amount == payment.settled == money
    assert payment.fee.currency == currency


def test_a_gift_is_opened_paid_and_read(rehearsal):
    order = an_order(
        email="ada@example.org",
        transfer_group="don_1",
        language="en-GB",
        references={"fund": "fund_9"},
        expires_at=now() + timedelta(hours=1),
    )
    opened = rehearsal.gateway.open_checkout(order, key="open")
    assert (opened.status, opened.is_paid, opened.payment) == (CheckoutStatus.OPEN, False, None)
    assert rehearsal.pay(opened.url) == f"http://localhost/back?checkout={opened.id}"
    done = rehearsal.gateway.checkout(opened.id)
    assert (done.status, done.is_paid, done.url) == (CheckoutStatus.COMPLETE, True, None)
    assert (done.amount, done.reference, done.email) == (TEN_POUNDS, "don_1", "giver@example.org")
    payment = rehearsal.gateway.payment(done.payment)
    assert payment.status is PaymentStatus.SUCCEEDED
    assert (payment.fee, payment.reference) == (Money(35, "GBP"), "don_1")
    assert rehearsal.things("payment_intent")[0]["transfer_group"] == "don_1"
    assert rehearsal.gateway.payment_of_charge(payment.charge) == payment


def test_only_opaque_ids_are_told(rehearsal):
    with pytest.raises(ValueError, match="opaque"):
        rehearsal.gateway.open_checkout(an_order(references={"why": "in memory of Tom"}), key="open")
    paid(rehearsal)
    told = json.dumps([each["metadata"] for each in rehearsal.things("charge")])
    assert told == '[{"reference": "don_1"}]'


def test_a_declined_card_leaves_the_page_open(rehearsal):
    opened = rehearsal.gateway.open_checkout(an_order(), key="open")
    assert "declined" in rehearsal.pay(opened.url, how="decline")
    tried = rehearsal.gateway.checkout(opened.id)
    assert tried.status is CheckoutStatus.OPEN
    payment = rehearsal.gateway.payment(tried.payment)
    assert payment.status is PaymentStatus.FAILED
    rehearsal.pay(opened.url)
    assert rehearsal.gateway.payment(tried.payment).status is PaymentStatus.SUCCEEDED


@pytest.mark.parametrize(
    ("how", "is_paid", "status"),
    [("later", True, "succeeded"), ("later-fails", False, "failed")],
)
def test_a_bank_debit_is_known_days_later(rehearsal, how, is_paid, status):
    opened = rehearsal.gateway.open_checkout(an_order(), key="open")
    rehearsal.pay(opened.url, how=how)
    waiting = rehearsal.gateway.checkout(opened.id)
    assert (waiting.status, waiting.is_paid) == (CheckoutStatus.COMPLETE, False)
    assert rehearsal.gateway.payment(waiting.payment).status is PaymentStatus.PROCESSING
    rehearsal.control("advance", days=4)
    assert rehearsal.gateway.checkout(opened.id).is_paid is is_paid
    assert rehearsal.gateway.payment(waiting.payment).status.value == status


def test_a_page_is_closed_by_us_or_by_time_and_closing_again_changes_nothing(rehearsal):
    first = rehearsal.gateway.open_checkout(an_order(), key="first")
    second = rehearsal.gateway.open_checkout(an_order(), key="second")
    assert rehearsal.pay(first.url, how="abandon") == "http://localhost/away"
    assert rehearsal.gateway.close_checkout(first.id).status is CheckoutStatus.EXPIRED
    assert rehearsal.gateway.close_checkout(first.id).status is CheckoutStatus.EXPIRED
    rehearsal.control("advance", days=2)
    assert rehearsal.gateway.checkout(second.id).status is CheckoutStatus.EXPIRED
    with pytest.raises(GatewayMissing):
        rehearsal.gateway.close_checkout("cs_test_none")


def test_money_goes_back_in_part_then_whole_then_no_more(rehearsal):
    payment = paid(rehearsal)
    part = RefundOrder(payment.id, "ref_1", Money(400, "GBP"))
    first = rehearsal.gateway.refund(part, key="refund-1")
    assert (first.status, first.amount, first.payment) == (
        RefundStatus.SUCCEEDED,
        Money(400, "GBP"),
        payment.id,
    )
    assert first.reference == "ref_1"
    assert rehearsal.gateway.refund(part, key="refund-1") == first
    rest = rehearsal.gateway.refund(RefundOrder(payment.id, "ref_2", Money(600, "GBP")), key="refund-2")
    assert rest.amount == Money(600, "GBP")
    with pytest.raises(GatewayRefused) as refused:
        rehearsal.gateway.refund(RefundOrder(payment.id, "ref_3", Money(1, "GBP")), key="refund-3")
    assert refused.value.code == "charge_already_refunded"
    assert rehearsal.control("totals")["balance"] == -35


def test_a_refund_may_wait_and_may_fail(rehearsal):
    payment = paid(rehearsal)
    rehearsal.control("refunds", status="pending")
    refund = rehearsal.gateway.refund(RefundOrder(payment.id, "ref_1", TEN_POUNDS), key="refund")
    assert refund.status is RefundStatus.PENDING
    rehearsal.control("settle_refund", refund=refund.id, status="succeeded")
    assert rehearsal.gateway.refund_status(refund.id).status is RefundStatus.SUCCEEDED
    rehearsal.control("settle_refund", refund=refund.id, status="failed")
    failed = rehearsal.gateway.refund_status(refund.id)
    assert (failed.status, failed.failure) == (RefundStatus.FAILED, "lost_or_stolen_card")
    assert rehearsal.control("totals")["balance"] == 965


@pytest.mark.parametrize(("outcome", "left"), [("won", -1035), ("lost", -2035)])
def test_a_bank_claims_a_gift_back(rehearsal, outcome, left):
    payment = paid(rehearsal)
    dispute = rehearsal.control("open_dispute", payment=payment.id)
    found = rehearsal.gateway.dispute(dispute["id"])
    assert (found.status, found.amount, found.payment) == (DisputeStatus.OPEN, TEN_POUNDS, payment.id)
    assert [(each.amount.minor, each.fee.minor) for each in found.lines] == [(-1000, 2000)]
    rehearsal.control("close_dispute", dispute=dispute["id"], outcome=outcome)
    assert rehearsal.gateway.dispute(dispute["id"]).status.value == outcome
    assert rehearsal.control("totals")["balance"] == left


def test_shares_go_out_of_one_charge_and_come_back(rehearsal):
    north, south = (a_ready_account(rehearsal, each) for each in ("north", "south"))
    payment = paid(rehearsal, transfer_group="don_1")
    order = TransferOrder(Money(600, "GBP"), north.id, payment.charge, "don_1", "share_1")
    sent = rehearsal.gateway.transfer(order, key="share-1")
    assert rehearsal.gateway.transfer(order, key="share-1") == sent
    assert (sent.amount, sent.reference) == (Money(600, "GBP"), "share_1")
    too_much = TransferOrder(Money(600, "GBP"), south.id, payment.charge, "don_1", "share_2")
    with pytest.raises(GatewayRefused):
        rehearsal.gateway.transfer(too_much, key="share-2")
    back = rehearsal.gateway.reverse_transfer(sent.id, Money(200, "GBP"), reference="back_1", key="back-1")
    assert back.startswith("trr_")
    assert rehearsal.gateway.transfer_status(sent.id).reversed == Money(200, "GBP")
    rehearsal.control("payout", account=north.id)
    with pytest.raises(GatewayRefused) as refused:
        rehearsal.gateway.reverse_transfer(sent.id, Money(400, "GBP"), reference="back_2", key="back-2")
    assert refused.value.code == "balance_insufficient"


def test_an_organisation_is_connected_step_by_step(rehearsal):
    door = rehearsal.gateway
    made = door.create_account(an_account(), key="k")
    assert (made.details_given, made.can_take_gifts, made.has_left) == (False, False, False)
    link = door.onboarding_link(made.id, return_url="http://localhost/r", refresh_url="http://localhost/f")
    assert link.startswith(rehearsal.url)
    for outcome, can_take_gifts, is_missing in [
        ("incomplete", False, True),
        ("complete", True, False),
        ("rejected", False, False),
    ]:
        rehearsal.control("onboard", account=made.id, outcome=outcome)
        found = door.account(made.id)
        assert (found.can_take_gifts, bool(found.missing)) == (can_take_gifts, is_missing)
    rehearsal.control("disconnect", account=made.id)
    assert door.account(made.id).has_left
    with pytest.raises(GatewayRefused):
        door.open_checkout(an_order(), key="open", account=made.id)


def test_a_direct_gift_lives_on_the_hosts_own_account(rehearsal):
    host = a_ready_account(rehearsal)
    payment = paid(rehearsal, account=host.id)
    with pytest.raises(GatewayMissing):
        rehearsal.gateway.payment(payment.id)
    refund = rehearsal.gateway.refund(RefundOrder(payment.id, "r", TEN_POUNDS), key="r", account=host.id)
    assert rehearsal.gateway.refund_status(refund.id, account=host.id) == refund
    assert rehearsal.control("totals")["balance"] == 0


def test_a_monthly_gift_is_taken_each_month(rehearsal):
    begun = monthly(rehearsal)
    invoice = rehearsal.gateway.invoice(begun.invoice)
    assert (invoice.paid, invoice.is_first, invoice.amount) == (True, True, TEN_POUNDS)
    assert (invoice.reference, invoice.recurring) == ("don_1", begun.recurring)
    payment = rehearsal.gateway.payment(invoice.payment)
    assert payment.invoice == begun.invoice
    found = rehearsal.gateway.recurring(begun.recurring)
    assert (found.status, found.reference, found.customer) == (
        RecurringStatus.ACTIVE,
        "don_1",
        begun.customer,
    )
    rehearsal.control("advance", days=65)
    assert len(rehearsal.things("charge")) == 3
    assert not rehearsal.gateway.invoice(rehearsal.things("invoice")[0]["id"]).is_first


def test_a_monthly_gift_is_changed_paused_resumed_and_ended(rehearsal):
    door, gift = rehearsal.gateway, monthly(rehearsal).recurring
    assert door.change_recurring(gift, Money(500, "GBP"), key="c").amount == Money(500, "GBP")
    assert door.pause_recurring(gift, key="p").status is RecurringStatus.PAUSED
    rehearsal.control("advance", days=35)
    assert len(rehearsal.things("charge")) == 1
    assert door.resume_recurring(gift, key="r").status is RecurringStatus.ACTIVE
    rehearsal.control("advance", days=30)
    assert [each["amount"] for each in rehearsal.things("charge")] == [500, 1000]
    assert door.end_recurring(gift).status is RecurringStatus.ENDED
    assert door.end_recurring(gift).status is RecurringStatus.ENDED
    with pytest.raises(GatewayRefused):
        door.change_recurring(gift, Money(700, "GBP"), key="late")


def test_a_monthly_gift_that_fails_is_tried_again_and_then_ended(rehearsal):
    gift = monthly(rehearsal).recurring
    rehearsal.control("renewals", recurring=gift, how="decline")
    rehearsal.control("advance", months=1, days=1)
    assert rehearsal.gateway.recurring(gift).status is RecurringStatus.PAST_DUE
    failed = rehearsal.gateway.invoice(rehearsal.things("invoice")[0]["id"])
    assert not failed.paid
    assert failed.pay_url.startswith(rehearsal.url)
    rehearsal.control("advance", days=3)
    assert rehearsal.gateway.recurring(gift).status is RecurringStatus.ACTIVE
    rehearsal.control("renewals", recurring=gift, how="decline", times=4)
    rehearsal.control("advance", days=60)
    assert rehearsal.gateway.recurring(gift).status is RecurringStatus.ENDED


def test_a_giver_ends_a_monthly_gift_in_the_portal(rehearsal):
    begun = monthly(rehearsal)
    link = rehearsal.gateway.portal_link(begun.customer, return_url="http://localhost/gift")
    assert link.startswith(rehearsal.url)
    assert rehearsal.press(link, f"end-{begun.recurring}") == "http://localhost/gift"
    assert rehearsal.gateway.recurring(begun.recurring).status is RecurringStatus.ENDED
    with pytest.raises(GatewayMissing):
        rehearsal.gateway.portal_link("cus_none", return_url="http://localhost/")


def test_the_books_are_read_page_by_page(rehearsal):
    since = now() - timedelta(minutes=1)
    for number in range(103):
        opened = rehearsal.application.act("quick_gift", {"amount": 500 + number})
        assert opened["payment_status"] == "paid"
    first = rehearsal.gateway.balance_lines(since=since)
    second = rehearsal.gateway.balance_lines(since=since, after=first.next_after)
    lines = [*first.rows, *second.rows]
    assert (len(first.rows), len(second.rows), second.next_after) == (100, 3, None)
    assert len({line.id for line in lines}) == 103
    assert all(line.amount.minor - line.fee.minor == line.net.minor for line in lines)
    assert not rehearsal.gateway.balance_lines(since=now() + timedelta(days=1)).rows


@pytest.mark.parametrize(("fails", "status"), [(False, PayoutStatus.PAID), (True, PayoutStatus.FAILED)])
def test_a_payout_gathers_its_lines_and_arrives_or_fails(rehearsal, fails, status):
    since = now() - timedelta(minutes=1)
    paid(rehearsal)
    made = rehearsal.control("payout", fails=fails)
    assert rehearsal.gateway.payout(made["id"]).status is PayoutStatus.ON_ITS_WAY
    lines = rehearsal.gateway.balance_lines(since=since, payout=made["id"]).rows
    assert sum(line.net.minor for line in lines) == 0
    assert {line.kind for line in lines} == {"charge", "payout"}
    rehearsal.control("advance", days=3)
    [found] = rehearsal.gateway.payouts(since=since).rows
    assert (found.status, found.amount) == (status, Money(965, "GBP"))
    assert rehearsal.control("totals")["balance"] == (965 if fails else 0)


# What goes wrong


@pytest.mark.parametrize("answer", ["409", "500", "nothing"])
@pytest.mark.parametrize("after", [False, True])
def test_a_call_that_fails_once_is_sent_again_with_its_key_and_done_once(rehearsal, answer, after):
    rehearsal.control("fail", answer=answer, after=after)
    opened = rehearsal.gateway.open_checkout(an_order(), key="open")
    assert [each["id"] for each in rehearsal.things("checkout.session")] == [opened.id]


@pytest.mark.parametrize("answer", ["409", "429", "500", "nothing"])
def test_a_call_that_keeps_failing_may_be_sent_again_later(rehearsal, answer):
    rehearsal.control("fail", answer=answer, times=1 if answer == "429" else 3)
    with pytest.raises(GatewayUnavailable) as caught:
        rehearsal.gateway.open_checkout(an_order(), key="open")
    assert not caught.value.replayed
    opened = rehearsal.gateway.open_checkout(an_order(), key="open")
    assert [each["id"] for each in rehearsal.things("checkout.session")] == [opened.id]


def test_a_failure_that_stripe_keeps_is_said_to_be_kept(rehearsal):
    rehearsal.control("fail", answer="500", kept=True)
    with pytest.raises(GatewayUnavailable) as caught:
        rehearsal.gateway.open_checkout(an_order(), key="open")
    assert caught.value.replayed
    assert rehearsal.gateway.open_checkout(an_order(), key="open-again").status is CheckoutStatus.OPEN


def test_nobody_there_is_unavailable():
    with pytest.raises(GatewayUnavailable):
        gateway_at("http://127.0.0.1:9", "sk_test_rehearsal", ()).checkout("cs_test_x")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Money(29, "GBP")}, "amount_too_small"),
        ({"amount": Money(0, "GBP")}, "amount_too_small"),
        ({"amount": Money(-5, "GBP")}, "amount_too_small"),
        ({"amount": Money(100_000_000, "GBP")}, "amount_too_large"),
        ({"amount": Money(1000, "XX")}, "invalid_request_error"),
        ({"expires_at": now() + timedelta(days=3)}, "invalid_request_error"),
        ({"language": "tlh"}, "invalid_request_error"),
        ({"success_url": ""}, "parameter_missing"),
    ],
)
def test_a_no_is_a_no(rehearsal, changes, code):
    with pytest.raises(GatewayRefused) as refused:
        rehearsal.gateway.open_checkout(an_order(**changes), key="open")
    assert refused.value.code == code


def test_a_wrong_key_is_refused(rehearsal):
    with pytest.raises(GatewayRefused):
        gateway_at(rehearsal.url, "sk_test_other", ()).checkout("cs_test_x")
    with pytest.raises(ValueError, match="255"):
        rehearsal.gateway.open_checkout(an_order(), key="x" * 256)


def test_one_key_is_for_one_call(rehearsal):
    rehearsal.gateway.open_checkout(an_order(), key="open")
    with pytest.raises(GatewayRefused) as refused:
        rehearsal.gateway.open_checkout(an_order(amount=Money(2000, "GBP")), key="open")
    assert refused.value.code == "idempotency_error"


# The door


def test_without_a_key_gifts_are_off(app, rehearsal):
    assert not gifts_are_on()
    with pytest.raises(LookupError):
        gateway()
    with rehearsal.switched_on(app):
        assert gifts_are_on()
        assert gateway() is rehearsal.gateway


GOOD = {"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRETS": "whsec_a, whsec_b"}
PRODUCTION = {
    "TWAIN_MODE": "production",
    "SECRET_KEY": "x" * 32,
    "ENCRYPTION_KEYS": "k1:" + "A" * 43 + "=",
    "DATABASE_URL": "sqlite:///x",
    "PUBLIC_URL": "https://twain.example.org",
    "MAIL_URL": "memory://",
    "MAIL_FROM": "a@example.org",
}


def test_settings_for_stripe_are_read(tmp_path: Path):
    here = {"TWAIN_INSTANCE": str(tmp_path), "TWAIN_MODE": "test"}
    found = Settings.from_environment({**here, **GOOD, "STRIPE_API_BASE": "http://127.0.0.1:8001/"})
    assert found.stripe_webhook_secrets == ("whsec_a", "whsec_b")
    assert found.stripe_api_base == "http://127.0.0.1:8001"
    assert "sk_test_x" not in repr(found)
    assert "whsec" not in repr(found)
    assert Settings.from_environment(here).stripe_secret_key is None
    live = {**PRODUCTION, **here, "TWAIN_MODE": "production", **GOOD, "STRIPE_SECRET_KEY": "rk_live_x"}
    assert Settings.from_environment(live).stripe_secret_key == "rk_live_x"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"STRIPE_SECRET_KEY": "pk_test_x"}, "STRIPE_SECRET_KEY"),
        ({"STRIPE_SECRET_KEY": "sk_live_x"}, "STRIPE_SECRET_KEY"),
        ({"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRETS": ""}, "STRIPE_WEBHOOK_SECRETS"),
        ({"STRIPE_WEBHOOK_SECRETS": "secret"}, "STRIPE_WEBHOOK_SECRETS"),
        ({"STRIPE_API_BASE": "127.0.0.1:8001"}, "STRIPE_API_BASE"),
        ({**PRODUCTION, "STRIPE_API_BASE": "http://127.0.0.1:8001"}, "STRIPE_API_BASE"),
    ],
)
def test_a_wrong_setting_for_stripe_is_named(tmp_path: Path, changes, named):
    environ = {"TWAIN_MODE": "test", "TWAIN_INSTANCE": str(tmp_path), **GOOD, **changes}
    with pytest.raises(SettingError, match=named):
        Settings.from_environment(environ)


def test_the_clock_that_is_moved_is_the_one_deliveries_are_judged_by(rehearsal):
    paid(rehearsal)
    known: set[str] = set()

    def read(body, headers):
        rehearsal.gateway.read_delivery(body, headers["Stripe-Signature"], known)
        return 200

    with moved(timedelta(seconds=250)):
        assert {status for _type, status in rehearsal.deliver(read)} == {200}
