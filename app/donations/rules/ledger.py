"""What each happening writes into the ledger: lines that sum to nothing.

Positive is money that is there. A gift of 10 that two hosts share says clearing +10, first host
−5, second host −5: what came in, and for whom. A line that concerns a host names the host, so
that what is left to a host is the negated sum of all lines that name it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.money import shares
from app.donations.models import Account


@dataclass(frozen=True)
class Line:
    """One line of an entry, in minor units."""

    account: Account
    amount: int
    organisation_id: int | None = None


#: A host's id and its weight, in the order that decides about odd pennies.
Weights = Sequence[tuple[int, int]]
Lines = tuple[Line, ...]


class Unbalanced(ValueError):
    """Lines that do not sum to nothing, or none at all."""


def parts(amount: int, weights: Weights) -> dict[int, int]:
    """Give each host's part of an amount; the parts sum to it exactly."""
    split = shares(amount, [weight for _, weight in weights])
    return dict(zip((organisation for organisation, _ in weights), split, strict=True))


def parts_between(before: int, after: int, weights: Weights) -> dict[int, int]:
    """Give each host's part of what lies between two sums of the same gift.

    When a gift goes back in pieces, every host has borne exactly its part after the last one.
    """
    lower, upper = parts(before, weights), parts(after, weights)
    return {organisation: upper[organisation] - lower[organisation] for organisation in upper}


def next_parts(amount: int, borne: Mapping[int, int], weights: Weights) -> dict[int, int]:
    """Give each host's part of what goes back next, after what the hosts have borne so far.

    Whatever was taken back in between, every host has borne exactly its part once all is gone.
    """
    whole = parts(sum(borne.values()) + amount, weights)
    return {organisation: whole[organisation] - borne.get(organisation, 0) for organisation in whole}


def gift(amount: int, weights: Weights) -> Lines:
    """Say that money came in, for these hosts."""
    return _against(Account.CLEARING, amount, Account.HOST, _negated(parts(amount, weights)))


def fee(amount: int, weights: Weights) -> Lines:
    """Say that the payment provider kept its fee; each host bears its part."""
    return _against(Account.CLEARING, -amount, Account.FEES, parts(amount, weights))


def set_aside(account: Account, by_host: Mapping[int, int]) -> Lines:
    """Say that money left: on its way back to a giver (REFUNDS), or held by a bank (DISPUTES)."""
    return _against(Account.CLEARING, -sum(by_host.values()), account, by_host)


def given_up(account: Account, by_host: Mapping[int, int]) -> Lines:
    """Say that what was set aside is gone: it counts as never given."""
    return _lines(account, _negated(by_host)) + _lines(Account.HOST, by_host)


def brought_back(account: Account, by_host: Mapping[int, int]) -> Lines:
    """Say that what was set aside came back."""
    return opposite(set_aside(account, by_host))


def passed_on(amount: int, organisation_id: int) -> Lines:
    """Say that a host received its part, by a transfer of the provider or of a bank."""
    return _against(Account.CLEARING, -amount, Account.SETTLEMENTS, {organisation_id: amount})


def spent(amount: int, organisation_id: int) -> Lines:
    """Say that a host paid for what the fund is for, out of what is held."""
    return _against(Account.CLEARING, -amount, Account.SPENT, {organisation_id: amount})


def opposite(lines: Lines) -> Lines:
    """Give the lines that undo these."""
    return tuple(Line(line.account, -line.amount, line.organisation_id) for line in lines)


def check_balance(lines: Lines) -> Lines:
    """Give the lines without empty ones; raise Unbalanced when they do not sum to nothing."""
    written = tuple(line for line in lines if line.amount)
    if not written or sum(line.amount for line in written) != 0:
        raise Unbalanced(f"these lines do not balance: {lines}")
    return written


def left_to(organisation_id: int, lines: Sequence[Line]) -> int:
    """Give what is left to a host of all that these lines say."""
    return -sum(line.amount for line in lines if line.organisation_id == organisation_id)


def raised(lines: Sequence[Line]) -> int:
    """Give what givers gave, without what went back or is held back: what the goal bar shows."""
    counted = {Account.HOST, Account.REFUNDS, Account.DISPUTES}
    return -sum(line.amount for line in lines if line.account in counted)


def _against(account: Account, amount: int, of_hosts: Account, by_host: Mapping[int, int]) -> Lines:
    return (Line(account, amount), *_lines(of_hosts, by_host))


def _lines(account: Account, by_host: Mapping[int, int]) -> Lines:
    return tuple(Line(account, amount, organisation) for organisation, amount in by_host.items())


def _negated(by_host: Mapping[int, int]) -> dict[int, int]:
    return {organisation: -amount for organisation, amount in by_host.items()}
