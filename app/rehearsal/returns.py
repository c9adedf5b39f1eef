"""Refunds and disputes: money that goes back."""

from app.rehearsal import payments
from app.rehearsal.calls import Call
from app.rehearsal.money import DISPUTE_FEE, move
from app.rehearsal.refusals import invalid, missing
from app.rehearsal.shapes import Thing
from app.rehearsal.world import DAY, World

ANSWER_WITHIN = 14 * DAY
ENDS = {"won", "lost"}


def create_refund(call: Call) -> Thing:
    """Send money back; it succeeds at once unless the control wishes otherwise."""
    world, account, params = call.world, call.account, call.params
    charge = _charge_for(call)
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    amount = params.get("amount", left)
    if amount <= 0 or amount > left:
        raise invalid("Refund amount is greater than unrefunded amount on charge", param="amount")
    refund = world.make(account, "refund", "re", amount=amount, currency=charge["currency"])
    refund |= {
        "charge": charge["id"],
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "metadata": dict(params.get("metadata") or {}),
        "status": "pending",
        "failure_reason": None,
        "failure_balance_transaction": None,
    }
    _count(charge, amount)
    world.emit(account, "refund.created", refund)
    wished = world.wish("refund") or "succeeded"
    if wished != "pending":
        settle_refund(world, account, refund, wished)
    world.emit(account, "charge.refunded", charge)
    return refund


def _charge_for(call: Call) -> Thing:
    params = call.params
    if params.get("payment_intent"):
        intent = call.world.get(call.account, "payment_intent", params["payment_intent"], "payment_intent")
        charge = payments.charge_of(call.world, call.account, intent)
        if charge is None:
            raise invalid("This PaymentIntent does not have a successful charge to refund.")
        return charge
    if not params.get("charge"):
        raise missing("charge")
    return call.world.get(call.account, "charge", params["charge"], "charge")


def _count(charge: Thing, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]


def settle_refund(world: World, account: str, refund: Thing, status: str) -> None:
    """Let a refund succeed or fail, from waiting or even after it had succeeded."""
    charge = world.get(account, "charge", refund["charge"])
    before = refund["status"]
    if before in {status, "failed"}:
        return
    refund["status"] = status
    if status == "succeeded":
        line = move(world, account, "refund", refund, -refund["amount"])
        refund["balance_transaction"] = line["id"]
    else:
        refund["failure_reason"] = "lost_or_stolen_card"
        _count(charge, -refund["amount"])
        if before == "succeeded":
            line = move(world, account, "refund_failure", refund, refund["amount"])
            refund["failure_balance_transaction"] = line["id"]
        world.emit(account, "refund.failed", refund)
    world.emit(account, "refund.updated", refund)


def open_dispute(world: World, account: str, charge: Thing, *, inquiry: bool = False) -> Thing:
    """Let a bank claim a charge back; unless it only asks, the money goes at once, with a fee."""
    dispute = world.make(account, "dispute", "dp", charge=charge["id"], currency=charge["currency"])
    dispute |= {
        "amount": charge["amount"] - charge["amount_refunded"],
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "warning_needs_response" if inquiry else "needs_response",
        "evidence_details": {"due_by": world.now() + ANSWER_WITHIN, "has_evidence": False},
        "is_charge_refundable": inquiry,
    }
    charge["disputed"] = True
    if not inquiry:
        fee = DISPUTE_FEE.get(charge["currency"], 1500)
        line = move(world, account, "adjustment", dispute, -dispute["amount"], fee)
        line["reporting_category"] = "dispute"
        dispute["balance_transactions"].append(line)
    world.emit(account, "charge.dispute.created", dispute)
    if not inquiry:
        world.emit(account, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(world: World, account: str, dispute: Thing, outcome: str) -> Thing:
    """Decide a dispute; a won one brings the money back, not the fee."""
    if outcome not in ENDS or dispute["status"] in ENDS:
        raise invalid("A dispute is won or lost, once")
    took_money = bool(dispute["balance_transactions"])
    dispute["status"] = outcome if took_money else "warning_closed"
    if outcome == "won" and took_money:
        line = move(world, account, "adjustment", dispute, dispute["amount"])
        line["reporting_category"] = "dispute_reversal"
        dispute["balance_transactions"].append(line)
        world.emit(account, "charge.dispute.funds_reinstated", dispute)
    if outcome == "won":
        world.get(account, "charge", dispute["charge"])["disputed"] = False
    world.emit(account, "charge.dispute.closed", dispute)
    return dispute
