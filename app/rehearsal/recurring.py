"""Subscriptions, and the invoice of each month."""

from datetime import UTC, datetime

from dateutil.relativedelta import relativedelta

from app.rehearsal import payments
from app.rehearsal.calls import Call
from app.rehearsal.refusals import invalid, unknown_thing
from app.rehearsal.shapes import Thing, blank, listed
from app.rehearsal.world import DAY, World

#: Days after which an unpaid invoice is tried again; then the subscription ends.
RETRIES = (3, 5, 7)


def begin(world: World, account: str, session: Thing) -> Thing:
    """Start what a paid session asked for: a customer, a subscription and its first, paid invoice."""
    wanted = world.note(session["id"])
    email = session["customer_details"]["email"]
    customer = world.make(account, "customer", "cus", email=email, invoice_prefix="REHEARSE")
    world.emit(account, "customer.created", customer)
    subscription = world.make(account, "subscription", "sub", customer=customer["id"], status="active")
    subscription |= {
        "currency": session["currency"],
        "start_date": world.now(),
        "billing_cycle_anchor": world.now(),
        "metadata": dict((wanted.get("subscription_data") or {}).get("metadata") or {}),
    }
    price = wanted["line_items"][0]["price_data"]
    product = world.make(account, "product", "prod", name=price["product_data"]["name"], active=True)
    item = world.make(account, "subscription_item", "si", subscription=subscription["id"], quantity=1)
    item["price"] = new_price(world, account, session["amount_total"], session["currency"], product["id"])
    subscription["items"] = listed([item], f"/v1/subscription_items?subscription={subscription['id']}")
    session |= {"customer": customer["id"], "subscription": subscription["id"]}
    _next_month(world, account, subscription)
    world.emit(account, "customer.subscription.created", subscription)
    invoice = new_invoice(world, account, subscription, "subscription_create")
    session["invoice"] = invoice["id"]
    collect(world, account, subscription, invoice)
    return subscription


def new_price(world: World, account: str, amount: int, currency: str, product: str) -> Thing:
    """Make the price of each month."""
    price = world.make(account, "price", "price", unit_amount=amount, currency=currency, product=product)
    month = {"interval": "month", "interval_count": 1, "usage_type": "licensed"}
    price |= {"type": "recurring", "recurring": month, "unit_amount_decimal": str(amount), "active": True}
    return price


def _next_month(world: World, account: str, subscription: Thing) -> None:
    item = subscription["items"]["data"][0]
    start = item["current_period_end"] or world.now()
    end = datetime.fromtimestamp(start, UTC) + relativedelta(months=1)
    item |= {"current_period_start": start, "current_period_end": int(end.timestamp())}
    world.later(item["current_period_end"], "renew", account, subscription["id"])


def renew(world: World, account: str, subscription_id: str) -> None:
    """Ask for the next month's gift, unless the gift has ended or rests."""
    subscription = world.get(account, "subscription", subscription_id)
    if subscription["status"] == "canceled":
        return
    if subscription["cancel_at_period_end"]:
        end(world, account, subscription)
        return
    _next_month(world, account, subscription)
    invoice = new_invoice(world, account, subscription, "subscription_cycle")
    if subscription["pause_collection"]:
        invoice |= {"status": "void", "auto_advance": False}
        world.emit(account, "invoice.voided", invoice)
    else:
        collect(world, account, subscription, invoice)
    world.emit(account, "customer.subscription.updated", subscription)


def new_invoice(world: World, account: str, subscription: Thing, reason: str) -> Thing:
    """Write the invoice of one month."""
    price = subscription["items"]["data"][0]["price"]
    amount = price["unit_amount"]
    invoice = world.make(account, "invoice", "in", billing_reason=reason, currency=price["currency"])
    invoice |= {
        "amount_due": amount,
        "amount_remaining": amount,
        "subtotal": amount,
        "total": amount,
        "customer": subscription["customer"],
        "status": "open",
        "auto_advance": True,
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "subscription": subscription["id"],
                "metadata": dict(subscription["metadata"]),
            },
        },
        "lines": listed([blank("line_item", amount=amount, currency=price["currency"])], ""),
        "payments": listed([], f"/v1/invoice_payments?invoice={invoice['id']}"),
    }
    invoice["hosted_invoice_url"] = f"{world.address}/invoice/{invoice['id']}"
    subscription["latest_invoice"] = invoice["id"]
    world.emit(account, "invoice.created", invoice)
    world.emit(account, "invoice.finalized", invoice)
    return invoice


def collect(world: World, account: str, subscription: Thing, invoice: Thing) -> None:
    """Try to take the money of an invoice, as the control wishes."""
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    outcome = world.wish(f"renewal:{subscription['id']}") or "pay"
    intent = _intent_for(world, account, subscription, invoice)
    if outcome == "pay":
        payments.succeed(world, account, intent)
        _paid(world, account, subscription, invoice)
        return
    if outcome == "action":
        intent["status"] = "requires_action"
        world.emit(account, "payment_intent.requires_action", intent)
        world.emit(account, "invoice.payment_action_required", invoice)
    else:
        payments.decline(world, account, intent, "insufficient_funds")
    _unpaid(world, account, subscription, invoice)


