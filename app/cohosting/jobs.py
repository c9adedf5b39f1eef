"""What time itself does: proposals lapse, those awaited are reminded, offers run out."""

from app.cohosting import queries, services
from app.core import clock
from app.core.jobs import apart, periodic
from app.core.transaction import transaction


@periodic(minutes=10)
def lapse_due() -> None:
    """Close proposals whose time is over, each in a transaction of its own."""
    for proposal_id in queries.due_to_lapse(clock.now()):
        with apart(proposal=proposal_id), transaction():
            proposal = queries.proposal_by_id(proposal_id)
            if proposal is not None:
                services.lapse(proposal)


@periodic(minutes=30)
def remind_awaited() -> None:
    """Remind, once, the hosts whose word has been missing for two days."""
    for proposal_id in queries.due_to_remind(clock.now()):
        with apart(proposal=proposal_id), transaction():
            proposal = queries.proposal_by_id(proposal_id)
            if proposal is not None:
                services.remind(proposal)


@periodic(hour=4)
def expire_offers() -> None:
    """Close offers that nobody answered in time and forget the addresses they went to."""
    for host_id in queries.due_to_expire(clock.now()):
        with apart(host=host_id), transaction():
            host = queries.host_by_id(host_id)
            if host is not None:
                services.expire_offer(host)
