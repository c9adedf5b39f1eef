"""What an initiative says: to everybody, as a change that waits for its hosts, and as they write on it."""

from app.cohosting.queries import with_pending
from app.cohosting.rules import Content
from app.initiatives.models import Initiative
from app.initiatives.queries.initiatives import aims_of
from app.initiatives.rules.content import content_of


def settled_content(initiative: Initiative) -> Content:
    """Give what the initiative says now: its columns and its aims."""
    return content_of(initiative, aims_of(initiative))


def working_content(initiative: Initiative) -> Content:
    """Give what hosts write on: what the initiative says, with the changes that wait for sign-off."""
    return with_pending(settled_content(initiative), initiative.cohosting)
