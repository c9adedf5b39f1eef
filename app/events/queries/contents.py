"""What an event says: to everybody, as a change that waits for its hosts, and as they write on it."""

from app.cohosting.queries import with_pending
from app.cohosting.rules import Content
from app.events.models import Event
from app.events.queries.events import agreement_of
from app.events.rules.content import content_of


def settled_content(event: Event) -> Content:
    """Give what the event says now: its columns and its agreement."""
    return content_of(event, agreement_of(event))


def working_content(event: Event) -> Content:
    """Give what hosts write on: what the event says, with the changes that wait for sign-off."""
    return with_pending(settled_content(event), event.cohosting)
