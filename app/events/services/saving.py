"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from app.audit.models import Action
from app.audit.services import record
from app.cohosting.queries import accepted_hosts, pending_content
from app.cohosting.rules import Content, changes, leaves_waiting, parted
from app.cohosting.services import Edit, Saved, change_key_facts, check_still_ready, check_version
from app.core.database import session
from app.core.errors import Refused
from app.core.facts import announce
from app.core.i18n import _
from app.core.pictures import Picture
from app.events.facts import EventChanged
from app.events.models import Event, EventStatus
from app.events.queries import settled_content
from app.events.rules import EDITABLE, UNPUBLISHED
from app.events.rules.content import (
    KEY_FIELDS,
    EventDetails,
    content_from,
    details_from,
    is_news,
)
from app.events.rules.wording import differences
from app.events.services.keeping import (
    hold,
    keep_agreement,
    keep_name,
    next_version,
    raise_sequence,
    touch_pages,
    write_details,
)
from app.events.services.publishing import missing_in, propose_again
from app.organisations.models import Organisation
from app.organisations.policies import can_publish


def save_event(event: Event, edit: Edit[EventDetails]) -> Saved:
    """Save an edit; raise WrittenMeanwhile, with nothing changed, when the version is no longer theirs.

    A draft is simply written. Of a public event small corrections apply at once, and key facts
    become a proposal, which a sole host has thereby agreed to.
    """
    hold(event)
    if event.status not in EDITABLE:
        raise Refused(_("This event is called off, so its page stays as it is."))
    check_version(event.version, edit.version)
    check_picture(edit.details.picture)
    before = event.version
    saved = _save_draft(event, edit) if event.status in UNPUBLISHED else _save_public(event, edit)
    if saved.is_changed and event.series_id is not None:
        event.is_changed_alone = True
    if saved.is_changed and event.version == before:
        next_version(event, by=edit.by, note=edit.note)
    return saved


def _save_draft(event: Event, edit: Edit[EventDetails]) -> Saved:
    changed = changes(settled_content(event), content_from(edit.details))
    if not changed:
        return Saved(is_changed=False)
    _write(event, edit, changed)
    if event.status is not EventStatus.PROPOSED:
        return Saved(is_changed=True)
    return Saved(is_changed=True, proposal=propose_again(event, by=edit.by, on_behalf_of=edit.on_behalf_of))


def _save_public(event: Event, edit: Edit[EventDetails]) -> Saved:
    check_can_publish(edit.on_behalf_of)
    settled = settled_content(event)
    wanted = changes(settled, content_from(edit.details))
    check_still_ready(missing_in(settled), missing_in(settled | wanted))
    small, key = parted(wanted, KEY_FIELDS)
    if key and len(accepted_hosts(event.cohosting)) == 1:  # it agrees by this, and people hear once of all
        small, key = {}, wanted
    if small:
        _correct(event, edit, settled, small)
    waiting = pending_content(event.cohosting)
    if leaves_waiting(key, waiting):
        return Saved(is_changed=bool(small))
    if "status" in waiting:
        raise Refused(_("The hosts are deciding whether this event takes place. Settle that first."))
    proposal = change_key_facts(
        event.cohosting, edit, settled, key, lambda: differences(settled, settled | key)
    )
    return Saved(is_changed=True, proposal=proposal)


def _correct(event: Event, edit: Edit[EventDetails], settled: Content, small: Content) -> None:
    """Apply small corrections to a public event at once."""
    _write(event, edit, small, base=settled)
    touch_pages(event)
    announce(EventChanged(event, {name: settled[name] for name in small}, small))


def _write(event: Event, edit: Edit[EventDetails], changed: Content, base: Content | None = None) -> None:
    details = edit.details if base is None else details_from(base | changed)
    write_details(event, details)
    if base is not None and is_news(changed):
        raise_sequence(event)
    session.flush()
    keep_agreement(event, details)
    keep_name(event)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.EVENT_CHANGED, event, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)


def check_can_publish(organisation: Organisation) -> None:
    """Refuse a host that is not verified the right to change what the public sees; it may still call off."""
    if not can_publish(organisation):
        name = organisation.name
        raise Refused(
            _("%(name)s is not verified now, so it cannot change what is public. It can cancel.", name=name)
        )


def check_picture(name: str | None) -> None:
    """Refuse a picture that is not kept any more."""
    if name is not None and session.get(Picture, name) is None:
        raise Refused(_("We no longer have that picture. Please add it again."))
