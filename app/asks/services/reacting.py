"""What follows for asks when hosts have agreed, disagreed, joined or left."""

from app.asks import queries
from app.asks.models import Ask, AskStatus
from app.asks.rules.content import TARGETS, apply_details, details_from
from app.asks.rules.status import move
from app.asks.services.drafting import wipe
from app.asks.services.keeping import ask_all, revise, set_draft_targets, set_public_targets, touch_pages
from app.asks.services.publishing import NEUTRALITY
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import changes
from app.core import clock
from app.core.revisions import touch
from app.initiatives.facts import InitiativeChanged
from app.organisations.facts import OrganisationChanged


def apply_accepted_proposal(fact: ProposalAccepted) -> None:
    """Apply exactly what every host has signed off."""
    proposal = fact.proposal
    ask = queries.ask_of(proposal.cohosting)
    if ask is None:
        return
    ask = queries.locked(ask)
    if proposal.kind is ProposalKind.PUBLISH:
        _publish(ask, proposal)
    elif "status" in proposal.content:
        _withdraw(ask, proposal)
    else:
        _change(ask, proposal)


def reopen_after_closed_proposal(fact: ProposalClosed) -> None:
    """Give the draft back to its hosts when what they proposed has lapsed or was withdrawn."""
    ask = queries.ask_of(fact.proposal.cohosting)
    if ask is None:
        return
    ask = queries.locked(ask)
    if ask.status is AskStatus.PROPOSED:
        ask.status = move(ask.status, AskStatus.WITHDRAWN if ask.published_at else AskStatus.DRAFT)
    revise(ask)


def withdraw_abandoned(fact: LastHostLeft) -> None:
    """Take back an ask that nobody holds any more; delete what the public has never seen."""
    ask = queries.ask_of(fact.cohosting)
    if ask is None:
        return
    ask = queries.locked(ask)
    if ask.status is AskStatus.PUBLISHED:
        ask.status = move(ask.status, AskStatus.WITHDRAWN)
        revise(ask)
        touch_pages(ask)
        record(Action.ASK_WITHDRAWN, ask, by=fact.by, on_behalf_of=fact.host.organisation)
    elif ask.status is AskStatus.DRAFT:
        record(Action.ASK_DELETED, ask, by=fact.by, on_behalf_of=fact.host.organisation)
        wipe(ask, by=fact.by)


def show_changed_hosts(fact: HostsChanged) -> None:
    """Show the public who holds the ask now."""
    ask = queries.ask_of(fact.cohosting)
    if ask is not None and ask.status is AskStatus.PUBLISHED:
        revise(ask)
        touch_pages(ask)


def show_changed_organisation(fact: OrganisationChanged) -> None:
    """Show the new name or logo of a host on the pages of its asks, and where it asks itself."""
    own = queries.target_of_organisation(fact.organisation)
    if own is not None and own.name != fact.organisation.name:
        own.name = fact.organisation.name
        touch(f"target:{own.slug}", "asks", *(f"ask:{ask.slug}" for ask in queries.asks_put_to(own)))
    for ask in queries.asks_held_by(fact.organisation):
        if ask.status is AskStatus.PUBLISHED:
            touch(f"ask:{ask.slug}", "asks")


def show_changed_initiative(fact: InitiativeChanged) -> None:
    """Show on the pages of its asks what an initiative is called now, and whether it can be read."""
    for ask in queries.asks_in(fact.initiative):
        touch_pages(ask)


def _publish(ask: Ask, proposal: Proposal) -> None:
    details = details_from(proposal.content)
    apply_details(ask, details)
    ask.status = move(ask.status, AskStatus.PUBLISHED)
    if ask.published_at is None:
        set_draft_targets(ask, details.targets)
    ask.published_at = ask.published_at or clock.now()
    ask_all(ask, by=proposal.proposed_by, organisation=proposal.proposed_for)
    ticks = list(proposal.content.get(NEUTRALITY, ()))
    _finish(ask, proposal, Action.ASK_PUBLISHED, neutrality=ticks)


def _change(ask: Ask, proposal: Proposal) -> None:
    settled = queries.settled_content(ask)
    changed = changes(settled, settled | proposal.content)
    details = details_from(settled | changed)
    apply_details(ask, details)
    touch_pages(ask)  # those of targets that are left out now, too
    if TARGETS in changed:
        set_public_targets(ask, details.targets, by=proposal.proposed_by, organisation=proposal.proposed_for)
    _finish(ask, proposal, Action.ASK_CHANGED, fields=sorted(changed))


def _withdraw(ask: Ask, proposal: Proposal) -> None:
    ask.status = move(ask.status, AskStatus.WITHDRAWN)
    _finish(ask, proposal, Action.ASK_WITHDRAWN)


def _finish(ask: Ask, proposal: Proposal, action: Action, **detail: object) -> None:
    """Count the edit, touch the pages and write the line, as after every agreed change."""
    revise(ask)
    touch_pages(ask)
    detail = {"proposal": proposal.id, **detail}
    record(action, ask, by=proposal.proposed_by, on_behalf_of=proposal.proposed_for, detail=detail)
