"""What everyone may read of a fund's gifts: sums of at least five, so that no single gift can be read.

Months with fewer gifts stand together with the months after them. Names come in such lots too, once the
last month of the lot is over: so a name does not appear together with a change of the sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 5
WHOLE = 100


@dataclass(frozen=True)
class Stretch:
    """What moved in some months, from the first (`2026-03`) to the last."""

    first: str
    last: str
    gifts: int = 0
    raised: int = 0
    fees: int = 0
    spent: int = 0

    def with_next(self, later: "Stretch") -> "Stretch":
        """Give both together."""
        return Stretch(
            self.first,
            later.last,
            self.gifts + later.gifts,
            self.raised + later.raised,
            self.fees + later.fees,
            self.spent + later.spent,
        )


@dataclass(frozen=True)
class PublicLedger:
    """The months as everyone may read them, oldest first; `named_through` is the last month with names."""

    stretches: Sequence[Stretch]
    named_through: str | None


def are_told(gifts: int) -> bool:
    """Tell whether sums of so many gifts may be told: of none, or of enough."""
    return gifts == 0 or gifts >= FEWEST


def public_ledger(months: Iterable[Stretch], this_month: str) -> PublicLedger:
    """Lay months together until each lot has enough gifts; what is left over joins the last lot."""
    lots: list[Stretch] = []
    rest: Stretch | None = None
    for month in months:
        rest = rest.with_next(month) if rest else month
        if rest.gifts >= FEWEST and month.last < this_month:
            lots.append(rest)
            rest = None
    named_through = lots[-1].last if lots else None
    if rest and lots and rest.gifts < FEWEST:
        lots[-1] = lots[-1].with_next(rest)
    elif rest and are_told(rest.gifts):
        lots.append(rest)
    while lots and not are_told(lots[-1].gifts):  # gifts taken back since, as written down by mistake
        few = lots.pop()
        lots[-1:] = [lots[-1].with_next(few)] if lots else []
    return PublicLedger(lots, named_through)


def percent_of(raised: int, goal: int | None) -> int:
    """Give how much of a goal is reached, from 0 to 100; 100 only when all of it is."""
    if not goal:
        return 0
    return max(0, min(WHOLE, WHOLE * raised // goal))
