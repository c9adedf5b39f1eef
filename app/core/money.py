"""Money in minor units, and shares that sum exactly."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Money:
    """An amount in the smallest unit of its currency (pence, cents, yen)."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """Add money of the same currency; raise ValueError for two currencies."""
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")
        return Money(self.minor + other.minor, self.currency)


def shares(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Part a total by weights, by largest remainder, so that the parts sum exactly.

    Ties go to the earlier weight. Raise ValueError when no weight is positive or one is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be positive")
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
