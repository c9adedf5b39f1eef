"""Sums of the ledger: what rests in balances, and what came since."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select

from app.core.database import session
from app.donations.models import (
    Account,
    Balance,
    Donation,
    EntryKind,
    Fund,
    LedgerEntry,
    Posting,
)
from app.donations.rules.ledger import Line, parts
from app.donations.rules.public_ledger import Stretch

#: Where a gift stands for its hosts, until it is passed on or spent.
GIVEN = (Account.HOST, Account.REFUNDS, Account.DISPUTES)
#: What of it must come back from a host: not what a bank only looks into.
GONE = (Account.HOST, Account.REFUNDS)
#: How an entry of a kind changes the number of gifts.
COUNTED = {EntryKind.GIFT: 1, EntryKind.GIFT_CORRECTED: -1}
Key = tuple[EntryKind, Account, int | None]
_MONTH_SIGNS = 7
_MONTH = func.substr(cast(LedgerEntry.on, String), 1, _MONTH_SIGNS)


@dataclass(frozen=True)
class Moved:
    """What some happenings of one kind put into one account in one month, for one host or for all."""

    #: `2026-05`.
    month: str
    kind: EntryKind
    account: Account
    organisation_id: int | None
    amount: int
    #: How many lines are in it.
    count: int


@dataclass(frozen=True)
class Sums:
    """A fund's ledger in sums: by kind of happening, account and host."""

    amounts: dict[Key, int]
    #: How many lines are in each sum.
    counts: dict[Key, int]

    def lines(self) -> tuple[Line, ...]:
        """Give the sums as lines, for the rules."""
        return tuple(
            Line(account, amount, organisation) for (_, account, organisation), amount in self.amounts.items()
        )

    def of(self, kind: EntryKind, account: Account) -> int:
        """Give what happenings of a kind put into an account."""
        return sum(
            amount for (what, where, _), amount in self.amounts.items() if (what, where) == (kind, account)
        )

    def number(self, kind: EntryKind) -> int:
        """Give how many entries of a kind there are: each that moves money in has one line in clearing."""
        return self.counts.get((kind, Account.CLEARING, None), 0)

    def gifts(self) -> int:
        """Give how many gifts there are, without those taken back as written down by mistake."""
        return sum(sign * self.number(kind) for kind, sign in COUNTED.items())


def sums_of(fund: Fund) -> Sums:
    """Give the sums of a fund's ledger, as it stands now."""
    amounts: Counter[Key] = Counter()
    counts: Counter[Key] = Counter()
    for each in moved_in(fund):
        key = (each.kind, each.account, each.organisation_id)
        amounts[key] += each.amount
        counts[key] += each.count
    return Sums(dict(amounts), dict(counts))


def moved_in(fund: Fund) -> list[Moved]:
    """Give what moved in each month: what rests, and what came since; the same month may stand in both."""
    found, through = [], 0
    for rest in session.scalars(select(Balance).where(Balance.fund_id == fund.id)):
        host, amount = rest.organisation_id, rest.amount_minor
        found.append(Moved(rest.month, rest.kind, rest.account, host, amount, rest.count))
        through = max(through, rest.through_id)
    return found + moved_since(fund, through)


def moved_since(fund: Fund, through_id: int, up_to: int | None = None) -> list[Moved]:
    """Give what moved in each month by postings after one of them, up to another."""
    key = (_MONTH, Posting.kind, Posting.account, Posting.organisation_id)
    query = (
        select(*key, func.sum(Posting.amount_minor), func.count())
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(Posting.fund_id == fund.id, Posting.id > through_id)
        .group_by(*key)
    )
    if up_to is not None:
        query = query.where(Posting.id <= up_to)
    return [
        Moved(month, kind, account, host, int(amount), count)
        for month, kind, account, host, amount, count in session.execute(query)
    ]


def unbalanced_entries(limit: int = 100) -> Sequence[int]:
    """Give the entries whose lines do not sum to nothing, or that have none: there must never be one."""
    query = (
        select(LedgerEntry.id)
        .outerjoin(Posting, Posting.entry_id == LedgerEntry.id)
        .group_by(LedgerEntry.id)
        .having(func.coalesce(func.sum(Posting.amount_minor), 1) != 0)
        .order_by(LedgerEntry.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def months_of(fund: Fund) -> list[Stretch]:
    """Give what moved in each month that has any line, oldest first."""
    found: dict[str, Stretch] = {}
    for each in moved_in(fund):
        before = found.get(each.month)
        found[each.month] = before.with_next(_stretch(each)) if before else _stretch(each)
    return [found[month] for month in sorted(found)]


def _stretch(moved: Moved) -> Stretch:
    def in_any(*accounts: Account) -> int:
        return moved.amount if moved.account in accounts else 0

    sign = COUNTED.get(moved.kind, 0) if moved.account is Account.CLEARING else 0
    return Stretch(
        moved.month,
        moved.month,
        gifts=sign * moved.count,
        raised=-in_any(*GIVEN),
        fees=in_any(Account.FEES),
        spent=in_any(Account.SPENT),
    )


def borne_by_hosts(donation: Donation, accounts: Collection[Account] = GIVEN) -> dict[int, int]:
    """Give what each host has borne of what went back of a gift, or is held back, so far."""
    borne: Counter[int] = Counter(parts(donation.amount_minor, donation.weights))
    query = (
        select(Posting.organisation_id, func.sum(Posting.amount_minor))
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.donation_id == donation.id, Posting.account.in_(accounts))
        .group_by(Posting.organisation_id)
    )
    for organisation, amount in session.execute(query):
        if organisation is not None:
            borne[organisation] += int(amount)
    return dict(borne)


def held_by_hosts(key: str, account: Account) -> dict[int, int]:
    """Give what an entry put into an account for each host; empty when there is no such entry."""
    query = (
        select(Posting.organisation_id, Posting.amount_minor)
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.key == key, Posting.account == account)
        .order_by(Posting.id)
    )
    rows = session.execute(query)
    return {organisation: amount for organisation, amount in rows if organisation is not None}
