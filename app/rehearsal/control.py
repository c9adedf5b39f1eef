"""What a rehearsal can be asked to do or to do wrong: POST /rehearsal/<name> with JSON.

Each function takes the stage and the JSON's values by name, and gives JSON back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from app.rehearsal import checkout, connect, returns
from app.rehearsal.deliveries import Deliveries, Target
from app.rehearsal.money import balance
from app.rehearsal.payments import charge_of
from app.rehearsal.refusals import invalid
from app.rehearsal.shapes import Thing
from app.rehearsal.world import PLATFORM, World


@dataclass(frozen=True)
class Stage:
    """What the control acts on. `target` is where messages go, if anywhere."""

    world: World
    deliveries: Deliveries
    target: Target | None


def advance(stage: Stage, *, seconds: float = 0, days: float = 0, months: int = 0) -> Thing:
    """Move the clock on; what falls due meanwhile happens. Months are as long as the calendar has them."""
    now = datetime.fromtimestamp(stage.world.now(), UTC)
    then = now + relativedelta(months=months) + timedelta(days=days, seconds=seconds)
    stage.world.advance((then - now).total_seconds())
    return {"now": stage.world.now()}


def fail(stage: Stage, *, answer: str, times: int = 1, **how: object) -> Thing:
    """Let the next calls fail: `answer` is 409, 429, 500, nothing or slow.

    `path` is how their address begins; `after` does the work first; `kept` repeats the failure under its
    key; `seconds` is how long slow is.
    """
    stage.world.wishes.setdefault("answer", []).extend({"answer": answer, **how} for _ in range(times))
    return {}


def deliveries(stage: Stage, *, do: str, times: int = 1, seconds: float = 0) -> Thing:
    """Let the next messages be sent with `do`: duplicate, drop or delay (by rehearsal seconds)."""
    stage.world.wishes.setdefault("delivery", []).extend({"do": do, "seconds": seconds} for _ in range(times))
    return {}


def reverse(stage: Stage, *, times: int = 1) -> Thing:
    """Send the next batches of messages last first."""
    stage.world.wishes.setdefault("reverse", []).extend([True] * times)
    return {}


def forge(stage: Stage, *, event: str | None = None, **lies: Any) -> Thing:  # noqa: ANN401  # JSON
    """Send a message that lies.

    About its signature: `secret`, `also` (a second secret), `age` in seconds (below nought: the future).
    In its text: `account`, `livemode`, `api_version`, `type`, or fields of its `object`.
    """
    target = _target(stage)
    last = stage.world.all(PLATFORM, "event")
    found = stage.world.get(stage.world.everywhere("event", event), "event", event) if event else last[0]
    told: Thing = {
        name: lies.pop(name) for name in ("account", "livemode", "api_version", "type") if name in lies
    }
    lie = {**found, **told}
    if "object" in lies:
        lie["data"] = {"object": {**found["data"]["object"], **lies.pop("object")}}
    return {"status": stage.deliveries.post(lie, lie.get("account") or PLATFORM, target, **lies)}


def deliver(stage: Stage) -> Thing:
    """Send at once what waits."""
    return {"sent": stage.deliveries.flush(_target(stage))}


def resend(stage: Stage, *, event: str) -> Thing:
    """Send a message again, whether it had arrived or not."""
    account = stage.world.everywhere("event", event)
    return {"status": stage.deliveries.once(event, account, _target(stage))[1]}


def _target(stage: Stage) -> Target:
    if stage.target is None:
        raise invalid("There is nowhere to send to")
    return stage.target


def pay(stage: Stage, *, checkout_id: str, how: str = "pay", email: str = "giver@example.org") -> Thing:
    """Do what the pay page's buttons do: pay, decline, later or later-fails."""
    account = stage.world.everywhere("checkout.session", checkout_id)
    session = stage.world.get(account, "checkout.session", checkout_id)
    checkout.act(stage.world, account, session, how, email)
    return session


def quick_gift(stage: Stage, *, amount: int, currency: str = "gbp", account: str = PLATFORM) -> Thing:
    """Open a session and pay it, for tests that need many gifts."""
    session = stage.world.make(account, "checkout.session", "cs_test", mode="payment", currency=currency)
    session |= {"amount_total": amount, "status": "open", "payment_status": "unpaid"}
    checkout.pay(stage.world, account, session, "giver@example.org")
    return session


