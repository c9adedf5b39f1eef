"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Draft
from app.core.errors import Conflict, Refused
from app.core.i18n import _
from app.organisations.models import Organisation
from app.petitions.models import Petition, PetitionStatus
from app.petitions.queries import petitions as queries
from app.petitions.rules import EDITABLE, UNPUBLISHED
from app.petitions.rules.content import (
    FIXED_FIELDS,
    Content,
    PetitionDetails,
    changes,
    content_from,
    details_from,
    key_part,
    small_part,
)
from app.petitions.rules.wording import differences
from app.petitions.services.keeping import hold, next_version, touch_pages, write_details
from app.petitions.services.publishing import check_read, check_ready, propose_whole


@dataclass(frozen=True)
class PetitionEdit:
    """What an organiser wrote, on which version, and for whom."""

    details: PetitionDetails
    #: The version that stood when they began to write.
    version: int
    by: User
    on_behalf_of: Organisation
    #: Why, for the other hosts.
    note: str = ""


@dataclass(frozen=True)
class PetitionSaved:
    """What became of an edit."""

    is_changed: bool
    #: The change of key facts, waiting or (for a sole host) agreed; None when there was none.
    proposal: Proposal | None = None


class PetitionWrittenMeanwhile(Conflict):
    """Tell that a co-host saved something else since this organiser began to write."""


def save_petition(petition: Petition, edit: PetitionEdit) -> PetitionSaved:
    """Save an edit; raise PetitionWrittenMeanwhile, changing nothing, when the version is not theirs.

    A draft is simply written. Of a public petition small corrections apply at once, key facts
    become a proposal, and what people put their names to stays.
    """
    hold(petition)
    if petition.status not in EDITABLE:
        raise Refused(_("This petition cannot be changed any more."))
    if petition.version != edit.version:
        raise PetitionWrittenMeanwhile(_("Someone changed this while you were writing."))
    settled = queries.settled_content(petition)
    wanted = changes(settled, content_from(edit.details))
    if petition.opened_at is not None and wanted.keys() & FIXED_FIELDS:
        raise Refused(
            _("People have put their names to what is demanded, so that stays. Write news, or begin anew.")
        )
    if petition.status in UNPUBLISHED:
        return _save_draft(petition, edit, wanted)
    return _save_public(petition, edit, settled, wanted)


def _save_draft(petition: Petition, edit: PetitionEdit, wanted: Content) -> PetitionSaved:
    if not wanted:
        return PetitionSaved(is_changed=False)
    _write(petition, edit, edit.details, wanted)
    if petition.status is not PetitionStatus.PROPOSED:
        return PetitionSaved(is_changed=True)
    check_ready(petition)
    proposal = propose_whole(petition, by=edit.by, on_behalf_of=edit.on_behalf_of)
    return PetitionSaved(is_changed=True, proposal=proposal)


def _save_public(petition: Petition, edit: PetitionEdit, settled: Content, wanted: Content) -> PetitionSaved:
    check_read(petition, settled | wanted)
    small, key = small_part(wanted), key_part(wanted)
    if small:
        _write(petition, edit, details_from(settled | small), small)
        touch_pages(petition)
    waiting = queries.pending_content(petition)
    if key == waiting:
        return PetitionSaved(is_changed=bool(small))
    if "status" in waiting and key:
        raise Refused(_("The hosts are deciding about the whole petition. Settle that first."))
    if not key:
        if waiting and "status" not in waiting:
            cohosting.close_for(petition.cohosting, by=edit.by, on_behalf_of=edit.on_behalf_of)
        return PetitionSaved(is_changed=bool(small or waiting))
    return PetitionSaved(is_changed=True, proposal=_propose(petition, edit, settled, key))


def _propose(petition: Petition, edit: PetitionEdit, settled: Content, key: Content) -> Proposal:
    names = queries.names_of(settled) | queries.names_of(settled | key)
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before={name: settled[name] for name in key},
        content=key,
        note=edit.note,
        rows=lambda: differences(settled, settled | key, names),
    )
    return cohosting.propose(petition.cohosting, draft, by=edit.by, on_behalf_of=edit.on_behalf_of)


def _write(petition: Petition, edit: PetitionEdit, details: PetitionDetails, changed: Content) -> None:
    write_details(petition, details)
    cohosting.rename(petition.cohosting, petition.title)
    next_version(petition, by=edit.by, note=edit.note)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.PETITION_CHANGED, petition, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)
