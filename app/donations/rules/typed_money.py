"""Amounts that hosts type: plain digits, a point before the smaller unit."""

import re

from app.core.money import decimals

_AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,3}))?")


def read_amount(text: str, currency: str) -> int | None:
    """Read an amount (1200, 12.50) in the smallest unit; None for anything else.

    No commas: they part thousands for some people and pence for others.
    """
    digits = decimals(currency)
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or len(found[2] or "") > digits:
        return None
    return int(found[1] + (found[2] or "").ljust(digits, "0"))


def written_amount(minor: int, currency: str) -> str:
    """Write an amount as `read_amount` reads it; whole amounts without a point."""
    digits = decimals(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}}" if rest else str(whole)
