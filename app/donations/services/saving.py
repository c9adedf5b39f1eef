"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal
from app.cohosting.queries import accepted_hosts, open_proposal, pending_content
from app.cohosting.rules import Content, changes, leaves_waiting, parted
from app.cohosting.services import Edit, Saved, change_key_facts, check_still_ready, check_version
from app.core.errors import Refused
from app.core.i18n import _
from app.donations.models import Fund, FundStatus
from app.donations.queries import contents
from app.donations.queries.funds import causes_for
from app.donations.rules.content import (
    FIXED_FIELDS,
    KEY_FIELDS,
    FundDetails,
    content_from,
    details_from,
    weights_in,
)
from app.donations.rules.sharing import is_whole
from app.donations.rules.status import EDITABLE, UNPUBLISHED
from app.donations.rules.wording import differences
from app.donations.services.keeping import (
    check_may_change,
    hold,
    next_version,
    touch_pages,
    write_details,
)
from app.donations.services.publishing import check_ready, missing_in, propose_whole
from app.organisations.models import Organisation


def save_fund(fund: Fund, edit: Edit[FundDetails]) -> Saved:
    """Save an edit; raise WrittenMeanwhile, changing nothing, when the version is not theirs.

    A draft is simply written. Of an open fund small corrections apply at once, and key facts, the
    shares above all, become a proposal, which a sole host has thereby agreed to.
    """
    hold(fund)
    if fund.status not in EDITABLE:
        raise Refused(_("This fund cannot be changed any more."))
    check_version(fund.version, edit.version)
    settled = contents.settled_content(fund)
    wanted = changes(settled, content_from(edit.details))
    _check(fund, wanted)
    if fund.status in UNPUBLISHED:
        return _save_draft(fund, edit, wanted)
    return _save_public(fund, edit, settled, wanted)


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


def _check(fund: Fund, wanted: Content) -> None:
    """Refuse another currency after the opening, parts that do not sum, and a cause of strangers."""
    if fund.opened_at is not None and not FIXED_FIELDS.isdisjoint(wanted):
        raise Refused(_("The currency stays as it was, since people may have given in it."))
    if "shares" in wanted and not is_whole(list(weights_in(wanted).values())):
        raise Refused(_("The parts of the hosts must sum to 100 per cent."))
    about = wanted.get("about_id")
    if about is not None and about not in {each.id for each in causes_for(fund.cohosting)}:
        raise Refused(_("None of the hosts holds what this fund should be for."))


def _save_draft(fund: Fund, edit: Edit[FundDetails], wanted: Content) -> Saved:
    if not wanted:
        return Saved(is_changed=False)
    _write(fund, edit, edit.details, wanted)
    if fund.status is not FundStatus.PROPOSED:
        return Saved(is_changed=True)
    check_ready(fund, contents.settled_content(fund))
    waiting = open_proposal(fund.cohosting)
    note = waiting.note if waiting else ""
    proposal = propose_whole(fund, by=edit.by, on_behalf_of=edit.on_behalf_of, note=note)
    return Saved(is_changed=True, proposal=proposal)


def _save_public(fund: Fund, edit: Edit[FundDetails], settled: Content, wanted: Content) -> Saved:
    check_may_change(fund, edit.on_behalf_of)
    check_still_ready(missing_in(fund, settled), missing_in(fund, settled | wanted))
    small, key = parted(wanted, KEY_FIELDS)
    if small:
        _write(fund, edit, details_from(settled | small), small)
        touch_pages(fund)
    waiting = pending_content(fund.cohosting)
    if leaves_waiting(key, waiting):
        return Saved(is_changed=bool(small))
    if "status" in waiting:
        raise Refused(_("The hosts are deciding about the fund as a whole. Settle that first."))
    return Saved(is_changed=True, proposal=_propose(fund, edit, settled, key))


def _propose(fund: Fund, edit: Edit[FundDetails], settled: Content, key: Content) -> Proposal | None:
    names = contents.names_for(settled, key)
    proposal = change_key_facts(
        fund.cohosting, edit, settled, key, lambda: differences(settled, settled | key, names)
    )
    if proposal is not None and len(accepted_hosts(fund.cohosting)) > 1:
        next_version(fund, by=edit.by, note=edit.note)
    return proposal


def _write(fund: Fund, edit: Edit[FundDetails], details: FundDetails, changed: Content) -> None:
    write_details(fund, details)
    cohosting.rename(fund.cohosting, fund.title)
    next_version(fund, by=edit.by, note=edit.note)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.FUND_CHANGED, fund, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)
