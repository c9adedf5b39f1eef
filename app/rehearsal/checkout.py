"""Checkout sessions, and what people do on their pay page."""

from typing import Any

from app.rehearsal import payments, recurring
from app.rehearsal.calls import Call
from app.rehearsal.refusals import invalid, missing
from app.rehearsal.shapes import Thing, listed
from app.rehearsal.world import DAY, World

SHORTEST = 30 * 60
LEAST = {"gbp": 30, "eur": 50, "usd": 50, "jpy": 50}
LEAST_ELSEWHERE = 50
MOST = 99_999_999
HUNDREDTHS_OF_NONE = ("isk", "ugx")
STEPS_OF_TEN = ("bhd", "jod", "kwd", "omr", "tnd")
BANK_TAKES = 3 * DAY


def create(call: Call) -> Thing:
    """Open a session, refusing what Stripe would."""
    params = call.params
    mode = params.get("mode")
    if mode not in {"payment", "subscription"}:
        raise missing("mode") if mode is None else invalid("Only payment and subscription", param="mode")
    if not params.get("success_url"):
        raise missing("success_url")
    _check_mode(params, mode)
    amount, currency = _sum_of(params, mode)
    session = call.world.make(call.account, "checkout.session", "cs_test", mode=mode, **_copied(params))
    session |= {
        "amount_subtotal": amount,
        "amount_total": amount,
        "currency": currency,
        "status": "open",
        "payment_status": "unpaid",
        "payment_method_types": ["card"],
        "expires_at": _expiry(call),
        "ui_mode": "hosted_page",
        "url": f"{call.world.address}/pay/{session['id']}",
    }
    call.world.note(session["id"]).update(params)
    call.world.later(session["expires_at"], "expire_session", call.account, session["id"])
    return session


def _copied(params: dict[str, Any]) -> dict[str, Any]:
    names = ("success_url", "cancel_url", "client_reference_id", "customer_email", "customer", "locale")
    found = {name: params[name] for name in (*names, "submit_type") if name in params}
    return {**found, "metadata": dict(params.get("metadata") or {})}


def _check_mode(params: dict[str, Any], mode: str) -> None:
    foreign = "subscription_data" if mode == "payment" else "payment_intent_data"
    if foreign in params:
        raise invalid(f"You can not pass `{foreign}` in `{mode}` mode.", param=foreign)
    if not params.get("line_items"):
        raise missing("line_items")
    suffix = (params.get("payment_intent_data") or {}).get("statement_descriptor_suffix", "")
    if len(suffix) > 22 or any(sign in suffix for sign in "<>\\'\"*"):  # noqa: PLR2004  # Stripe's limit
        raise invalid("Invalid statement descriptor suffix", param="payment_intent_data")


def _sum_of(params: dict[str, Any], mode: str) -> tuple[int, str]:
    total, currencies = 0, set()
    for number, item in enumerate(params["line_items"]):
        name = f"line_items[{number}]"
        price = item.get("price_data")
        if not price:
            raise missing(f"{name}[price_data]")
        if "product_data" not in price or "unit_amount" not in price:
            raise missing(f"{name}[price_data][unit_amount]")
        if (mode == "subscription") != ("recurring" in price):
            raise invalid(f"`{mode}` mode and recurring prices do not fit", param=f"{name}[price_data]")
        if "quantity" not in item:
            raise missing(f"{name}[quantity]")
        currencies.add(price["currency"])
        total += price["unit_amount"] * item["quantity"]
    if len(currencies) != 1:
        raise invalid("All line items must have one currency", param="line_items")
    currency = currencies.pop()
    check_amount(total, currency, "line_items[0][price_data][unit_amount]")
    return total, currency


def check_amount(amount: int, currency: str, param: str) -> None:
    """Refuse an amount that Stripe would not take in a currency."""
    if len(currency) != 3 or not currency.isalpha() or currency != currency.lower():  # noqa: PLR2004  # ISO 4217 has three letters
        raise invalid(f"Invalid currency: {currency}", param="currency")
    if amount < LEAST.get(currency, LEAST_ELSEWHERE):
        raise invalid("The amount is too small", param=param, code="amount_too_small")
    if amount > MOST:
        raise invalid("The amount is too large", param=param, code="amount_too_large")
    if (currency in HUNDREDTHS_OF_NONE and amount % 100) or (currency in STEPS_OF_TEN and amount % 10):
        raise invalid(f"Invalid amount for {currency}", param=param, code="invalid_amount")


