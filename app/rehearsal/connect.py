"""Connected accounts, transfers between accounts, the portal, and payouts."""

import secrets

from app.rehearsal.calls import Call
from app.rehearsal.money import balance, move, need_balance
from app.rehearsal.refusals import Refusal, invalid, missing, unknown_thing
from app.rehearsal.shapes import Thing, blank, listed
from app.rehearsal.world import DAY, PLATFORM, World

LINK_LASTS = 300
WANTED = [
    "business_profile.url",
    "external_account",
    "individual.verification.document",
    "tos_acceptance.date",
]


def create_account(call: Call) -> Thing:
    """Make a connected account that has told nothing yet."""
    params = call.params
    account = call.world.make(PLATFORM, "account", "acct", country=params.get("country", "GB"))
    account |= {
        "email": params.get("email"),
        "default_currency": "gbp" if account["country"] == "GB" else "eur",
        "metadata": dict(params.get("metadata") or {}),
        "business_profile": {"name": None, "url": None} | (params.get("business_profile") or {}),
        "capabilities": dict.fromkeys(params.get("capabilities") or {}, "inactive"),
        "controller": params.get("controller"),
        "requirements": _requirements(WANTED, "requirements.past_due"),
    }
    call.world.things.setdefault(account["id"], {})
    return account


def _requirements(wanted: list[str], disabled: str | None) -> Thing:
    return {
        "currently_due": list(wanted),
        "eventually_due": list(wanted),
        "past_due": list(wanted) if disabled else [],
        "pending_verification": [],
        "errors": [],
        "alternatives": [],
        "current_deadline": None,
        "disabled_reason": disabled,
    }


def finish_onboarding(world: World, account_id: str, outcome: str) -> Thing:
    """Let an organisation tell all (complete) or too little (incomplete), or be turned down (rejected)."""
    account = world.get(PLATFORM, "account", account_id)
    ready = outcome == "complete"
    account |= {"details_submitted": True, "charges_enabled": ready, "payouts_enabled": ready}
    for name in account["capabilities"]:
        account["capabilities"][name] = "active" if ready else "inactive"
    if ready:
        account["requirements"] = _requirements([], None)
    elif outcome == "rejected":
        account["requirements"] = _requirements([], "rejected.other")
    else:
        account["requirements"] = _requirements(WANTED[2:3], "requirements.past_due")
    world.emit(account_id, "account.updated", account)
    return account


def disconnect(world: World, account_id: str) -> None:
    """Let an organisation part from the platform."""
    application = {"id": "ca_rehearsal", "object": "application", "name": "Twain"}
    world.emit(account_id, "account.application.deauthorized", application)
    world.note(account_id)["gone"] = True


def create_link(call: Call) -> Thing:
    """Give the address of the onboarding page, good for one visit within minutes."""
    account = call.world.get(PLATFORM, "account", call.params["account"], "account")
    token = secrets.token_hex(12)
    expires = call.world.now() + LINK_LASTS
    call.world.note(token).update(call.params, expires_at=expires)
    url = f"{call.world.address}/onboarding/{account['id']}/{token}"
    return blank("account_link", created=call.world.now(), expires_at=expires, url=url)


def create_transfer(call: Call) -> Thing:
    """Send money to a connected account, out of one charge or out of the balance."""
    world, params = call.world, call.params
    amount, currency = params.get("amount"), params["currency"]
    if not amount or amount <= 0:
        raise invalid("Invalid positive integer", param="amount", code="parameter_invalid_integer")
    target = world.get(PLATFORM, "account", params["destination"], "destination")
    if world.note(target["id"]).get("gone"):
        raise unknown_thing("destination", target["id"], "destination")
    if target["capabilities"].get("transfers") != "active":
        code = "insufficient_capabilities_for_transfer"
        raise invalid("The destination account cannot take transfers yet.", code=code)
    _check_source(call, amount, currency)
    transfer = world.make(PLATFORM, "transfer", "tr", amount=amount, currency=currency)
    transfer |= {
        "destination": target["id"],
        "source_transaction": params.get("source_transaction"),
        "transfer_group": params.get("transfer_group"),
        "description": params.get("description"),
        "metadata": dict(params.get("metadata") or {}),
        "reversals": listed([], f"/v1/transfers/{transfer['id']}/reversals"),
    }
    transfer["balance_transaction"] = move(world, PLATFORM, "transfer", transfer, -amount)["id"]
    arrived = world.make(target["id"], "charge", "py", amount=amount, currency=currency, status="succeeded")
    arrived |= {"paid": True, "captured": True, "amount_captured": amount}
    arrived["balance_transaction"] = move(world, target["id"], "payment", arrived, amount)["id"]
    transfer["destination_payment"] = arrived["id"]
    world.emit(PLATFORM, "transfer.created", transfer)
    return transfer


