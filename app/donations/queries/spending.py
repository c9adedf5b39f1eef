"""What funds were spent on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, undefer

from app.core.database import session
from app.donations.models import Fund, LedgerEntry, Spending
from app.donations.rules.cursors import Cursor

PAGE = 20
MOST_ROWS = 5_000


@dataclass(frozen=True)
class SpendingPage:
    """A page of what was spent, newest first, with the cursor of the next (None at the end)."""

    rows: Sequence[Spending]
    after: Cursor | None


def spending_page(fund: Fund, after: Cursor | None = None) -> SpendingPage:
    """Give one page of what a fund was spent on."""
    query = _of(fund)
    if after is not None:
        same_day = and_(Spending.spent_on == after.on, Spending.id < after.id)
        query = query.where(or_(Spending.spent_on < after.on, same_day))
    found = session.scalars(query.limit(PAGE + 1)).all()
    rows = found[:PAGE]
    return SpendingPage(rows, Cursor(rows[-1].spent_on, rows[-1].id) if len(found) > PAGE else None)


def all_spending(fund: Fund) -> Sequence[Spending]:
    """Give everything that a fund was spent on, for files."""
    return session.scalars(_of(fund).limit(MOST_ROWS)).all()


def spending_of(fund: Fund, spending_id: int) -> Spending | None:
    """Give one entry, with its receipt."""
    query = select(Spending).where(Spending.fund_id == fund.id, Spending.id == spending_id)
    return session.scalar(query.options(undefer(Spending.receipt), joinedload(Spending.organisation)))


def spending_under(key: str) -> Spending | None:
    """Give what was paid under a key of the ledger."""
    query = select(Spending).join(LedgerEntry, LedgerEntry.id == Spending.entry_id)
    return session.scalar(query.where(LedgerEntry.key == key))


def _of(fund: Fund) -> Select[Spending]:
    query = select(Spending).where(Spending.fund_id == fund.id).options(joinedload(Spending.organisation))
    return query.order_by(Spending.spent_on.desc(), Spending.id.desc())
