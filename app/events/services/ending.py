"""Call an event off, put it off, take it back, or delete it: what hosts decide together.

Only a cancellation for safety is one host's own word.
"""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Draft
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.facts import announce
from app.core.i18n import _, in_language
from app.events.facts import EventCancelled
from app.events.models import Event, EventStatus
from app.events.rules import move
from app.events.rules.readiness import (
    refusal_to_cancel,
    refusal_to_delete,
    refusal_to_postpone,
    refusal_to_withdraw,
)
from app.events.rules.wording import differences
from app.events.services.keeping import hold, next_version, raise_sequence, touch_pages
from app.organisations.models import Organisation


def propose_cancellation(
    event: Event, reason: str, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to call the event off; `reason` is what everyone will read."""
    hold(event)
    refuse(refusal_to_cancel(event, clock.now()))
    return _propose(event, (EventStatus.CANCELLED, reason, note), by, on_behalf_of)


def propose_postponement(
    event: Event, reason: str, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to put the event off to a date that is not known yet."""
    hold(event)
    refuse(refusal_to_postpone(event, clock.now()))
    return _propose(event, (EventStatus.POSTPONED, reason, note), by, on_behalf_of)


def propose_withdrawal(event: Event, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask the hosts to take the event back from the public."""
    hold(event)
    refuse(refusal_to_withdraw(event, clock.now()))
    return _propose(event, (EventStatus.WITHDRAWN, "", note), by, on_behalf_of)


def delete_event(event: Event, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal | None:
    """Delete a draft at once; of what was public once, ask the hosts to wipe the content."""
    hold(event)
    accepted = len(cohosting_queries.accepted_hosts(event.cohosting))
    refuse(refusal_to_delete(event, accepted))
    if event.status is EventStatus.DRAFT:
        record(Action.EVENT_DELETED, event, by=by, on_behalf_of=on_behalf_of)
        remove_draft(event, by=by)
        return None
    return _propose(event, (EventStatus.DELETED, "", note), by, on_behalf_of)


def cancel_for_safety(event: Event, note: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Call the event off at once, as one host: the note stays among hosts, others are told calmly."""
    hold(event)
    refuse(refusal_to_cancel(event, clock.now()))
    event.safety_note = note
    with in_language(event.language):
        calm = _("The hosts have decided that it is better not to meet this time.")
    cancel(event, calm)
    record(Action.EVENT_CANCELLED_FOR_SAFETY, event, by=by, on_behalf_of=on_behalf_of)
    cohosting.close_for(event.cohosting, by=by, on_behalf_of=on_behalf_of)
    next_version(event, by=by)
    announce(EventCancelled(event, calm))


def cancel(event: Event, reason: str) -> None:
    """Make the event cancelled, for everyone to see."""
    event.status = move(event.status, EventStatus.CANCELLED)
    event.cancelled_at = clock.now()
    event.cancel_reason = reason
    raise_sequence(event)
    session.flush()
    touch_pages(event)


def remove_draft(event: Event, *, by: User | None) -> None:
    """Delete an event that the public has never seen, with the offers to host it."""
    cohosting.forget_draft(event.cohosting, _title_once_deleted(event), by=by)
    session.delete(event)
    session.flush()


def forget_words(event: Event) -> None:
    """Forget what the hosts proposed, signed and wrote to each other about an event that is deleted."""
    cohosting.forget_contents(event.cohosting, _title_once_deleted(event))


def _title_once_deleted(event: Event) -> str:
    with in_language(event.language):
        return _("A deleted event")


def _propose(
    event: Event, wanted: tuple[EventStatus, str, str], by: User, on_behalf_of: Organisation
) -> Proposal:
    status, reason, note = wanted
    before = {"status": event.status.value}
    content = {"status": status.value, "reason": reason} if reason else {"status": status.value}
    draft = Draft(
        kind=ProposalKind.CANCEL if status is EventStatus.CANCELLED else ProposalKind.CHANGE,
        before=before,
        content=content,
        note=note,
        rows=lambda: differences(before, content),
    )
    return cohosting.propose(event.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def refuse(sentence: str | None) -> None:
    """Raise Refused with the sentence, if there is one."""
    if sentence:
        raise Refused(sentence)
