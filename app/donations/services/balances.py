"""Let what is old enough rest in sums, and prove that the sums are right."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from app.core import clock
from app.core.database import session
from app.donations.models import Balance, Fund, LedgerEntry, Posting
from app.donations.queries.ledger import Moved, moved_in, moved_since

#: No transaction stays open as long as this, so no posting older than it can still appear.
SETTLED_AFTER = timedelta(hours=1)


def rest_balances(fund: Fund) -> None:
    """Sum the postings of a fund that are old enough, all anew, in the place of the earlier sums."""
    before = clock.now() - SETTLED_AFTER
    session.execute(select(Fund.id).where(Fund.id == fund.id).with_for_update())
    through = session.scalar(
        select(func.max(Posting.id))
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(Posting.fund_id == fund.id, LedgerEntry.at < before)
    )
    session.execute(delete(Balance).where(Balance.fund_id == fund.id))
    if through is None:
        return
    rows = [
        {
            "fund_id": fund.id,
            "month": each.month,
            "kind": each.kind,
            "account": each.account,
            "organisation_id": each.organisation_id,
            "amount_minor": each.amount,
            "count": each.count,
            "through_id": through,
        }
        for each in moved_since(fund, 0, through)
    ]
    session.execute(insert(Balance), rows)


def is_balanced(fund: Fund) -> bool:
    """Tell whether the resting sums say what the postings say; a job asks and reports."""
    return _summed(moved_in(fund)) == _summed(moved_since(fund, 0))


def _summed(moved: Iterable[Moved]) -> dict[tuple[object, ...], tuple[int, int]]:
    """Lay together what moved in one month in one account: its amount and its number of lines."""
    found: dict[tuple[object, ...], tuple[int, int]] = {}
    for each in moved:
        key = (each.month, each.kind, each.account, each.organisation_id)
        amount, count = found.get(key, (0, 0))
        found[key] = (amount + each.amount, count + each.count)
    return found
