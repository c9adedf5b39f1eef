"""Payment intents and charges: what happens when somebody pays."""

import copy

from app.rehearsal.money import fee_for, move
from app.rehearsal.shapes import Thing, listed
from app.rehearsal.world import World

DECLINED = {
    "type": "card_error",
    "code": "card_declined",
    "decline_code": "generic_decline",
    "message": "Your card was declined.",
}


def new_intent(world: World, account: str, amount: int, currency: str, **fields: object) -> Thing:
    """Make a payment intent that waits for a way to pay."""
    intent = world.make(account, "payment_intent", "pi", amount=amount, currency=currency, **fields)
    intent |= {
        "status": "requires_payment_method",
        "client_secret": f"{intent['id']}_secret_rehearsal",
        "payment_method_types": ["card"],
        "capture_method": "automatic",
    }
    world.emit(account, "payment_intent.created", intent)
    return intent


def succeed(world: World, account: str, intent: Thing) -> Thing:
    """Take the money: a charge, its movement, and the messages about them."""
    charge = _charge(world, account, intent, "succeeded")
    amount, currency = intent["amount"], intent["currency"]
    line = move(world, account, "charge", charge, amount, fee_for(amount, currency))
    charge |= {"paid": True, "captured": True, "amount_captured": amount, "balance_transaction": line["id"]}
    intent |= {
        "status": "succeeded",
        "amount_received": amount,
        "latest_charge": charge["id"],
        "last_payment_error": None,
    }
    world.emit(account, "charge.succeeded", charge)
    world.emit(account, "payment_intent.succeeded", intent)
    return charge


def decline(world: World, account: str, intent: Thing, code: str = "generic_decline") -> Thing:
    """Let the bank say no; the intent waits for another way to pay."""
    charge = _charge(world, account, intent, "failed")
    error = copy.deepcopy(DECLINED) | {"decline_code": code, "charge": charge["id"]}
    charge |= {"failure_code": error["code"], "failure_message": error["message"]}
    intent |= {
        "status": "requires_payment_method",
        "latest_charge": charge["id"],
        "last_payment_error": error,
    }
    world.emit(account, "charge.failed", charge)
    world.emit(account, "payment_intent.payment_failed", intent)
    return charge


def wait_for_bank(world: World, account: str, intent: Thing) -> None:
    """Let a bank debit be on its way, which is neither yes nor no for days."""
    intent |= {"status": "processing", "last_payment_error": None}
    world.emit(account, "payment_intent.processing", intent)


def _charge(world: World, account: str, intent: Thing, status: str) -> Thing:
    charge = world.make(account, "charge", "ch", status=status, payment_intent=intent["id"])
    charge |= {
        "amount": intent["amount"],
        "currency": intent["currency"],
        "customer": intent["customer"],
        "transfer_group": intent["transfer_group"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "metadata": dict(intent["metadata"]),
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        "refunds": listed([], f"/v1/charges/{charge['id']}/refunds"),
    }
    return charge


def charge_of(world: World, account: str, intent: Thing) -> Thing | None:
    """Give the charge that took an intent's money."""
    found = world.find(account, intent["latest_charge"] or "")
    return found if found and found["paid"] else None
