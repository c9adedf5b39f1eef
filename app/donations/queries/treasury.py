"""What treasurers read: gifts one by one, sums by month and host, cash that waits for a second count."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.core.database import session, streamed
from app.donations.models import (
    Account,
    Correction,
    Donation,
    DonationStatus,
    EntryKind,
    Fund,
    GiftSource,
    LedgerEntry,
    LedgerMismatch,
    Posting,
    Refund,
    RefundStatus,
    Share,
)
from app.donations.models.donations import WAITING
from app.donations.policies import kept_by
from app.donations.queries.ledger import moved_in, sums_of
from app.organisations.models import Organisation

GIFTS_PAGE = 50
#: So many gifts are read at once when all of them are wanted.
_AT_ONCE = 500
#: What says how much was given: gifts, and those taken back as written down by mistake.
GIFT_KINDS = (EntryKind.GIFT, EntryKind.GIFT_CORRECTED)


@dataclass(frozen=True)
class KeptFund:
    """A fund whose money waits for someone: what of each kind they may deal with."""

    slug: str
    title: str
    refunds: int
    cash: int
    differences: int
    corrections: int


@dataclass(frozen=True)
class MonthRow:
    """What a month brought to one host, in minor units: `net` is what is left of it."""

    month: str
    organisation_id: int
    given: int
    fees: int
    net: int

    @property
    def returned(self) -> int:
        """Give what went back to givers, or was disputed."""
        return self.given - self.fees - self.net

    @property
    def first_day(self) -> date:
        """Give the day on which the month begins."""
        return date.fromisoformat(f"{self.month}-01")


def gifts_in(fund: Fund, *, before_id: int | None = None, limit: int = GIFTS_PAGE) -> Sequence[Donation]:
    """Give the gifts of a fund, the newest first, those before a given one."""
    query = select(Donation).where(Donation.fund_id == fund.id)
    if before_id is not None:
        query = query.where(Donation.id < before_id)
    return session.scalars(query.order_by(Donation.id.desc()).limit(limit)).all()


def all_gifts_in(fund: Fund) -> Iterator[Donation]:
    """Give every gift of a fund that was paid, the oldest first, without holding them all."""
    query = select(Donation).where(Donation.fund_id == fund.id, Donation.status == DonationStatus.PAID)
    yield from streamed(query.order_by(Donation.id), _AT_ONCE).scalars()


def host_months_of(fund: Fund) -> Sequence[MonthRow]:
    """Give what each month brought to each host, the newest month first."""
    sums: dict[tuple[str, int], Counter[str]] = {}
    for each in moved_in(fund):
        if each.organisation_id is None:
            continue
        row = sums.setdefault((each.month, each.organisation_id), Counter())
        is_given = each.account is Account.HOST and each.kind in GIFT_KINDS
        row["given"] -= each.amount if is_given else 0
        row["fees"] += each.amount if each.account is Account.FEES else 0
        row["net"] -= each.amount if each.account not in {Account.SETTLEMENTS, Account.SPENT} else 0
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], -item[0][1]), reverse=True)
    return [MonthRow(month, host, row["given"], row["fees"], row["net"]) for (month, host), row in ordered]


def uncounted_cash(fund: Fund) -> Sequence[Donation]:
    """Give the cash that waits for a second person to count it."""
    query = select(Donation).where(
        Donation.fund_id == fund.id,
        Donation.source == GiftSource.CASH,
        Donation.status == DonationStatus.PENDING,
        text(f"donations.{WAITING}"),
    )
    query = query.options(joinedload(Donation.entered_by))
    return session.scalars(query.order_by(Donation.created_at, Donation.id)).all()


def gift_in(fund: Fund, donation_id: int) -> Donation | None:
    """Give one gift of a fund."""
    return session.scalar(select(Donation).where(Donation.fund_id == fund.id, Donation.id == donation_id))


def open_refunds_in(fund: Fund) -> Sequence[Refund]:
    """Give the refunds that are asked for or on their way, the oldest first."""
    query = (
        select(Refund)
        .where(
            Refund.donation.has(Donation.fund_id == fund.id),
            or_(
                Refund.status.in_((RefundStatus.REQUESTED, RefundStatus.PENDING)),
                and_(Refund.status == RefundStatus.FAILED, Refund.closed_at.is_not(None)),
            ),
        )
        .options(joinedload(Refund.donation), joinedload(Refund.decided_by))
        .order_by(Refund.id)
    )
    return session.scalars(query).all()


def refund_in(fund: Fund, refund_id: int) -> Refund | None:
    """Give one refund of a fund's gift."""
    query = select(Refund).join(Donation, Donation.id == Refund.donation_id)
    return session.scalar(query.where(Donation.fund_id == fund.id, Refund.id == refund_id))


