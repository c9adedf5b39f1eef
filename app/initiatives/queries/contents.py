"""What an initiative says: to everybody, as a change that waits for its hosts, and as they write on it."""

from app.cohosting.models import ProposalKind
from app.cohosting.queries import open_proposal
from app.initiatives.models import Initiative
from app.initiatives.queries.initiatives import aims_of
from app.initiatives.rules.content import Content, content_of


def settled_content(initiative: Initiative) -> Content:
    """Give what the initiative says now: its columns and its aims."""
    return content_of(initiative, aims_of(initiative))


def pending_content(initiative: Initiative) -> Content:
    """Give what waits for sign-off as a change: fields, or a new status; empty when nothing does."""
    proposal = open_proposal(initiative.cohosting)
    return dict(proposal.content) if proposal and proposal.kind is not ProposalKind.PUBLISH else {}


def working_content(initiative: Initiative) -> Content:
    """Give what hosts write on: what the initiative says, with the changes that wait for sign-off."""
    settled, pending = settled_content(initiative), pending_content(initiative)
    return {name: pending.get(name, value) for name, value in settled.items()}