def settle(stage: Stage, *, checkout_id: str, arrives: bool) -> Thing:
    """Let a bank debit arrive or fail now."""
    account = stage.world.everywhere("checkout.session", checkout_id)
    stage.world.note(checkout_id)["arrives"] = arrives
    checkout.settle_session(stage.world, account, checkout_id)
    return stage.world.get(account, "checkout.session", checkout_id)


def renewals(stage: Stage, *, recurring: str, how: str, times: int = 1) -> Thing:
    """Let the next tries of a monthly gift end as `how`: pay, decline or action."""
    stage.world.everywhere("subscription", recurring)
    stage.world.wishes.setdefault(f"renewal:{recurring}", []).extend([how] * times)
    return {}


def refunds(stage: Stage, *, status: str, times: int = 1) -> Thing:
    """Let the next refunds be pending or failed rather than succeed at once."""
    stage.world.wishes.setdefault("refund", []).extend([status] * times)
    return {}


def settle_refund(stage: Stage, *, refund: str, status: str) -> Thing:
    """Let a refund succeed or fail now, even one that had succeeded."""
    account = stage.world.everywhere("refund", refund)
    found = stage.world.get(account, "refund", refund)
    returns.settle_refund(stage.world, account, found, status)
    return found


def open_dispute(stage: Stage, *, payment: str, inquiry: bool = False) -> Thing:
    """Let a bank claim a payment back."""
    account = stage.world.everywhere("payment_intent", payment)
    charge = charge_of(stage.world, account, stage.world.get(account, "payment_intent", payment))
    if charge is None:
        raise invalid("Nothing was paid")
    return returns.open_dispute(stage.world, account, charge, inquiry=inquiry)


def close_dispute(stage: Stage, *, dispute: str, outcome: str) -> Thing:
    """Decide a claim: won or lost."""
    account = stage.world.everywhere("dispute", dispute)
    return returns.close_dispute(stage.world, account, stage.world.get(account, "dispute", dispute), outcome)


def payout(stage: Stage, *, currency: str = "gbp", account: str = PLATFORM, fails: bool = False) -> Thing:
    """Send all that lies on an account to the bank."""
    return connect.make_payout(stage.world, account, currency, fails=fails)


def onboard(stage: Stage, *, account: str, outcome: str = "complete") -> Thing:
    """Let an organisation finish its onboarding: complete, incomplete or rejected."""
    return connect.finish_onboarding(stage.world, account, outcome)


def disconnect(stage: Stage, *, account: str) -> Thing:
    """Let an organisation part from the platform."""
    connect.disconnect(stage.world, account)
    return {}


def things(stage: Stage, *, kind: str, account: str = PLATFORM) -> Thing:
    """List everything of a kind, newest first."""
    return {"data": stage.world.all(account, kind)}


def totals(stage: Stage, *, currency: str = "gbp", account: str = PLATFORM) -> Thing:
    """Say what an account's books come to: by kind of movement, fees, and what lies there."""
    lines = [each for each in stage.world.all(account, "balance_transaction") if each["currency"] == currency]
    kinds = {line["type"] for line in lines}
    return {
        "by_kind": {kind: sum(line["amount"] for line in lines if line["type"] == kind) for kind in kinds},
        "fees": sum(line["fee"] for line in lines),
        "balance": balance(stage.world, account, currency),
    }


def reset(stage: Stage) -> Thing:
    """Forget everything."""
    stage.world.forget()
    return {}


ACTIONS: dict[str, Callable[..., Thing]] = {
    action.__name__: action
    for action in (
        advance,
        fail,
        deliveries,
        reverse,
        forge,
        deliver,
        resend,
        pay,
        quick_gift,
        settle,
        renewals,
        refunds,
        settle_refund,
        open_dispute,
        close_dispute,
        payout,
        onboard,
        disconnect,
        things,
        totals,
        reset,
    )
}
#: These send messages, whose receiver may call back: they must not hold the world still.
SENDING = frozenset(["forge", "deliver", "resend"])


def act(stage: Stage, name: str, wishes: dict[str, Any]) -> Thing:
    """Do one thing by its name; raise Refusal for one that is unknown or asked wrongly."""
    action = ACTIONS.get(name)
    if action is None:
        raise invalid(f"There is no {name}; there are {', '.join(ACTIONS)}")
    try:
        if name in SENDING:
            return action(stage, **wishes)
        with stage.world.changing():
            return action(stage, **wishes)
    except TypeError as error:
        raise invalid(str(error)) from error
