"""What follows for funds when hosts have agreed, disagreed, joined or left."""

from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import changes
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.jobs import enqueue_named
from app.donations.models import Fund, FundStatus, RecurringGift
from app.donations.queries import contents
from app.donations.queries import funds as queries
from app.donations.queries.gifts import locked, waiting_gifts_of
from app.donations.queries.giving import running_monthly_of
from app.donations.rules.content import details_from
from app.donations.rules.status import SHOWN, move
from app.donations.services.accounts import touch_funds_of
from app.donations.services.drafting import wipe
from app.donations.services.keeping import next_version, touch_pages, write_details
from app.donations.services.publishing import check_can_reopen, check_ready, missing_in
from app.donations.services.wishing import end_with_fund
from app.organisations.facts import OrganisationChanged

SETTLING = "app.donations.jobs.paying.settle_checkout"


def apply_accepted_proposal(fact: ProposalAccepted) -> None:
    """Apply exactly what every host has signed off."""
    proposal = fact.proposal
    fund = queries.fund_of(proposal.cohosting)
    if fund is None:
        return
    fund = queries.locked(fund)
    status = proposal.content.get("status")
    if proposal.kind is ProposalKind.PUBLISH:
        _open(fund, proposal)
    elif status == FundStatus.CLOSED.value:
        _close(fund, proposal)
    elif status is not None:
        _reopen(fund, proposal)
    else:
        _change(fund, proposal)


def reopen_after_closed_proposal(fact: ProposalClosed) -> None:
    """Give the draft back to its hosts when what they proposed has lapsed or was withdrawn."""
    fund = queries.fund_of(fact.proposal.cohosting)
    if fund is None:
        return
    fund = queries.locked(fund)
    if fund.status is FundStatus.PROPOSED:
        fund.status = move(fund.status, FundStatus.DRAFT)
    next_version(fund, by=None)


def close_abandoned(fact: LastHostLeft) -> None:
    """Close a fund that nobody holds any more, so that it takes no gifts; delete what was never public."""
    fund = queries.fund_of(fact.cohosting)
    if fund is None:
        return
    fund = queries.locked(fund)
    organisation = fact.host.organisation
    if fund.status is FundStatus.OPEN:
        _shut(fund)
        next_version(fund, by=fact.by)
        touch_pages(fund)
        record(Action.FUND_CLOSED, fund, by=fact.by, on_behalf_of=organisation)
    elif fund.status is FundStatus.DRAFT:
        record(Action.FUND_DELETED, fund, by=fact.by, on_behalf_of=organisation)
        wipe(fund, by=fact.by)


def close_on_time(fund_id: int) -> None:
    """Close a fund whose last day has passed; hosts tell later what became of the money."""
    found = session.get(Fund, fund_id)
    if found is None:
        return
    lock(found.cohosting)
    fund, today = queries.locked(found), clock.now().date()
    if fund.status is not FundStatus.OPEN or fund.closes_on is None or fund.closes_on >= today:
        return
    cohosting.close_for(fund.cohosting, by=None)
    _shut(fund)
    next_version(fund, by=None)
    touch_pages(fund)
    record(Action.FUND_CLOSED, fund, detail={"last_day": fund.closes_on.isoformat()})


def show_changed_hosts(fact: HostsChanged) -> None:
    """Show the public who holds the fund now: until they agree on parts anew, it takes no gifts."""
    fund = queries.fund_of(fact.cohosting)
    if fund is not None and fund.status in SHOWN:
        fund.revised_at = clock.now()
        touch_pages(fund)


def show_changed_organisation(fact: OrganisationChanged) -> None:
    """Show the new name or logo of a host on the pages of its funds."""
    touch_funds_of(fact.organisation)


def _open(fund: Fund, proposal: Proposal) -> None:
    check_ready(fund, proposal.content)  # again: its last day may have passed, or a host have joined
    write_details(fund, details_from(proposal.content))
    fund.status = move(fund.status, FundStatus.OPEN)
    fund.opened_at = clock.now()
    _finish(fund, proposal, Action.FUND_OPENED)


def _change(fund: Fund, proposal: Proposal) -> None:
    """Apply a change of key facts; shares count for later gifts only, as each gift keeps its own."""
    settled = contents.settled_content(fund)
    changed = changes(settled, settled | proposal.content)
    cohosting.check_still_ready(missing_in(fund, settled), missing_in(fund, settled | changed))
    write_details(fund, details_from(settled | changed))
    cohosting.rename(fund.cohosting, fund.title)
    _finish(fund, proposal, Action.FUND_CHANGED, fields=sorted(changed))


def _close(fund: Fund, proposal: Proposal) -> None:
    _shut(fund)
    fund.outcome = proposal.content.get("outcome", "")
    _finish(fund, proposal, Action.FUND_CLOSED)


def _reopen(fund: Fund, proposal: Proposal) -> None:
    check_can_reopen(fund)
    fund.status = move(fund.status, FundStatus.OPEN)
    fund.closed_at, fund.outcome = None, ""
    _finish(fund, proposal, Action.FUND_REOPENED)


def _shut(fund: Fund) -> None:
    """Take no more gifts: the monthly ones end, and so do the pay pages that are open."""
    fund.status = move(fund.status, FundStatus.CLOSED)
    fund.closed_at = clock.now()
    for recurring in running_monthly_of(fund):
        end_with_fund(locked(RecurringGift, recurring.id))  # it may have ended meanwhile
    for donation_id in waiting_gifts_of(fund):
        enqueue_named(SETTLING, donation_id)


def _finish(fund: Fund, proposal: Proposal, action: Action, **detail: object) -> None:
    """Keep the version, touch the pages and write the line, as after every agreed change."""
    next_version(fund, by=proposal.proposed_by, note=proposal.note)
    touch_pages(fund)
    detail = {"proposal": proposal.id, **detail}
    record(action, fund, by=proposal.proposed_by, on_behalf_of=proposal.proposed_for, detail=detail)
