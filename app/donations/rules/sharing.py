"""How gifts are shared between hosts: plain per cents that sum to a hundred, kept in hundredths."""

import re
from collections.abc import Collection, Mapping, Sequence

from app.core.money import shares

WHOLE = 10_000
HUNDRED = 100
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


def read_percent(text: str) -> int | None:
    """Read a per cent as people type it (50, 33.3, 33,34), in hundredths; None for anything else."""
    found = _PERCENT.fullmatch(text.strip().removesuffix("%").rstrip())
    if found is None:
        return None
    weight = int(found[1]) * HUNDRED + int((found[2] or "").ljust(2, "0"))
    return weight if weight <= WHOLE else None


def percent(weight: int) -> str:
    """Write hundredths of a per cent as a plain number: 50, 33.3, 33.34."""
    whole, rest = divmod(weight, HUNDRED)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)


def equal_parts(number: int) -> tuple[int, ...]:
    """Give as many equal parts of the whole; odd hundredths go to the first ones, by largest remainder."""
    return shares(WHOLE, [1] * number)


def is_whole(weights: Sequence[int]) -> bool:
    """Tell whether parts make a whole, none of them less than nothing."""
    return bool(weights) and min(weights) >= 0 and sum(weights) == WHOLE


def are_agreed(weights: Mapping[int, int], hosts: Collection[int]) -> bool:
    """Tell whether the parts are those of exactly these hosts, and make a whole."""
    return set(weights) == set(hosts) and is_whole(list(weights.values()))
