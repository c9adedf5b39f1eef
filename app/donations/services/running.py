"""What hosts do with a closed fund: tell everyone what became of the money."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core.errors import Refused
from app.core.i18n import _
from app.donations.models import Fund, FundStatus
from app.donations.services.keeping import check_may_change, hold, next_version, touch_pages
from app.organisations.models import Organisation


def tell_outcome(fund: Fund, outcome: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Say what became of the money of a closed fund; it can be said again when more is known."""
    hold(fund)
    if fund.status is not FundStatus.CLOSED:
        raise Refused(_("This fund is not closed."))
    check_may_change(fund, on_behalf_of)
    fund.outcome = outcome
    next_version(fund, by=by)
    touch_pages(fund)
    record(Action.FUND_CHANGED, fund, by=by, on_behalf_of=on_behalf_of, detail={"fields": ["outcome"]})
