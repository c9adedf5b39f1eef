"""What spending writes into the ledger: first out of what was passed on, then out of what is held."""

from collections.abc import Sequence

from app.donations.models import Account
from app.donations.rules.ledger import Line, Lines, left_to, spent


def at_hand(organisation_id: int, lines: Sequence[Line]) -> int:
    """Give what a host can still spend: what was passed on to it, and what is held for it."""
    return max(0, _passed_on(organisation_id, lines) + max(0, left_to(organisation_id, lines)))


def spending(amount: int, organisation_id: int, lines: Sequence[Line]) -> Lines:
    """Give the lines for an amount that a host has spent; `lines` are the fund's sums before."""
    own = min(amount, max(0, _passed_on(organisation_id, lines)))
    taken = () if own == amount else spent(amount - own, organisation_id)
    if not own:
        return taken
    from_own = (
        Line(Account.SETTLEMENTS, -own, organisation_id),
        Line(Account.SPENT, own, organisation_id),
    )
    return from_own + taken


def _passed_on(organisation_id: int, lines: Sequence[Line]) -> int:
    """Give what was passed on to a host and not spent yet; below nought when what it spent was taken back."""
    return sum(
        line.amount
        for line in lines
        if line.account is Account.SETTLEMENTS and line.organisation_id == organisation_id
    )
