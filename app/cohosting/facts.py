"""What others may react to."""

from dataclasses import dataclass

from app.cohosting.models import Cohosting, Host, Proposal
from app.accounts.models import User


@dataclass(frozen=True)
class ProposalAccepted:
    """Every accepted host has signed exactly this content: apply it."""

    proposal: Proposal


@dataclass(frozen=True)
class HostsChanged:
    """A host has accepted, or has left."""

    cohosting: Cohosting


@dataclass(frozen=True)
class LastHostLeft:
    """Nobody holds the thing any more: cancel it properly."""

    cohosting: Cohosting
    host: Host
    by: User | None