def _expiry(call: Call) -> int:
    now = call.world.now()
    chosen = int(call.params.get("expires_at", now + DAY))
    if not now + SHORTEST - 60 <= chosen <= now + DAY + 60:
        raise invalid("`expires_at` must lie 30 minutes to 24 hours ahead", param="expires_at")
    return chosen


def expire(call: Call, session_id: str) -> Thing:
    """Close an open session."""
    session = call.world.get(call.account, "checkout.session", session_id)
    if session["status"] != "open":
        raise invalid("Only Checkout Sessions with a status in ['open'] can be expired.")
    _close(call.world, call.account, session)
    return session


def expire_session(world: World, account: str, session_id: str) -> None:
    """Close a session whose time is over."""
    session = world.get(account, "checkout.session", session_id)
    if session["status"] == "open":
        _close(world, account, session)


def _close(world: World, account: str, session: Thing) -> None:
    session |= {"status": "expired", "url": None}
    world.emit(account, "checkout.session.expired", session)


def line_items(call: Call, session_id: str) -> Thing:
    """List what a session asks money for."""
    session = call.world.get(call.account, "checkout.session", session_id)
    rows = [
        {"id": f"li_{number}", "object": "item", "amount_total": session["amount_total"], **item}
        for number, item in enumerate(call.world.note(session_id)["line_items"])
    ]
    return listed(rows, call.path)


# What people do on the pay page


def act(world: World, account: str, session: Thing, how: str, email: str) -> None:
    """Do what a button of the page says."""
    if how == "pay":
        pay(world, account, session, email)
    elif how == "decline":
        decline(world, account, session)
    elif how in {"later", "later-fails"}:
        pay_later(world, account, session, email, arrives=how == "later")
    else:
        raise invalid(f"There is no button {how}")


def pay(world: World, account: str, session: Thing, email: str) -> None:
    """Pay by card, successfully."""
    _complete(session, email)
    session["payment_status"] = "paid"
    if session["mode"] == "subscription":
        recurring.begin(world, account, session)
    else:
        payments.succeed(world, account, _intent(world, account, session))
    world.emit(account, "checkout.session.completed", session)


def decline(world: World, account: str, session: Thing) -> None:
    """Try a card that the bank refuses; the page stays open."""
    if session["mode"] == "payment":
        payments.decline(world, account, _intent(world, account, session))


def pay_later(world: World, account: str, session: Thing, email: str, *, arrives: bool) -> None:
    """Choose a bank debit, which arrives or fails days later (single gifts only)."""
    if session["mode"] != "payment":
        raise invalid("Bank debits are rehearsed for single payments only")
    _complete(session, email)
    payments.wait_for_bank(world, account, _intent(world, account, session))
    world.note(session["id"])["arrives"] = arrives
    world.later(world.now() + BANK_TAKES, "settle_session", account, session["id"])
    world.emit(account, "checkout.session.completed", session)


def settle_session(world: World, account: str, session_id: str) -> None:
    """Let a bank debit arrive or fail, as was chosen."""
    session = world.get(account, "checkout.session", session_id)
    intent = world.get(account, "payment_intent", session["payment_intent"])
    if intent["status"] != "processing":
        return
    if world.note(session_id).get("arrives"):
        session["payment_status"] = "paid"
        payments.succeed(world, account, intent)
        world.emit(account, "checkout.session.async_payment_succeeded", session)
    else:
        payments.decline(world, account, intent, "insufficient_funds")
        world.emit(account, "checkout.session.async_payment_failed", session)


def _complete(session: Thing, email: str) -> None:
    if session["status"] != "open":
        raise invalid("This Checkout Session is not open any more")
    session |= {"status": "complete", "url": None}
    session["customer_details"] = {"email": email, "name": None, "address": None, "phone": None}


def _intent(world: World, account: str, session: Thing) -> Thing:
    if session["payment_intent"]:
        return world.get(account, "payment_intent", session["payment_intent"])
    wanted = dict(world.note(session["id"]).get("payment_intent_data") or {})
    names = ("transfer_group", "statement_descriptor_suffix", "description", "metadata")
    chosen = {name: wanted[name] for name in names if name in wanted}
    intent = payments.new_intent(world, account, session["amount_total"], session["currency"], **chosen)
    session["payment_intent"] = intent["id"]
    return intent
