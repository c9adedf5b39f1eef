"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.queries import pending_content
from app.cohosting.rules import Content, changes, leaves_waiting, parted
from app.cohosting.services import Edit, Saved, change_key_facts, check_still_ready, check_version
from app.core.errors import Refused
from app.core.i18n import _
from app.petitions.models import Petition, PetitionStatus
from app.petitions.queries import petitions as queries
from app.petitions.rules import EDITABLE, UNPUBLISHED
from app.petitions.rules.content import (
    FIXED_FIELDS,
    KEY_FIELDS,
    PetitionDetails,
    content_from,
    details_from,
)
from app.petitions.rules.wording import differences
from app.petitions.services.keeping import hold, next_version, touch_pages, write_details
from app.petitions.services.publishing import check_read, check_ready, missing_in, propose_whole


def save_petition(petition: Petition, edit: Edit[PetitionDetails]) -> Saved:
    """Save an edit; raise WrittenMeanwhile, changing nothing, when the version is not theirs.

    A draft is simply written. Of a public petition small corrections apply at once, key facts
    become a proposal, and what people put their names to stays.
    """
    hold(petition)
    if petition.status not in EDITABLE:
        raise Refused(_("This petition cannot be changed any more."))
    check_version(petition.version, edit.version)
    settled = queries.settled_content(petition)
    wanted = changes(settled, content_from(edit.details))
    if petition.opened_at is not None and wanted.keys() & FIXED_FIELDS:
        raise Refused(
            _("People have put their names to what is demanded, so that stays. Write news, or begin anew.")
        )
    if petition.status in UNPUBLISHED:
        return _save_draft(petition, edit, wanted)
    return _save_public(petition, edit, settled, wanted)


def _save_draft(petition: Petition, edit: Edit[PetitionDetails], wanted: Content) -> Saved:
    if not wanted:
        return Saved(is_changed=False)
    _write(petition, edit, edit.details, wanted)
    if petition.status is not PetitionStatus.PROPOSED:
        return Saved(is_changed=True)
    check_ready(petition)
    proposal = propose_whole(petition, by=edit.by, on_behalf_of=edit.on_behalf_of)
    return Saved(is_changed=True, proposal=proposal)


def _save_public(petition: Petition, edit: Edit[PetitionDetails], settled: Content, wanted: Content) -> Saved:
    check_read(petition, settled | wanted)
    check_still_ready(missing_in(settled), missing_in(settled | wanted))
    small, key = parted(wanted, KEY_FIELDS)
    if small:
        _write(petition, edit, details_from(settled | small), small)
        touch_pages(petition)
    waiting = pending_content(petition.cohosting)
    if leaves_waiting(key, waiting):
        return Saved(is_changed=bool(small))
    if "status" in waiting:
        raise Refused(_("The hosts are deciding about the whole petition. Settle that first."))
    names = queries.names_of(settled) | queries.names_of(settled | key)
    proposal = change_key_facts(
        petition.cohosting, edit, settled, key, lambda: differences(settled, settled | key, names)
    )
    return Saved(is_changed=True, proposal=proposal)


def _write(
    petition: Petition, edit: Edit[PetitionDetails], details: PetitionDetails, changed: Content
) -> None:
    write_details(petition, details)
    cohosting.rename(petition.cohosting, petition.title)
    next_version(petition, by=edit.by, note=edit.note)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.PETITION_CHANGED, petition, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)
