"""Change what hosts hold: who wrote what on which version, and the key facts that wait for all hosts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.accounts.models import User
from app.cohosting.models import Cohosting, Proposal, ProposalKind
from app.cohosting.rules import Content, Difference, Draft
from app.cohosting.services.proposing import close_for, propose
from app.core.errors import Conflict, Refused
from app.core.i18n import _
from app.organisations.models import Organisation
from app.organisations.policies import can_publish

Details = TypeVar("Details")


@dataclass(frozen=True)
class Edit(Generic[Details]):
    """What an organiser wrote, on which version, and for whom."""

    details: Details
    #: The version that stood when they began to write.
    version: int
    by: User
    on_behalf_of: Organisation
    #: Why, for the other hosts.
    note: str = ""


@dataclass(frozen=True)
class Saved:
    """What became of an edit."""

    is_changed: bool
    #: The change of key facts, waiting or (for a sole host) agreed; None when there was none.
    proposal: Proposal | None = None


class WrittenMeanwhile(Conflict):
    """Tell that a co-host saved something else since this organiser began to write."""


def check_version(stands: int, written_on: int) -> None:
    """Raise WrittenMeanwhile unless the version that stands is the one that was written on."""
    if stands != written_on:
        raise WrittenMeanwhile(_("Someone changed this while you were writing."))


def check_still_ready(before: Sequence[str], after: Sequence[str]) -> None:
    """Refuse a change of something public that takes away what it needed to become so.

    Both are sentences of what is missing. What was missing before hinders nobody: a day may be past by now.
    """
    if lost := [sentence for sentence in after if sentence not in before]:
        raise Refused(" ".join(lost))


def check_verified(organisation: Organisation) -> None:
    """Refuse a host that is not verified the right to change what the public sees."""
    if not can_publish(organisation):
        name = organisation.name
        raise Refused(_("%(name)s is not verified now, so it cannot change what is public.", name=name))


def change_key_facts(
    cohosting: Cohosting,
    edit: Edit[Details],
    settled: Content,
    key: Content,
    rows: Callable[[], Sequence[Difference]],
) -> Proposal | None:
    """Make, rewrite or (when no key fact is left in it) take back the change that waits."""
    if not key:
        close_for(cohosting, by=edit.by, on_behalf_of=edit.on_behalf_of)
        return None
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before={name: settled[name] for name in key},
        content=key,
        rows=rows,
        note=edit.note,
    )
    return propose(cohosting, draft, by=edit.by, on_behalf_of=edit.on_behalf_of)
