"""What follows for events when hosts have agreed, disagreed, joined or left."""

from sqlalchemy import delete

from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import changes
from app.cohosting.services import check_still_ready
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.i18n import _, in_language
from app.core.revisions import touch
from app.events import queries
from app.events.facts import (
    EventCancelled,
    EventChanged,
    EventDeleted,
    EventPostponed,
    EventPublished,
    EventWithdrawn,
)
from app.events.models import Event, EventStatus, EventVersion
from app.events.rules import SHOWN, move
from app.events.rules.content import EventDetails, apply_details, details_from, is_news
from app.events.rules.finding import set_search_columns
from app.events.rules.readiness import refusal_to_cancel, refusal_to_postpone
from app.events.services.ending import cancel, forget_words, refuse, remove_draft
from app.events.services.keeping import (
    keep_agreement,
    keep_name,
    next_version,
    raise_sequence,
    touch_pages,
    write_details,
)
from app.events.services.publishing import check_ready, missing_in
from app.initiatives.facts import InitiativeChanged
from app.organisations.facts import OrganisationChanged


def apply_accepted_proposal(fact: ProposalAccepted) -> None:
    """Apply exactly what every host has signed off."""
    proposal = fact.proposal
    event = queries.event_of(proposal.cohosting)
    if event is None:
        return
    event = queries.locked_event(event.id)
    if proposal.kind is ProposalKind.PUBLISH:
        _publish(event, proposal)
    elif "status" in proposal.content:
        _APPLY[EventStatus(proposal.content["status"])](event, proposal)
    else:
        _change(event, proposal)


def reopen_after_closed_proposal(fact: ProposalClosed) -> None:
    """Give the draft back to its hosts when what they proposed has lapsed or was withdrawn."""
    event = queries.event_of(fact.proposal.cohosting)
    if event is None:
        return
    event = queries.locked_event(event.id)
    if event.status is EventStatus.PROPOSED:
        back = EventStatus.WITHDRAWN if event.published_at else EventStatus.DRAFT
        event.status = move(event.status, back)
    elif "status" not in fact.proposal.content:
        next_version(event, by=None)


def cancel_abandoned(fact: LastHostLeft) -> None:
    """Cancel an event that nobody holds any more; delete what the public has never seen."""
    event = queries.event_of(fact.cohosting)
    if event is None:
        return
    event = queries.locked_event(event.id)
    if event.status in {EventStatus.PUBLISHED, EventStatus.POSTPONED} and not event.is_past:
        with in_language(event.language):
            reason = _("The hosts cannot hold this event any more.")
        cancel(event, reason)
        record(Action.EVENT_CANCELLED, event, by=fact.by, on_behalf_of=fact.host.organisation)
        announce(EventCancelled(event, reason))
    elif event.status is EventStatus.DRAFT:
        record(Action.EVENT_DELETED, event, by=fact.by, on_behalf_of=fact.host.organisation)
        remove_draft(event, by=fact.by)
    elif event.status is EventStatus.WITHDRAWN:
        _wipe(event)


def show_changed_hosts(fact: HostsChanged) -> None:
    """Show the public, in pages and calendars, who holds the event now."""
    event = queries.event_of(fact.cohosting)
    if event is not None and event.status in SHOWN:
        raise_sequence(event)
        session.flush()
        touch_pages(event)


def show_changed_organisation(fact: OrganisationChanged) -> None:
    """Show the new name or logo of a host on the pages of its events, past and unlisted ones too."""
    for event in queries.events_held_by(fact.organisation):
        if event.status in SHOWN:
            touch(f"event:{event.slug}", "events")


def show_changed_initiative(fact: InitiativeChanged) -> None:
    """Show on the pages of its events what an initiative is called now, and whether it can be read."""
    for event in queries.shown_events_in(fact.initiative):
        touch(f"event:{event.slug}")


def _publish(event: Event, proposal: Proposal) -> None:
    was_public = event.published_at is not None
    details = details_from(proposal.content)
    write_details(event, details)
    check_ready(event)  # again: it may have begun while hosts were signing
    event.status = move(event.status, EventStatus.PUBLISHED)
    event.published_at = event.published_at or clock.now()
    event.revised_at = clock.now()
    event.cancel_reason = ""
    if was_public:
        raise_sequence(event)
    session.flush()
    keep_agreement(event, details)
    _finish(event, proposal, Action.EVENT_PUBLISHED)
    announce(EventPublished(event))


def _change(event: Event, proposal: Proposal) -> None:
    settled = queries.settled_content(event)
    changed = changes(settled, settled | proposal.content)
    check_still_ready(missing_in(settled), missing_in(settled | changed))  # again: its new day may be over
    details = details_from(settled | changed)
    write_details(event, details)
    event.is_changed_alone = event.series_id is not None
    if event.status is EventStatus.POSTPONED and "starts_local" in changed:
        event.status = move(event.status, EventStatus.PUBLISHED)
        event.cancel_reason = ""
    if is_news(changed):
        raise_sequence(event)
    session.flush()
    keep_agreement(event, details)
    keep_name(event)
    _finish(event, proposal, Action.EVENT_CHANGED, fields=sorted(changed))
    announce(EventChanged(event, {name: settled[name] for name in changed}, changed))


def _cancel(event: Event, proposal: Proposal) -> None:
    refuse(refusal_to_cancel(event, clock.now()))  # again: it may be over by now
    reason = proposal.content.get("reason", "")
    cancel(event, reason)
    _finish(event, proposal, Action.EVENT_CANCELLED)
    announce(EventCancelled(event, reason))


def _postpone(event: Event, proposal: Proposal) -> None:
    refuse(refusal_to_postpone(event, clock.now()))
    reason = proposal.content.get("reason", "")
    event.status = move(event.status, EventStatus.POSTPONED)
    event.cancel_reason = reason
    raise_sequence(event)
    _finish(event, proposal, Action.EVENT_POSTPONED)
    announce(EventPostponed(event, reason))


def _withdraw(event: Event, proposal: Proposal) -> None:
    event.status = move(event.status, EventStatus.WITHDRAWN)
    raise_sequence(event)
    _finish(event, proposal, Action.EVENT_WITHDRAWN)
    announce(EventWithdrawn(event))


def _delete(event: Event, proposal: Proposal) -> None:
    _finish(event, proposal, Action.EVENT_DELETED)
    _wipe(event)


def _wipe(event: Event) -> None:
    """Leave only what the tombstone in the feeds needs: UID, times, SEQUENCE."""
    forget_words(event)
    times = (event.starts_at, event.ends_at)
    apply_details(event, EventDetails(title="", zone=event.zone))
    set_search_columns(event)
    event.starts_at, event.ends_at = times
    event.cancel_reason, event.safety_note = "", None
    event.status = move(event.status, EventStatus.DELETED)
    raise_sequence(event)
    session.flush()
    session.execute(delete(EventVersion).where(EventVersion.event_id == event.id))
    touch_pages(event)
    announce(EventDeleted(event))


def _finish(event: Event, proposal: Proposal, action: Action, **detail: object) -> None:
    """Keep the version, touch the pages and write the line, as after every agreed change."""
    next_version(event, by=proposal.proposed_by, note=proposal.note)
    touch_pages(event)
    detail = {"proposal": proposal.id, **detail}
    record(action, event, by=proposal.proposed_by, on_behalf_of=proposal.proposed_for, detail=detail)


_APPLY = {
    EventStatus.CANCELLED: _cancel,
    EventStatus.POSTPONED: _postpone,
    EventStatus.WITHDRAWN: _withdraw,
    EventStatus.DELETED: _delete,
}
