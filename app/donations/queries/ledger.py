"""Sums of the ledger: what rests in balances, and what came since."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.core.database import session
from app.donations.models import (
    Account,
    Balance,
    Donation,
    EntryKind,
    Fund,
    LedgerEntry,
    MonthBalance,
    Posting,
)
from app.donations.rules.ledger import Line, parts
from app.donations.rules.public_ledger import Stretch

#: Where a gift stands for its hosts, until it is passed on or spent.
GIVEN = (Account.HOST, Account.REFUNDS, Account.DISPUTES)
#: What of it must come back from a host: not what a bank only looks into.
GONE = (Account.HOST, Account.REFUNDS)
Key = tuple[EntryKind, Account, int | None]


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


def sums_of(fund: Fund) -> Sums:
    """Give the sums of a fund's ledger, as it stands now."""
    amounts: Counter[Key] = Counter()
    counts: Counter[Key] = Counter()
    through = 0
    for rest in session.scalars(select(Balance).where(Balance.fund_id == fund.id)):
        key = (rest.kind, rest.account, rest.organisation_id)
        amounts[key] += rest.amount_minor
        counts[key] += rest.count
        through = max(through, rest.through_id)
    for kind, account, organisation, amount, count in session.execute(since(fund, through)):
        amounts[kind, account, organisation] += int(amount)
        counts[kind, account, organisation] += count
    return Sums(dict(amounts), dict(counts))


def since(
    fund: Fund, through_id: int, up_to: int | None = None
) -> Select[EntryKind, Account, int | None, int, int]:
    """Give the query of the sums of postings after one of them, up to another."""
    query = select(
        Posting.kind,
        Posting.account,
        Posting.organisation_id,
        func.sum(Posting.amount_minor),
        func.count(),
    ).where(Posting.fund_id == fund.id, Posting.id > through_id)
    if up_to is not None:
        query = query.where(Posting.id <= up_to)
    return query.group_by(Posting.kind, Posting.account, Posting.organisation_id)


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
    """Give what moved in each month that has any line, oldest first: what rests, and what came since."""
    found: dict[str, Stretch] = {}
    through = 0
    for rest in session.scalars(select(MonthBalance).where(MonthBalance.fund_id == fund.id)):
        sums = (rest.gifts, rest.raised_minor, rest.fees_minor, rest.spent_minor)
        found[rest.month] = Stretch(rest.month, rest.month, *sums)
        through = max(through, rest.through_id)
    for month in months_since(fund, through):
        before = found.get(month.first)
        found[month.first] = before.with_next(month) if before else month
    return [found[month] for month in sorted(found)]


def months_since(fund: Fund, through_id: int, up_to: int | None = None) -> list[Stretch]:
    """Give what moved in each month by postings after one of them, up to another."""
    query = (
        select(LedgerEntry.on, *_MOVED)
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(Posting.fund_id == fund.id, Posting.id > through_id)
        .group_by(LedgerEntry.on)
    )
    if up_to is not None:
        query = query.where(Posting.id <= up_to)
    found: dict[str, Stretch] = {}
    for on, *sums in session.execute(query):
        month = f"{on:%Y-%m}"
        day = Stretch(month, month, *(int(each) for each in sums))
        found[month] = found[month].with_next(day) if month in found else day
    return list(found.values())


def _sum_in(sign: int, *accounts: Account) -> ColumnElement[int]:
    return func.sum(case((Posting.account.in_(accounts), sign * Posting.amount_minor), else_=0))


#: Gifts; given without what went back; fees; spent.
_MOVED = (
    func.sum(case((and_(Posting.kind == EntryKind.GIFT, Posting.account == Account.CLEARING), 1), else_=0)),
    _sum_in(-1, Account.HOST, Account.REFUNDS, Account.DISPUTES),
    _sum_in(1, Account.FEES),
    _sum_in(1, Account.SPENT),
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


def left_to_hosts(donation: Donation) -> dict[int, int]:
    """Give what of one gift is left to each host, after fees, refunds and what was passed on."""
    query = (
        select(Posting.organisation_id, func.sum(Posting.amount_minor))
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.donation_id == donation.id, Posting.organisation_id.is_not(None))
        .group_by(Posting.organisation_id)
        .order_by(Posting.organisation_id)
    )
    rows = session.execute(query)
    return {organisation: -int(amount) for organisation, amount in rows if organisation is not None}
