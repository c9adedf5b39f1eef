"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.queries import accepted_hosts, open_proposal
from app.cohosting.rules import Draft
from app.core.errors import Conflict, Refused
from app.core.i18n import _
from app.initiatives import queries
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.rules import EDITABLE, UNPUBLISHED
from app.initiatives.rules.content import (
    Content,
    InitiativeDetails,
    changes,
    content_from,
    details_from,
    key_part,
    small_part,
)
from app.initiatives.rules.wording import differences
from app.initiatives.services.keeping import (
    check_may_change,
    hold,
    next_version,
    touch_pages,
    write_details,
)
from app.initiatives.services.publishing import check_ready, propose_whole
from app.organisations.models import Organisation


@dataclass(frozen=True)
class InitiativeEdit:
    """What an organiser wrote, on which version, and for whom."""

    details: InitiativeDetails
    #: The version that stood when they began to write.
    version: int
    by: User
    on_behalf_of: Organisation
    #: Why, for the other hosts.
    note: str = ""


@dataclass(frozen=True)
class InitiativeSaved:
    """What became of an edit."""

    is_changed: bool
    #: The change of key facts, waiting or (for a sole host) agreed; None when there was none.
    proposal: Proposal | None = None


class InitiativeWrittenMeanwhile(Conflict):
    """Tell that a co-host saved something else since this organiser began to write."""


def save_initiative(initiative: Initiative, edit: InitiativeEdit) -> InitiativeSaved:
    """Save an edit; raise InitiativeWrittenMeanwhile, changing nothing, when the version is not theirs.

    A draft is simply written. Of a public initiative small corrections apply at once, and key facts
    become a proposal, which a sole host has thereby agreed to.
    """
    hold(initiative)
    if initiative.status not in EDITABLE:
        raise Refused(_("This initiative cannot be changed any more."))
    if initiative.version != edit.version:
        raise InitiativeWrittenMeanwhile(_("Someone changed this while you were writing."))
    settled = queries.settled_content(initiative)
    wanted = changes(settled, content_from(edit.details))
    if initiative.status in UNPUBLISHED:
        return _save_draft(initiative, edit, wanted)
    return _save_public(initiative, edit, settled, wanted)


def _save_draft(initiative: Initiative, edit: InitiativeEdit, wanted: Content) -> InitiativeSaved:
    if not wanted:
        return InitiativeSaved(is_changed=False)
    _write(initiative, edit, edit.details, wanted)
    if initiative.status is not InitiativeStatus.PROPOSED:
        return InitiativeSaved(is_changed=True)
    check_ready(queries.settled_content(initiative))
    waiting = open_proposal(initiative.cohosting)
    note = waiting.note if waiting else ""
    proposal = propose_whole(initiative, by=edit.by, on_behalf_of=edit.on_behalf_of, note=note)
    return InitiativeSaved(is_changed=True, proposal=proposal)


def _save_public(
    initiative: Initiative, edit: InitiativeEdit, settled: Content, wanted: Content
) -> InitiativeSaved:
    check_may_change(initiative, edit.on_behalf_of)
    small, key = small_part(wanted), key_part(wanted)
    if small:
        _write(initiative, edit, details_from(settled | small), small)
        touch_pages(initiative)
    waiting = queries.pending_content(initiative)
    if key == waiting:
        return InitiativeSaved(is_changed=bool(small))
    if "status" in waiting:
        if not key:
            return InitiativeSaved(is_changed=bool(small))
        raise Refused(_("The hosts are deciding about the initiative as a whole. Settle that first."))
    if not key:
        cohosting.close_for(initiative.cohosting, by=edit.by, on_behalf_of=edit.on_behalf_of)
        return InitiativeSaved(is_changed=True)
    check_ready(settled | wanted)
    return InitiativeSaved(is_changed=True, proposal=_propose(initiative, edit, settled, key))


def _propose(initiative: Initiative, edit: InitiativeEdit, settled: Content, key: Content) -> Proposal:
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before={name: settled[name] for name in key},
        content=key,
        note=edit.note,
        rows=lambda: differences(settled, settled | key),
    )
    proposal = cohosting.propose(initiative.cohosting, draft, by=edit.by, on_behalf_of=edit.on_behalf_of)
    if len(accepted_hosts(initiative.cohosting)) > 1:
        next_version(initiative, by=edit.by, note=edit.note)
    return proposal


def _write(
    initiative: Initiative, edit: InitiativeEdit, details: InitiativeDetails, changed: Content
) -> None:
    write_details(initiative, details)
    cohosting.rename(initiative.cohosting, initiative.title)
    next_version(initiative, by=edit.by, note=edit.note)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.INITIATIVE_CHANGED, initiative, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)
