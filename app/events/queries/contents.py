"""What an event says: to everybody, as a change that waits for its hosts, and as they write on it."""

from app.cohosting.models import ProposalKind
from app.cohosting.queries import open_proposal
from app.events.models import Event
from app.events.queries.events import agreement_of
from app.events.rules.content import Content, content_of


def settled_content(event: Event) -> Content:
    """Give what the event says now: its columns and its agreement."""
    return content_of(event, agreement_of(event))


def pending_content(event: Event) -> Content:
    """Give what waits for sign-off as a change: fields, or a new status; empty when nothing does."""
    proposal = open_proposal(event.cohosting)
    return dict(proposal.content) if proposal and proposal.kind is not ProposalKind.PUBLISH else {}


def working_content(event: Event) -> Content:
    """Give what hosts write on: what the event says, with the changes that wait for sign-off."""
    settled = settled_content(event)
    pending = pending_content(event)
    return {name: pending.get(name, value) for name, value in settled.items()}
