"""The addresses of the API: which function answers, and which class of `stripe.params` checks it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stripe import params as known
from stripe.params import billing_portal
from stripe.params import checkout as checkout_params

from app.rehearsal import checkout, connect, recurring, returns
from app.rehearsal.calls import Call
from app.rehearsal.shapes import Thing
from app.rehearsal.world import PLATFORM

Answering = Callable[..., Thing]


@dataclass(frozen=True)
class Route:
    """One address of the API."""

    method: str
    pattern: re.Pattern[str]
    answer: Answering
    params: type


def _one(kind: str) -> Answering:
    def answer(call: Call, thing_id: str) -> Thing:
        return call.world.get(call.account, kind, thing_id)

    return answer


def _many(kind: str, *filters: str) -> Answering:
    def answer(call: Call) -> Thing:
        wanted = {name: call.params[name] for name in filters if name in call.params}
        rows = call.world.all(call.account, kind)
        return call.a_page([row for row in rows if all(row[name] == wanted[name] for name in wanted)])

    return answer


def _balance_lines(call: Call) -> Thing:
    rows = call.world.all(call.account, "balance_transaction")
    payout = call.params.get("payout")
    if payout:
        rows = [row for row in rows if call.world.note(row["id"]).get("payout") == payout]
    for name in ("type", "source", "currency"):
        if name in call.params:
            rows = [row for row in rows if row[name] == call.params[name]]
    return call.a_page(rows)


def _invoice_payments(call: Call) -> Thing:
    rows = call.world.all(call.account, "invoice_payment")
    wanted = (call.params.get("payment") or {}).get("payment_intent")
    if wanted:
        rows = [row for row in rows if row["payment"]["payment_intent"] == wanted]
    if "invoice" in call.params:
        rows = [row for row in rows if row["invoice"] == call.params["invoice"]]
    return call.a_page(rows)


def _an_account(call: Call, account_id: str) -> Thing:
    return call.world.get(PLATFORM, "account", account_id)


def _route(line: str, answer: Answering, kind: type) -> Route:
    method, path = line.split()
    return Route(method, re.compile("/v1/" + path.replace("*", "([A-Za-z0-9_]+)")), answer, kind)


ROUTES = (
    _route("POST checkout/sessions", checkout.create, checkout_params.SessionCreateParams),
    _route("GET checkout/sessions", _many("checkout.session"), checkout_params.SessionListParams),
    _route("GET checkout/sessions/*", _one("checkout.session"), checkout_params.SessionRetrieveParams),
    _route("POST checkout/sessions/*/expire", checkout.expire, checkout_params.SessionExpireParams),
    _route(
        "GET checkout/sessions/*/line_items", checkout.line_items, checkout_params.SessionListLineItemsParams
    ),
    _route("GET payment_intents", _many("payment_intent", "customer"), known.PaymentIntentListParams),
    _route("GET payment_intents/*", _one("payment_intent"), known.PaymentIntentRetrieveParams),
    _route("GET charges", _many("charge", "payment_intent", "transfer_group"), known.ChargeListParams),
    _route("GET charges/*", _one("charge"), known.ChargeRetrieveParams),
    _route("POST refunds", returns.create_refund, known.RefundCreateParams),
    _route("GET refunds", _many("refund", "payment_intent", "charge"), known.RefundListParams),
    _route("GET refunds/*", _one("refund"), known.RefundRetrieveParams),
    _route("GET disputes", _many("dispute", "payment_intent", "charge"), known.DisputeListParams),
    _route("GET disputes/*", _one("dispute"), known.DisputeRetrieveParams),
    _route("POST transfers", connect.create_transfer, known.TransferCreateParams),
    _route("GET transfers", _many("transfer", "transfer_group", "destination"), known.TransferListParams),
    _route("GET transfers/*", _one("transfer"), known.TransferRetrieveParams),
    _route("POST transfers/*/reversals", connect.create_reversal, known.TransferCreateReversalParams),
    _route("GET customers/*", _one("customer"), known.CustomerRetrieveParams),
    _route("GET subscriptions", _many("subscription", "customer"), known.SubscriptionListParams),
    _route("GET subscriptions/*", _one("subscription"), known.SubscriptionRetrieveParams),
    _route("POST subscriptions/*", recurring.update, known.SubscriptionUpdateParams),
    _route("DELETE subscriptions/*", recurring.cancel, known.SubscriptionCancelParams),
    _route("GET invoices", _many("invoice", "customer", "status"), known.InvoiceListParams),
    _route("GET invoices/*", _one("invoice"), known.InvoiceRetrieveParams),
    _route("GET invoice_payments", _invoice_payments, known.InvoicePaymentListParams),
    _route("POST billing_portal/sessions", connect.create_portal, billing_portal.SessionCreateParams),
    _route("POST accounts", connect.create_account, known.AccountCreateParams),
    _route("GET accounts/*", _an_account, known.AccountRetrieveParams),
    _route("POST account_links", connect.create_link, known.AccountLinkCreateParams),
    _route("GET balance_transactions", _balance_lines, known.BalanceTransactionListParams),
    _route("GET balance_transactions/*", _one("balance_transaction"), known.BalanceTransactionRetrieveParams),
    _route("GET payouts", _many("payout", "status"), known.PayoutListParams),
    _route("GET payouts/*", _one("payout"), known.PayoutRetrieveParams),
    _route("GET events", _many("event", "type"), known.EventListParams),
    _route("GET events/*", _one("event"), known.EventRetrieveParams),
)

HAPPENINGS = {
    "expire_session": checkout.expire_session,
    "settle_session": checkout.settle_session,
    "renew": recurring.renew,
    "retry_invoice": recurring.retry_invoice,
    "arrive": connect.arrive,
}
