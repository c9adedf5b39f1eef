"""Fees, and the movements of money that Stripe calls balance transactions."""

from app.rehearsal.refusals import Refusal
from app.rehearsal.shapes import Thing
from app.rehearsal.world import DAY, World

#: The fixed part of a fee in minor units, and what a lost dispute costs; per cent in hundredths.
FIXED = {"gbp": 20, "eur": 25, "usd": 30, "jpy": 30, "isk": 4000, "ugx": 100000, "kwd": 90}
DISPUTE_FEE = {"gbp": 2000, "eur": 2000, "usd": 1500, "jpy": 1500}
NO_DECIMALS = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
THREE_DECIMALS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
HUNDREDTHS = 150
WHOLE = 10_000
AVAILABLE_AFTER = 3 * DAY


def fee_for(amount: int, currency: str) -> int:
    """Give the fee of a charge: 1.5 % and a fixed part, never more than the charge."""
    return min(amount, (amount * HUNDREDTHS + WHOLE // 2) // WHOLE + FIXED.get(currency, 25))


def move(  # noqa: PLR0913, PLR0917  # a line of a book has these columns
    world: World, account: str, kind: str, source: Thing, amount: int, fee: int = 0
) -> Thing:
    """Write a movement of money on an account."""
    line = world.make(account, "balance_transaction", "txn", type=kind, amount=amount, fee=fee)
    line |= {
        "net": amount - fee,
        "currency": source["currency"],
        "source": source["id"],
        "status": "pending",
        "available_on": world.now() + AVAILABLE_AFTER,
        "reporting_category": kind,
        "balance_type": "payments",
    }
    if fee:
        line["fee_details"] = [_fee_detail(fee, source["currency"])]
    return line


def _fee_detail(fee: int, currency: str) -> Thing:
    return {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }


def balance(world: World, account: str, currency: str) -> int:
    """Give what lies on an account, pending or available."""
    lines = world.all(account, "balance_transaction")
    return sum(line["net"] for line in lines if line["currency"] == currency)


def need_balance(world: World, account: str, currency: str, amount: int) -> None:
    """Refuse to move more than lies on an account."""
    if balance(world, account, currency) < amount:
        raise Refusal(
            400,
            "invalid_request_error",
            "Insufficient funds in your Stripe account for this transfer.",
            code="balance_insufficient",
        )


def in_words(amount: int, currency: str) -> str:
    """Write an amount for the pay page."""
    digits = 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    return f"{currency.upper()} {amount / 10**digits:.{digits}f}"
