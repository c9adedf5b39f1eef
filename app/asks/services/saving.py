"""Save what an organiser wrote: at once, or as a change that the hosts sign off."""

from app.accounts.models import User
from app.asks import queries
from app.asks.models import Ask, AskStatus, Wording
from app.asks.rules.content import (
    KEY_FIELDS,
    TARGETS,
    AskDetails,
    apply_details,
    content_from,
    details_from,
)
from app.asks.rules.status import EDITABLE, UNPUBLISHED
from app.asks.rules.wording import differences
from app.asks.services.keeping import check_may_change, hold, revise, set_draft_targets, touch_pages
from app.asks.services.publishing import missing_in, propose_again
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal
from app.cohosting.queries import accepted_hosts, pending_content
from app.cohosting.rules import Content, changes, leaves_waiting, parted
from app.cohosting.services import (
    Edit,
    Saved,
    change_key_facts,
    check_still_ready,
    check_verified,
    check_version,
)
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation


def save_ask(ask: Ask, edit: Edit[AskDetails]) -> Saved:
    """Save an edit; raise WrittenMeanwhile, with nothing changed, when the version is no longer theirs.

    A draft is simply written. Of a public ask small corrections apply at once, and key facts
    become a proposal, which a sole host has thereby agreed to.
    """
    hold(ask)
    if ask.status not in EDITABLE:
        raise Refused(_("This ask is not here any more."))
    check_version(ask.version, edit.version)
    return _save_draft(ask, edit) if ask.status in UNPUBLISHED else _save_public(ask, edit)


def write_wording(ask: Ask, text: str, *, by: User, on_behalf_of: Organisation) -> Wording | None:
    """Keep how one host puts the ask in its own words; empty words take it away."""
    hold(ask)
    if ask.status not in EDITABLE:
        raise Refused(_("This ask is not here any more."))
    check_may_change(ask, on_behalf_of)
    wording = queries.wording_of(ask, on_behalf_of)
    words = {"text": text, "by_id": by.id, "at": clock.now()}
    if wording is None and text:
        wording = Wording(ask=ask, organisation=on_behalf_of, **words)
        session.add(wording)
    elif wording is not None and text:
        for name, value in words.items():
            setattr(wording, name, value)
    elif wording is not None:
        session.delete(wording)
        wording = None
    session.flush()
    record(Action.ASK_WORDING_WRITTEN, ask, by=by, on_behalf_of=on_behalf_of)
    if ask.status is AskStatus.PUBLISHED:
        touch_pages(ask)
    return wording


def join_initiative(ask: Ask, slug: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Let an ask be part of an initiative that one of its hosts holds, or of none."""
    hold(ask)
    found = {each.slug: each for each in initiatives_of_hosts(ask.cohosting)}
    if slug and slug not in found:
        raise Refused(_("None of the hosts holds this initiative."))
    check_may_change(ask, on_behalf_of)
    touch_pages(ask)  # the page of the initiative that it leaves, too
    ask.initiative = found.get(slug)
    revise(ask)
    touch_pages(ask)
    record(Action.ASK_CHANGED, ask, by=by, on_behalf_of=on_behalf_of, detail={"fields": ["initiative"]})


def _save_draft(ask: Ask, edit: Edit[AskDetails]) -> Saved:
    settled = queries.settled_content(ask)
    changed = changes(settled, content_from(edit.details))
    if not changed:
        return Saved(is_changed=False)
    if ask.status is AskStatus.PROPOSED:
        check_still_ready((), missing_in(settled | changed))
    _write(ask, edit, changed)
    if TARGETS in changed:
        if ask.status is AskStatus.WITHDRAWN:
            raise Refused(_("Bring the ask back before the public first; then change whom you ask."))
        set_draft_targets(ask, edit.details.targets)
    if ask.status is not AskStatus.PROPOSED:
        return Saved(is_changed=True)
    return Saved(is_changed=True, proposal=propose_again(ask, by=edit.by, on_behalf_of=edit.on_behalf_of))


def _save_public(ask: Ask, edit: Edit[AskDetails]) -> Saved:
    check_verified(edit.on_behalf_of)
    settled = queries.settled_content(ask)
    wanted = changes(settled, content_from(edit.details))
    check_still_ready(missing_in(settled), missing_in(settled | wanted))
    small, key = parted(wanted, KEY_FIELDS)
    if small:
        _correct(ask, edit, settled, small)
    waiting = pending_content(ask.cohosting)
    if leaves_waiting(key, waiting):
        return Saved(is_changed=bool(small))
    if "status" in waiting:
        raise Refused(_("The hosts are deciding whether to take this ask back. Settle that first."))
    return Saved(is_changed=True, proposal=_propose(ask, edit, settled, key))


def _correct(ask: Ask, edit: Edit[AskDetails], settled: Content, small: Content) -> None:
    """Apply small corrections to a public ask at once."""
    _write(ask, edit, small, base=settled)
    touch_pages(ask)


def _write(ask: Ask, edit: Edit[AskDetails], changed: Content, base: Content | None = None) -> None:
    details = edit.details if base is None else details_from(base | changed)
    apply_details(ask, details)
    revise(ask)
    cohosting.rename(ask.cohosting, ask.title)
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.ASK_CHANGED, ask, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)


def _propose(ask: Ask, edit: Edit[AskDetails], settled: Content, key: Content) -> Proposal | None:
    names = queries.target_names([*settled[TARGETS], *key.get(TARGETS, ())])
    if key and len(accepted_hosts(ask.cohosting)) > 1:
        revise(ask)
    return change_key_facts(
        ask.cohosting, edit, settled, key, lambda: differences(settled, settled | key, names)
    )
