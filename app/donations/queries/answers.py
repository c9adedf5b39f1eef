"""Answer what the rooms below ask of funds and gifts."""

from app.cohosting.facts import IsOver
from app.donations.models import FundStatus
from app.donations.queries.funds import fund_of


def is_over(question: IsOver) -> bool:
    """Tell whether a fund is closed: its page and its ledger stay and name who held it."""
    fund = fund_of(question.cohosting)
    return fund is not None and fund.status is FundStatus.CLOSED
