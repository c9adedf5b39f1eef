"""Close funds on time; let their sums rest, and prove them."""

import logging

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.donations import services
from app.donations.models import Fund
from app.donations.queries import funds as queries
from app.donations.queries.ledger import unbalanced_entries
from app.donations.services.balances import is_balanced, rest_balances

logger = logging.getLogger(__name__)


@periodic(minutes=10)
def close_funds() -> None:
    """Close what is over, each in its own transaction."""
    for fund_id in queries.due_to_close(clock.now().date()):
        with apart(fund=fund_id), transaction():
            services.close_on_time(fund_id)


@periodic(hour=1)
def prove_sums() -> None:
    """Let old postings rest in sums, prove the sums, and look for entries that do not sum to nothing."""
    for fund_id in queries.funds_with_entries():
        with apart(fund=fund_id):
            _prove(fund_id)
    wrong = list(unbalanced_entries())
    session.rollback()
    if wrong:
        logger.error("entries do not sum to nothing", extra={"entries": wrong})


def _prove(fund_id: int) -> None:
    with transaction():
        fund = session.get_one(Fund, fund_id)
        rest_balances(fund)
    if not is_balanced(fund):  # nobody waits for it: it only reads
        logger.error("the sums of a fund are wrong", extra={"fund": fund_id})
    session.rollback()