def money_waiting_for(user: User) -> Sequence[KeptFund]:
    """Give the funds whose money waits for this person; what needs somebody else is left out."""
    refunds = (
        select(func.count(Refund.id))
        .join(Donation, Donation.id == Refund.donation_id)
        .where(
            Donation.fund_id == Fund.id,
            Refund.status == RefundStatus.REQUESTED,
            or_(Refund.decided_by_id.is_(None), Refund.decided_by_id != user.id),
        )
    )
    cash = select(func.count(Donation.id)).where(
        Donation.fund_id == Fund.id,
        Donation.source == GiftSource.CASH,
        Donation.status == DonationStatus.PENDING,
        text(f"donations.{WAITING}"),
        or_(Donation.entered_by_id.is_(None), Donation.entered_by_id != user.id),
    )
    differences = select(func.count(LedgerMismatch.id)).where(
        LedgerMismatch.fund_id == Fund.id, LedgerMismatch.solved_at.is_(None)
    )
    corrections = (
        select(func.count(Correction.id))
        .join(LedgerEntry, LedgerEntry.id == Correction.entry_id)
        .where(
            LedgerEntry.fund_id == Fund.id,
            Correction.closed_at.is_(None),
            or_(Correction.wanted_by_id.is_(None), Correction.wanted_by_id != user.id),
        )
    )
    waiting = (refunds, cash, differences, corrections)
    counts = [each.correlate(Fund).scalar_subquery() for each in waiting]
    query = select(Fund.slug, Fund.title, *counts).where(kept_by(user)).order_by(Fund.id)
    found = [KeptFund(*row) for row in session.execute(query)]
    return [each for each in found if any((each.refunds, each.cash, each.differences, each.corrections))]


def has_entry(key: str) -> bool:
    """Tell whether the ledger has an entry under a key."""
    return session.scalar(select(LedgerEntry.id).where(LedgerEntry.key == key)) is not None


def organisations_in_ledger(fund: Fund) -> Sequence[Organisation]:
    """Give the organisations for which something was ever given, and those that have a part now."""
    named = {line.organisation_id for line in sums_of(fund).lines()} - {None}
    sharing = select(Share.organisation_id).where(Share.fund_id == fund.id)
    query = select(Organisation).where(or_(Organisation.id.in_(named), Organisation.id.in_(sharing)))
    return session.scalars(query.order_by(Organisation.name, Organisation.id)).all()


def mismatches_in(fund: Fund) -> Sequence[LedgerMismatch]:
    """Give where the provider's books and ours differ and nobody has solved it yet."""
    query = select(LedgerMismatch).where(
        LedgerMismatch.fund_id == fund.id, LedgerMismatch.solved_at.is_(None)
    )
    return session.scalars(query.order_by(LedgerMismatch.moved_at, LedgerMismatch.id)).all()


def entries_about(donation: Donation) -> Sequence[Posting]:
    """Give the ledger's lines about one gift, in the order in which they were written."""
    query = select(Posting).join(LedgerEntry).where(LedgerEntry.donation_id == donation.id)
    query = query.options(contains_eager(Posting.entry), joinedload(Posting.organisation))
    return session.scalars(query.order_by(Posting.id)).all()
