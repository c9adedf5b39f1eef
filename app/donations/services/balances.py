"""Let what is old enough rest in sums, and prove that the sums are right."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from app.core import clock
from app.core.database import session
from app.donations.models import Balance, Fund, LedgerEntry, MonthBalance, Posting
from app.donations.queries.ledger import months_of, months_since, since, sums_of

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
    for kept in (Balance, MonthBalance):
        session.execute(delete(kept).where(kept.fund_id == fund.id))
    if through is None:
        return
    for kind, account, organisation, amount, count in session.execute(since(fund, 0, through)).all():
        session.add(
            Balance(
                fund_id=fund.id,
                kind=kind,
                account=account,
                organisation_id=organisation,
                amount_minor=int(amount),
                count=count,
                through_id=through,
            )
        )
    for month in months_since(fund, 0, through):
        session.add(
            MonthBalance(
                fund_id=fund.id,
                month=month.first,
                gifts=month.gifts,
                raised_minor=month.raised,
                fees_minor=month.fees,
                spent_minor=month.spent,
                through_id=through,
            )
        )
    session.flush()


def is_balanced(fund: Fund) -> bool:
    """Tell whether the resting sums say what the postings say; a job asks and reports."""
    found = {
        (kind, account, organisation): (int(amount), count)
        for kind, account, organisation, amount, count in session.execute(since(fund, 0))
    }
    sums = sums_of(fund)
    is_summed = found == {key: (amount, sums.counts[key]) for key, amount in sums.amounts.items()}
    return is_summed and months_of(fund) == sorted(months_since(fund, 0), key=lambda month: month.first)
