"""What others may react to, and what cohosting asks of the rooms above."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.cohosting.models import Cohosting, Host, Proposal
from app.cohosting.rules import Difference
from app.core.questions import Question


@dataclass(frozen=True)
class ProposalAccepted:
    """Every accepted host has signed exactly this content: apply it."""

    proposal: Proposal


@dataclass(frozen=True)
class ProposalClosed:
    """A proposal was withdrawn or has lapsed: what it would have done will not happen."""

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


@dataclass(frozen=True)
class IsOver(Question[bool]):
    """Ask whether the held thing is done with: nothing remains but to remember who held it."""

    cohosting: Cohosting


@dataclass(frozen=True)
class WhatItSays(Question[Sequence[Difference]]):
    """Ask what the held thing says so far, fact by fact: whoever is asked to host it reads it first."""

    cohosting: Cohosting


@dataclass(frozen=True)
class WhatItMeans(Question[Sequence[str]]):
    """Ask what those who decide on a proposal should know of it besides what it changes, in sentences."""

    proposal: Proposal


@dataclass(frozen=True)
class WhereItIsShown(Question[str]):
    """Ask for the path of the page on which everyone can see the held thing now; empty when there is none."""

    cohosting: Cohosting