def _intent_for(world: World, account: str, subscription: Thing, invoice: Thing) -> Thing:
    tries = invoice["payments"]["data"]
    if tries:
        return world.get(account, "payment_intent", tries[0]["payment"]["payment_intent"])
    amount, currency = invoice["amount_due"], invoice["currency"]
    intent = payments.new_intent(world, account, amount, currency, customer=subscription["customer"])
    tried = world.make(account, "invoice_payment", "inpay", invoice=invoice["id"], currency=currency)
    tried |= {
        "amount_requested": amount,
        "is_default": True,
        "status": "open",
        "payment": {"type": "payment_intent", "payment_intent": intent["id"]},
    }
    tries.append(tried)
    return intent


def _paid(world: World, account: str, subscription: Thing, invoice: Thing) -> None:
    tried = world.get(account, "invoice_payment", invoice["payments"]["data"][0]["id"])
    tried |= {"status": "paid", "amount_paid": invoice["amount_due"]}
    tried["status_transitions"] = {"canceled_at": None, "paid_at": world.now()}
    invoice["payments"]["data"] = [tried]
    invoice |= {
        "status": "paid",
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "next_payment_attempt": None,
    }
    world.emit(account, "invoice.paid", invoice)
    world.emit(account, "invoice.payment_succeeded", invoice)
    if subscription["status"] == "past_due":
        subscription["status"] = "active"
        world.emit(account, "customer.subscription.updated", subscription)


def _unpaid(world: World, account: str, subscription: Thing, invoice: Thing) -> None:
    tries = invoice["attempt_count"]
    if tries > len(RETRIES):
        invoice |= {"next_payment_attempt": None, "status": "uncollectible"}
        world.emit(account, "invoice.payment_failed", invoice)
        end(world, account, subscription)
        return
    invoice["next_payment_attempt"] = world.now() + RETRIES[tries - 1] * DAY
    world.later(invoice["next_payment_attempt"], "retry_invoice", account, invoice["id"])
    world.emit(account, "invoice.payment_failed", invoice)
    if subscription["status"] == "active":
        subscription["status"] = "past_due"
        world.emit(account, "customer.subscription.updated", subscription)


def retry_invoice(world: World, account: str, invoice_id: str) -> None:
    """Try an unpaid invoice again."""
    invoice = world.get(account, "invoice", invoice_id)
    subscription = world.get(account, "subscription", subscription_of(invoice))
    if invoice["status"] == "open" and subscription["status"] != "canceled":
        collect(world, account, subscription, invoice)


def subscription_of(invoice: Thing) -> str:
    """Give the id of the subscription that an invoice belongs to."""
    return str(invoice["parent"]["subscription_details"]["subscription"])


def end(world: World, account: str, subscription: Thing) -> None:
    """End a subscription at once."""
    subscription |= {"status": "canceled", "canceled_at": world.now(), "ended_at": world.now()}
    world.emit(account, "customer.subscription.deleted", subscription)


def cancel(call: Call, subscription_id: str) -> Thing:
    """Answer DELETE: end it, once."""
    subscription = call.world.get(call.account, "subscription", subscription_id)
    if subscription["status"] == "canceled":
        raise unknown_thing("subscription", subscription_id)
    end(call.world, call.account, subscription)
    return subscription


def update(call: Call, subscription_id: str) -> Thing:
    """Change the amount, rest, go on, or end at the end of the month."""
    subscription = call.world.get(call.account, "subscription", subscription_id)
    if subscription["status"] == "canceled":
        raise invalid("A canceled subscription can only update its metadata.")
    params = call.params
    for item in params.get("items") or ():
        _change_item(call, subscription, item)
    if "pause_collection" in params:
        _pause(subscription, params["pause_collection"])
    for name in ("cancel_at_period_end", "metadata", "description"):
        if name in params:
            subscription[name] = params[name]
    call.world.emit(call.account, "customer.subscription.updated", subscription)
    return subscription


def _change_item(call: Call, subscription: Thing, wanted: Thing) -> None:
    item = subscription["items"]["data"][0]
    if wanted.get("id") != item["id"] or "price_data" not in wanted:
        raise invalid("One item and its price_data are needed", param="items")
    price = wanted["price_data"]
    if price["currency"] != subscription["currency"]:
        raise invalid("A subscription keeps its currency", param="items[0][price_data][currency]")
    call.world.get(call.account, "product", price["product"], "items[0][price_data][product]")
    item["price"] = new_price(
        call.world, call.account, price["unit_amount"], price["currency"], price["product"]
    )


def _pause(subscription: Thing, wanted: Thing | str) -> None:
    if not isinstance(wanted, dict):
        subscription["pause_collection"] = None
        return
    if "resumes_at" in wanted:
        raise invalid("Here a pause ends when it is told to", param="pause_collection[resumes_at]")
    subscription["pause_collection"] = {"behavior": wanted["behavior"], "resumes_at": None}
