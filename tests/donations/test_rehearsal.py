"""The rehearsal Stripe behaves as Stripe does, goes wrong when asked to, and never in production."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import html5lib
import httpx
import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from app.config import Mode, SettingError, Settings
from app.core.clock import now
from app.core.money import Money
from app.donations.gateway.door import gateway_at
from app.donations.gateway.errors import DeliveryRefused, GatewayUnavailable
from app.donations.gateway.orders import RefundOrder
from app.donations.gateway.words import DeliveryFault, RecurringStatus
from app.rehearsal.__main__ import port_of
from app.rehearsal.agreed import KEY, environment, port_near
from app.rehearsal.deliveries import signature
from app.rehearsal.forms import nested
from app.rehearsal.refusals import Refusal
from app.rehearsal.server import Application
from app.rehearsal.shapes import ALSO, SHAPES, blank
from app.rehearsal.world import API_VERSION, World
from app.run import rehearsal_settings
from tests.donations.orders import an_account, an_order
from tests.rehearsing import in_background

HEADERS = {"Authorization": f"Bearer {KEY}", "Stripe-Version": API_VERSION}
SESSION = {
    "mode": "payment",
    "success_url": "http://localhost/",
    "line_items[0][price_data][currency]": "gbp",
    "line_items[0][price_data][unit_amount]": "1000",
    "line_items[0][price_data][product_data][name]": "Gift",
    "line_items[0][quantity]": "1",
}


def post(rehearsal, path="checkout/sessions", headers=None, **changes):
    data = {name: value for name, value in (SESSION | changes).items() if value is not None}
    return httpx.post(f"{rehearsal.url}/v1/{path}", data=data, headers=HEADERS | (headers or {}))


def gift(rehearsal, **changes):
    opened = rehearsal.gateway.open_checkout(an_order(**changes), key="open")
    rehearsal.pay(opened.url)
    return rehearsal.gateway.checkout(opened.id)


# Forms and parameters


def test_bracketed_forms_become_dicts_and_lists():
    pairs = [
        ("a[0][b]", "1"),
        ("a[1][b]", "2"),
        ("c[d]", "x"),
        ("expand[]", "p"),
        ("expand[]", "q"),
        ("e", ""),
    ]
    assert nested(pairs) == {
        "a": [{"b": "1"}, {"b": "2"}],
        "c": {"d": "x"},
        "expand": ["p", "q"],
        "e": "",
    }
    for wrong in ([("a]", "1")], [("a", "1"), ("a[b]", "2")], [("", "1")]):
        with pytest.raises(Refusal):
            nested(wrong)


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"donor_name": "Ada"}, "donor_name"),
        ({"payment_intent_data[colour]": "red"}, "payment_intent_data[colour]"),
        ({"mode": "gift"}, "mode"),
        ({"mode": None}, "mode"),
        ({"line_items[0][price_data][currency]": None}, "line_items[0][price_data][currency]"),
        ({"line_items[0][price_data][unit_amount]": "1e309"}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][unit_amount]": "１００"}, "line_items[0][price_data][unit_amount]"),
        (
            {"line_items[0][adjustable_quantity][enabled]": "perhaps"},
            "line_items[0][adjustable_quantity][enabled]",
        ),
        ({"line_items": "x"}, "line_items"),
        ({"submit_type": "beg"}, "submit_type"),
        ({"metadata[" + "k" * 41 + "]": "x"}, "metadata[" + "k" * 41 + "]"),
        ({"metadata[k]": "x" * 501}, "metadata[k]"),
        ({"subscription_data[description]": "x"}, "subscription_data"),
        ({"line_items[0][price_data][recurring][interval]": "month"}, "line_items[0][price_data]"),
    ],
)
def test_what_stripe_would_refuse_is_refused(rehearsal, changes, param):
    if "line_items" in changes:
        changes = dict.fromkeys((name for name in SESSION if name.startswith("line")), None) | changes
    answer = post(rehearsal, **changes)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_strangers_and_other_versions_are_turned_away(rehearsal):
    assert post(rehearsal, headers={"Authorization": "Bearer sk_test_other"}).status_code == 401
    assert post(rehearsal, headers={"Stripe-Version": "2019-01-01"}).status_code == 400
    unknown = post(rehearsal, headers={"Stripe-Account": "acct_none"})
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (403, "account_invalid")
    assert post(rehearsal, path="crystal_balls").status_code == 404
    assert post(rehearsal).headers["Request-Id"].startswith("req_")


# Idempotency


def test_the_same_call_with_the_same_key_is_answered_alike(rehearsal):
    key = {"Idempotency-Key": "k"}
    first, second = post(rehearsal, headers=key), post(rehearsal, headers=key)
    assert first.content == second.content
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    other = post(rehearsal, headers=key, client_reference_id="other")
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")
    assert len(rehearsal.things("checkout.session")) == 1


def test_a_call_that_never_began_leaves_its_key_free(rehearsal):
    key = {"Idempotency-Key": "k"}
    assert post(rehearsal, headers=key, mode="gift").status_code == 400
    assert post(rehearsal, headers=key).status_code == 200


def test_two_calls_at_once_with_one_key_are_one_call(rehearsal):
    rehearsal.control("fail", answer="slow", seconds=0.6)
    key = {"Idempotency-Key": "k"}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _n: post(rehearsal, headers=key), range(2)))
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert len(rehearsal.things("checkout.session")) == 1


# Shapes


def test_everything_has_the_fields_that_stripe_publishes(rehearsal):
    account = rehearsal.gateway.create_account(an_account(), key="a").id
    rehearsal.control("onboard", account=account)
    payment = gift(rehearsal).payment
    monthly = rehearsal.gateway.open_checkout(an_order(monthly=True), key="monthly")
    rehearsal.pay(monthly.url)
    rehearsal.gateway.refund(RefundOrder(payment, "r", Money(100, "GBP")), key="r")
    rehearsal.control("open_dispute", payment=payment)
    rehearsal.control("totals")
    seen = set()
    for things in rehearsal.application.world.things.values():
        for thing in things.values():
            kind = thing["object"]
            assert set(thing) <= set(SHAPES[kind]) | set(ALSO.get(kind, {})), kind
            seen.add(kind)
    assert {"charge", "invoice", "subscription", "account", "dispute", "refund", "event"} <= seen
    with pytest.raises(KeyError):
        blank("charge", colour="red")


# Messages


def reading(rehearsal, found, known=(), status=200):
    def read(body, headers):
        try:
            found.append(rehearsal.gateway.read_delivery(body, headers.get("Stripe-Signature"), known))
        except DeliveryRefused as refused:
            found.append(refused.reason)
            return 400
        return status

    return read


def test_a_gift_is_told_of_once_in_order(rehearsal):
    done = gift(rehearsal)
    found = []
    assert {status for _type, status in rehearsal.deliver(reading(rehearsal, found))} == {200}
    assert [each.type for each in found] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    last = found[-1]
    assert (last.object_id, last.account) == (done.id, None)
    assert last.object["payment_status"] == "paid"
    assert rehearsal.deliver(reading(rehearsal, found)) == []


@pytest.mark.parametrize(
    ("lies", "reason"),
    [
        ({}, None),
        ({"secret": "whsec_wrong"}, DeliveryFault.SIGNATURE),
        ({"secret": "whsec_wrong", "also": "whsec_rehearsal_platform"}, None),
        ({"secret": "whsec_rehearsal_connected"}, None),
        ({"age": 290}, None),
        ({"age": 310}, DeliveryFault.TOO_OLD),
        ({"age": -290}, None),
        ({"age": -310}, DeliveryFault.FROM_THE_FUTURE),
        ({"livemode": True}, DeliveryFault.WRONG_MODE),
        ({"livemode": "no"}, DeliveryFault.UNREADABLE),
        ({"api_version": "2019-01-01"}, DeliveryFault.WRONG_VERSION),
        ({"account": "acct_host"}, None),
        ({"account": "acct_stranger"}, DeliveryFault.WRONG_ACCOUNT),
    ],
)
def test_only_a_genuine_timely_message_of_ours_is_read(rehearsal, lies, reason):
    gift(rehearsal)
    found = []
    status = rehearsal.forge(reading(rehearsal, found, known={"acct_host"}), **lies)
    assert status == (200 if reason is None else 400)
    assert getattr(found[0], "reason", found[0]) == reason or reason is None


@pytest.mark.parametrize("header", [None, "", "t=,v1=", "v1=abc", "t=1,v1=abc", "t=x,v1=é"])
def test_a_broken_signature_is_refused(rehearsal, header):
    with pytest.raises(DeliveryRefused) as refused:
        rehearsal.gateway.read_delivery(b"{}", header, ())
    assert refused.value.reason is DeliveryFault.SIGNATURE


@pytest.mark.parametrize("body", [b"\xff", b"[]", b"{}", b'{"object": "v2.core.event"}', b"null"])
def test_a_signed_message_that_is_no_event_is_refused(rehearsal, body):
    signed = signature(body, [rehearsal.secrets[0]], int(now().timestamp()))
    with pytest.raises(DeliveryRefused):
        rehearsal.gateway.read_delivery(body, signed, ())


def test_messages_are_sent_twice_dropped_delayed_and_turned_round(rehearsal):
    gift(rehearsal)
    found = []
    rehearsal.control("deliveries", do="duplicate")
    rehearsal.control("deliveries", do="drop")
    rehearsal.control("deliveries", do="delay", seconds=3600)
    rehearsal.control("reverse")
    rehearsal.deliver(reading(rehearsal, found))
    assert [each.type for each in found] == [
        "checkout.session.completed",
        "checkout.session.completed",
        "payment_intent.created",
    ]
    assert found[0].id == found[1].id
    rehearsal.control("advance", seconds=3600)
    rehearsal.deliver(reading(rehearsal, found))
    assert [each.type for each in found[3:]] == ["charge.succeeded"]


def test_a_message_is_sent_until_it_is_taken(rehearsal):
    gift(rehearsal)
    found = []
    for status in (500, 400, 302, 0):
        assert {each for _type, each in rehearsal.deliver(reading(rehearsal, found, status=status))} == {
            status
        }
    rehearsal.deliver(reading(rehearsal, found))
    assert len(found) == 20
    assert len({each.id for each in found}) == 4
    assert rehearsal.application.act("things", {"kind": "event"})["data"][0]["id"] == found[-1].id


def test_messages_about_a_host_name_its_account(rehearsal):
    host = rehearsal.gateway.create_account(an_account(), key="a").id
    rehearsal.control("onboard", account=host)
    opened = rehearsal.gateway.open_checkout(an_order(), key="open", account=host)
    rehearsal.pay(opened.url)
    found = []
    rehearsal.deliver(reading(rehearsal, found, known={host}))
    assert {each.account for each in found} == {host}
    assert found[0].type == "account.updated"


def test_it_sends_by_itself_and_again_until_2xx(own_rehearsal):
    got, answers, enough = [], [503, 200], threading.Event()

    def receive(environ, start):
        got.append(environ["HTTP_STRIPE_SIGNATURE"])
        status = answers.pop(0) if answers else 200
        if len(got) == 5:
            enough.set()
        return Response(status=status)(environ, start)

    with make_server("127.0.0.1", 0, receive) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        own_rehearsal.sends_to(f"http://127.0.0.1:{server.server_port}/webhooks/stripe")
        gift(own_rehearsal)
        assert enough.wait(20)
        server.shutdown()
    assert len(got) == 5


# Pages


def test_the_pages_are_plain_marked_and_work_without_scripts(rehearsal):
    opened = rehearsal.gateway.open_checkout(an_order(title="<b>Gift</b>"), key="open")
    host = rehearsal.gateway.create_account(an_account(), key="a").id
    link = rehearsal.gateway.onboarding_link(host, return_url="http://l/back", refresh_url="http://l/again")
    for url in (opened.url, link):
        page = httpx.get(url).text
        html5lib.HTMLParser(strict=True).parse(page)
        assert "This is a rehearsal" in page
        assert "<script" not in page
        assert "<b>Gift" not in page
    assert httpx.get(link).headers["Location"] == "http://l/again"
    assert rehearsal.press(link, "stop") == "http://l/back"
    assert not rehearsal.gateway.account(host).details_given
    assert rehearsal.press(link, "complete") == "http://l/back"
    assert rehearsal.gateway.account(host).can_take_gifts
    rehearsal.pay(opened.url)
    assert httpx.get(opened.url).status_code == 410
    assert httpx.get(rehearsal.url + "/pay/none").status_code == 404
    assert httpx.get(rehearsal.url + "/").status_code == 200


def test_a_month_that_failed_is_paid_on_its_own_page(rehearsal):
    begun = gift(rehearsal, monthly=True)
    rehearsal.control("renewals", recurring=begun.recurring, how="action")
    rehearsal.control("advance", months=1, days=1)
    invoice = rehearsal.gateway.invoice(rehearsal.things("invoice")[0]["id"])
    assert rehearsal.gateway.recurring(begun.recurring).status is RecurringStatus.PAST_DUE
    assert "Nothing to pay" in httpx.post(invoice.pay_url, data={"do": "pay"}).text
    assert rehearsal.gateway.invoice(invoice.id).paid
    types = [each["type"] for each in rehearsal.things("event")]
    assert "invoice.payment_action_required" in types
    assert types.count("invoice.paid") == 2


# Control, memory, and where it may run


def test_the_control_says_what_it_cannot_do(rehearsal):
    for name, wishes in [
        ("fly", {}),
        ("advance", {"years": 1}),
        ("close_dispute", {"dispute": "x", "outcome": "won"}),
    ]:
        answer = httpx.post(f"{rehearsal.url}/rehearsal/{name}", json=wishes)
        assert answer.status_code in {400, 404}
    assert httpx.post(f"{rehearsal.url}/rehearsal/reset", data={"a": "b"}).status_code == 405


def test_what_happened_outlives_the_process(tmp_path):
    file = tmp_path / "rehearsal.json"
    first = Application(World(file))
    first.act("quick_gift", {"amount": 1000})
    first.act("advance", {"days": 2})
    second = Application(World(file))
    assert second.act("totals", {}) == first.act("totals", {})
    assert abs(second.world.now() - first.world.now()) <= 1
    assert len(second.world.unsent) == 4


def test_a_key_outlives_the_process_too(tmp_path):
    ids = set()
    for _start in range(2):
        server, url = in_background(Application(World(tmp_path / "rehearsal.json")))
        ids.add(gateway_at(url, KEY, ()).open_checkout(an_order(), key="open").id)
        server.shutdown()
        server.server_close()
    assert len(ids) == 1


def test_what_was_done_without_an_answer_is_found_by_its_key(rehearsal):
    rehearsal.control("fail", answer="nothing", after=True, times=3)
    with pytest.raises(GatewayUnavailable):
        rehearsal.gateway.open_checkout(an_order(), key="open")
    opened = rehearsal.gateway.open_checkout(an_order(), key="open")
    assert [each["id"] for each in rehearsal.things("checkout.session")] == [opened.id]


def settings(tmp_path, **environ):
    return Settings.from_environment({"TWAIN_INSTANCE": str(tmp_path), **environ})


def test_it_never_runs_in_production_nor_beyond_the_loopback(tmp_path):
    here = settings(tmp_path)
    assert port_of(here) == 8001
    with pytest.raises(SettingError, match="production"):
        port_of(here.with_changes(mode=Mode.PRODUCTION))
    with pytest.raises(SettingError, match="STRIPE_API_BASE"):
        port_of(here.with_changes(stripe_api_base="http://192.168.0.9:8001"))
    environ = {"TWAIN_INSTANCE": str(tmp_path), "STRIPE_API_BASE": "http://example.org"}
    ended = subprocess.run(
        [sys.executable, "-m", "app.rehearsal"], env=environ, capture_output=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.count(b"\n") == 1


def test_make_run_rehearses_only_where_there_is_no_key(tmp_path):
    found = rehearsal_settings(settings(tmp_path))
    assert settings(tmp_path, **found).stripe_secret_key == KEY
    assert rehearsal_settings(settings(tmp_path, TWAIN_MODE="test")) == {}
    assert rehearsal_settings(settings(tmp_path, **environment(8001))) == {}


def test_a_taken_port_is_left_alone(rehearsal):
    taken = int(rehearsal.url.rpartition(":")[2])
    assert port_near(taken) != taken


def test_the_whole_process_serves_and_keeps_its_memory(tmp_path):
    port = port_near(0)
    environ = {"TWAIN_INSTANCE": str(tmp_path), **environment(port)}
    process = subprocess.Popen([sys.executable, "-m", "app.rehearsal"], env=environ)
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
            address = f"{environ['STRIPE_API_BASE']}/rehearsal/quick_gift"
            assert client.post(address, json={"amount": 700}).status_code == 200
    finally:
        process.terminate()
        process.wait()
    kept = json.loads((tmp_path / "rehearsal.json").read_text())
    assert any(each["object"] == "charge" for each in kept["things"][""].values())
