"""What a gift may be in each currency, in its smallest unit, and what covers a fee."""

from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.i18n import _, format_money
from app.core.money import THREE_DECIMAL, Money, decimals
from app.donations.rules.typed_money import example, read_money

#: Three-decimal currencies are paid in steps of ten.
THREE_DECIMAL_STEP = 10
WHOLE = 10_000


@dataclass(frozen=True)
class Limits:
    """The smallest and the largest gift in a currency, in minor units."""

    least: int
    most: int


#: Where a currency's worth lies far from a pound's; the payment provider takes at most eight digits.
_LIMITS = {
    "JPY": Limits(200, 2_000_000),
    "KRW": Limits(2_000, 20_000_000),
    "ISK": Limits(200, 999_999),
    "UGX": Limits(5_000, 999_999),
    "VND": Limits(30_000, 99_999_999),
    "CLP": Limits(1_000, 10_000_000),
    "XAF": Limits(700, 6_000_000),
    "XOF": Limits(700, 6_000_000),
    "SEK": Limits(1_000, 10_000_000),
    "NOK": Limits(1_000, 10_000_000),
    "DKK": Limits(1_000, 7_000_000),
    "CZK": Limits(3_000, 25_000_000),
    "HUF": Limits(40_000, 99_999_900),
    "INR": Limits(10_000, 99_999_900),
    "ZAR": Limits(2_000, 20_000_000),
}
_TWO = Limits(100, 1_000_000)
_THREE = Limits(500, 4_000_000)
_ZERO = Limits(500, 5_000_000)


@dataclass(frozen=True)
class Price:
    """What a payment costs: hundredths of a per cent of it, and a fixed sum in minor units."""

    rate: int
    fixed: int


#: Cards at home, as the payment provider published them; the true fee is told after each payment.
_PRICES = {
    "GBP": Price(150, 20),
    "EUR": Price(150, 25),
    "USD": Price(290, 30),
    "CAD": Price(290, 30),
    "AUD": Price(170, 30),
    "NZD": Price(270, 30),
    "CHF": Price(290, 30),
    "SEK": Price(150, 180),
    "NOK": Price(240, 200),
    "DKK": Price(150, 180),
    "JPY": Price(360, 0),
}
_OTHER_RATE = 290


def step(currency: str) -> int:
    """Give the step in minor units in which a currency is paid."""
    return THREE_DECIMAL_STEP if currency in THREE_DECIMAL else 1


def limits(currency: str) -> Limits:
    """Give the smallest and the largest gift in a currency."""
    known = _LIMITS.get(currency)
    return known or {0: _ZERO, 2: _TWO, 3: _THREE}[decimals(currency)]


def cover_for(amount: Money) -> Money:
    """Give what must be added so that, after the fee of the whole, the amount itself arrives.

    The whole is ceil((amount + fixed) / (1 − rate)), in the steps in which the currency is paid.
    """
    price = _price(amount.currency)
    whole = _rounded_up((amount.minor + price.fixed) * WHOLE, WHOLE - price.rate)
    size = step(amount.currency)
    return Money(_rounded_up(whole, size) * size - amount.minor, amount.currency)


def fee_on(amount: Money) -> Money:
    """Give about what the payment of an amount costs; the true fee is told after it."""
    price = _price(amount.currency)
    return Money(
        min(amount.minor, price.fixed + _rounded_up(amount.minor * price.rate, WHOLE)), amount.currency
    )


def parse_amount(text: str, currency: str) -> Money:
    """Read a gift as someone typed it; raise Invalid with a clear sentence for anything else."""
    return check_amount(read_money(text, currency))


def check_amount(money: Money) -> Money:
    """Give an amount that may be a gift; raise Invalid when it is too small, too large or has odd parts."""
    bounds = limits(money.currency)
    if money.minor < bounds.least:
        least = format_money(Money(bounds.least, money.currency))
        raise Invalid(_("The smallest gift here is %(amount)s.", amount=least))
    if money.minor > bounds.most:
        raise Invalid(_too_large(money.currency))
    return check_step(money)


def check_step(money: Money) -> Money:
    """Give an amount that can be paid in its currency; raise Invalid for one between two steps."""
    if money.minor % step(money.currency):
        raise Invalid(
            _("End the amount with a nought, such as %(example)s.", example=example(money.currency))
        )
    return money


def _too_large(currency: str) -> str:
    most = format_money(Money(limits(currency).most, currency))
    return _("The largest gift here is %(amount)s. To give more, please write to the hosts.", amount=most)


def _price(currency: str) -> Price:
    fixed = {0: 0, 2: 30, 3: 150}[decimals(currency)]
    return _PRICES.get(currency) or Price(_OTHER_RATE, fixed)


def _rounded_up(number: int, by: int) -> int:
    return -(-number // by)
