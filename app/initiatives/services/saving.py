"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal
from app.cohosting.queries import accepted_hosts, open_proposal, pending_content
from app.cohosting.rules import Content, changes, leaves_waiting, parted
from app.cohosting.services import Edit, Saved, change_key_facts, check_still_ready, check_version
from app.core.errors import Refused
from app.core.i18n import _
from app.initiatives import queries
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.rules import EDITABLE, UNPUBLISHED
from app.initiatives.rules.content import (
    KEY_FIELDS,
    InitiativeDetails,
    content_from,
    details_from,
)
from app.initiatives.rules.wording import differences
from app.initiatives.services.keeping import (
    check_may_change,
    hold,
    next_version,
    touch_pages,
    write_details,
)
from app.initiatives.services.publishing import check_ready, missing_in, propose_whole


def save_initiative(initiative: Initiative, edit: Edit[InitiativeDetails]) -> Saved:
    """Save an edit; raise WrittenMeanwhile, changing nothing, when the version is not theirs.

    A draft is simply written. Of a public initiative small corrections apply at once, and key facts
    become a proposal, which a sole host has thereby agreed to.
    """
    hold(initiative)
    if initiative.status not in EDITABLE:
        raise Refused(_("This initiative cannot be changed any more."))
    check_version(initiative.version, edit.version)
    settled = queries.settled_content(initiative)
    wanted = changes(settled, content_from(edit.details))
    if initiative.status in UNPUBLISHED:
        return _save_draft(initiative, edit, wanted)
    return _save_public(initiative, edit, settled, wanted)


def _save_draft(initiative: Initiative, edit: Edit[InitiativeDetails], wanted: Content) -> Saved:
    if not wanted:
        return Saved(is_changed=False)
    _write(initiative, edit, edit.details, wanted)
    if initiative.status is not InitiativeStatus.PROPOSED:
        return Saved(is_changed=True)
    check_ready(queries.settled_content(initiative))
    waiting = open_proposal(initiative.cohosting)
    note = waiting.note if waiting else ""
    proposal = propose_whole(initiative, by=edit.by, on_behalf_of=edit.on_behalf_of, note=note)
    return Saved(is_changed=True, proposal=proposal)


def _save_public(
    initiative: Initiative, edit: Edit[InitiativeDetails], settled: Content, wanted: Content
) -> Saved:
    check_may_change(initiative, edit.on_behalf_of)
    check_still_ready(missing_in(settled), missing_in(settled | wanted))
    small, key = parted(wanted, KEY_FIELDS)
    if small:
        _write(initiative, edit, details_from(settled | small), small)
        touch_pages(initiative)
    waiting = pending_content(initiative.cohosting)
    if leaves_waiting(key, waiting):
        return Saved(is_changed=bool(small))
    if "status" in waiting:
        raise Refused(_("The hosts are deciding about the initiative as a whole. Settle that first."))
    return Saved(is_changed=True, proposal=_propose(initiative, edit, settled, key))


def _propose(
    initiative: Initiative, edit: Edit[InitiativeDetails], settled: Content, key: Content
) -> Proposal | None:
    proposal = change_key_facts(
        initiative.cohosting, edit, settled, key, lambda: differences(settled, settled | key)
    )
    if proposal is not None and len(accepted_hosts(initiative.cohosting)) > 1:
        next_version(initiative, by=edit.by, note=edit.note)
    return proposal


def _write(
    initiative: Initiative, edit: Edit[InitiativeDetails], details: InitiativeDetails, changed: Content
) -> None:
    write_details(initiative, details)
    cohosting.rename(initiative.cohosting, initiative.title)
    next_version(initiative, by=edit.by, note=edit.note)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.INITIATIVE_CHANGED, initiative, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)
