"""Money in minor units, and shares that sum exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

#: Currencies that people write without a point, and those with three digits after it (ISO 4217).
ZERO_DECIMAL = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split()  # noqa: SIM905  # reads better
)
THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


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

    def __str__(self) -> str:
        """Give it as machines and logs write it: 12.50 GBP; `i18n.format_money` is for people."""
        return f"{self.decimal} {self.currency}"

    @property
    def decimal(self) -> Decimal:
        """Give the amount as people write it: 12.50 pounds for 1250 pence."""
        return Decimal(self.minor).scaleb(-decimals(self.currency))


def decimals(currency: str) -> int:
    """Tell how many digits a currency has after its point."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


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
