"""Amounts as Stripe counts them (docs.stripe.com/currencies).

Our Money counts the smallest unit of ISO 4217. Stripe counts alike, but writes ISK and UGX as if they had
hundredths, which must be nought, and takes three-decimal currencies in steps of ten.
"""

from app.core.money import Money
from app.donations.rules.amounts import step

SENT_WITH_HUNDREDTHS = frozenset(["ISK", "UGX"])
HUNDRED = 100


def to_stripe(money: Money) -> int:
    """Give the number Stripe expects; raise ValueError for an amount that it cannot take."""
    if money.minor % step(money.currency):
        raise ValueError(f"{money.currency} is taken in steps of {step(money.currency)}")
    return money.minor * HUNDRED if money.currency in SENT_WITH_HUNDREDTHS else money.minor


def from_stripe(amount: int, currency: str) -> Money:
    """Read a number of Stripe; hundredths that a currency does not have are rounded half up."""
    code = currency.upper()
    if code in SENT_WITH_HUNDREDTHS:
        return Money((amount + HUNDRED // 2) // HUNDRED, code)
    return Money(amount, code)