def _check_source(call: Call, amount: int, currency: str) -> None:
    source = call.params.get("source_transaction")
    if not source:
        need_balance(call.world, PLATFORM, currency, amount)
        return
    charge = call.world.get(PLATFORM, "charge", source, "source_transaction")
    if charge["currency"] != currency:
        raise invalid("The currency of source_transaction differs", param="currency")
    sent = sum(
        each["amount"]
        for each in call.world.all(PLATFORM, "transfer")
        if each["source_transaction"] == charge["id"]
    )
    if sent + amount > charge["amount"]:
        raise invalid("The transfers exceed the source charge", param="amount")


def create_reversal(call: Call, transfer_id: str) -> Thing:
    """Bring money back from a connected account, if its balance covers it."""
    world, params = call.world, call.params
    transfer = world.get(PLATFORM, "transfer", transfer_id)
    left = transfer["amount"] - transfer["amount_reversed"]
    amount = params.get("amount", left)
    if amount <= 0 or amount > left:
        raise invalid("The transfer does not have that much left to reverse", param="amount")
    need_balance(world, transfer["destination"], transfer["currency"], amount)
    reversal = world.make(PLATFORM, "transfer_reversal", "trr", amount=amount, transfer=transfer_id)
    reversal |= {"currency": transfer["currency"], "metadata": dict(params.get("metadata") or {})}
    reversal["balance_transaction"] = move(world, PLATFORM, "transfer_refund", reversal, amount)["id"]
    move(world, transfer["destination"], "payment_refund", reversal, -amount)
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].append(reversal)
    world.emit(PLATFORM, "transfer.reversed", transfer)
    return reversal


def create_portal(call: Call) -> Thing:
    """Give the address of the page where a giver manages a monthly gift."""
    world, params = call.world, call.params
    if not params.get("customer"):
        raise missing("customer")
    customer = world.get(call.account, "customer", params["customer"], "customer")
    flow = params.get("flow_data")
    if flow and flow["type"] == "subscription_cancel":
        wanted = flow["subscription_cancel"]["subscription"]
        world.get(call.account, "subscription", wanted, "flow_data[subscription_cancel][subscription]")
    portal = world.make(call.account, "billing_portal.session", "bps", customer=customer["id"])
    portal |= {
        "return_url": params.get("return_url"),
        "flow": flow,
        "url": f"{call.world.address}/portal/{portal['id']}",
    }
    return portal


def make_payout(world: World, account: str, currency: str, *, fails: bool = False) -> Thing:
    """Send all that lies on an account to the bank; it arrives in two days, or fails then."""
    amount = balance(world, account, currency)
    if amount <= 0:
        raise Refusal(400, "invalid_request_error", "Nothing to pay out", code="balance_insufficient")
    payout = world.make(account, "payout", "po", amount=amount, currency=currency, status="in_transit")
    payout |= {"arrival_date": world.now() + 2 * DAY, "automatic": True, "description": "STRIPE PAYOUT"}
    for line in world.all(account, "balance_transaction"):
        note = world.note(line["id"])
        if line["currency"] == currency and "payout" not in note:
            note["payout"] = payout["id"]
            line["status"] = "available"
    line = move(world, account, "payout", payout, -amount)
    world.note(line["id"])["payout"] = payout["id"]
    payout["balance_transaction"] = line["id"]
    world.note(payout["id"])["fails"] = fails
    world.later(payout["arrival_date"], "arrive", account, payout["id"])
    world.emit(account, "payout.created", payout)
    return payout


def arrive(world: World, account: str, payout_id: str) -> None:
    """Let a payout reach the bank, or come back."""
    payout = world.get(account, "payout", payout_id)
    if not world.note(payout_id)["fails"]:
        payout["status"] = "paid"
        world.emit(account, "payout.paid", payout)
        return
    payout |= {
        "status": "failed",
        "failure_code": "account_closed",
        "failure_message": "The account is closed.",
    }
    line = move(world, account, "payout_failure", payout, payout["amount"])
    payout["failure_balance_transaction"] = line["id"]
    world.emit(account, "payout.failed", payout)
