"""What follows for initiatives when hosts have agreed, disagreed, joined or left."""

from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import changes
from app.core import clock
from app.core.facts import announce
from app.core.revisions import touch
from app.initiatives import queries
from app.initiatives.facts import InitiativeChanged
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.rules import SHOWN, move
from app.initiatives.rules.content import details_from
from app.initiatives.services.drafting import wipe
from app.initiatives.services.keeping import next_version, renew_milestones, touch_pages, write_details
from app.organisations.facts import OrganisationChanged


def apply_accepted_proposal(fact: ProposalAccepted) -> None:
    """Apply exactly what every host has signed off."""
    proposal = fact.proposal
    initiative = queries.initiative_of(proposal.cohosting)
    if initiative is None:
        return
    initiative = queries.locked(initiative)
    status = proposal.content.get("status")
    if proposal.kind is ProposalKind.PUBLISH:
        _publish(initiative, proposal)
    elif status == InitiativeStatus.COMPLETED.value:
        _complete(initiative, proposal)
    elif status is not None:
        _withdraw(initiative)
        _finish(initiative, proposal, Action.INITIATIVE_WITHDRAWN)
    else:
        _change(initiative, proposal)


def reopen_after_closed_proposal(fact: ProposalClosed) -> None:
    """Give the draft back to its hosts when what they proposed has lapsed or was withdrawn."""
    initiative = queries.initiative_of(fact.proposal.cohosting)
    if initiative is None:
        return
    initiative = queries.locked(initiative)
    if initiative.status is InitiativeStatus.PROPOSED:
        was_public = initiative.published_at is not None
        back = InitiativeStatus.WITHDRAWN if was_public else InitiativeStatus.DRAFT
        initiative.status = move(initiative.status, back)
    next_version(initiative, by=None)


def withdraw_abandoned(fact: LastHostLeft) -> None:
    """Take back an initiative that nobody holds any more; delete what the public has never seen."""
    initiative = queries.initiative_of(fact.cohosting)
    if initiative is None:
        return
    initiative = queries.locked(initiative)
    organisation = fact.host.organisation
    if initiative.status in SHOWN:
        _withdraw(initiative)
        next_version(initiative, by=fact.by)
        touch_pages(initiative)
        record(Action.INITIATIVE_WITHDRAWN, initiative, by=fact.by, on_behalf_of=organisation)
    elif initiative.status is InitiativeStatus.DRAFT:
        record(Action.INITIATIVE_DELETED, initiative, by=fact.by, on_behalf_of=organisation)
        wipe(initiative, by=fact.by)


def show_changed_hosts(fact: HostsChanged) -> None:
    """Show the public who holds the initiative now."""
    initiative = queries.initiative_of(fact.cohosting)
    if initiative is not None and initiative.status in SHOWN:
        initiative.revised_at = clock.now()
        touch_pages(initiative)


def show_changed_organisation(fact: OrganisationChanged) -> None:
    """Show the new name or logo of a host on the pages of its initiatives."""
    for initiative in queries.initiatives_held_by(fact.organisation):
        if initiative.status in SHOWN:
            touch(f"initiative:{initiative.slug}", "initiatives")


def _publish(initiative: Initiative, proposal: Proposal) -> None:
    """Show it; what was completed before it was taken back comes back as completed."""
    was_public = initiative.published_at is not None
    write_details(initiative, details_from(proposal.content))
    was_completed = initiative.completed_at is not None
    status = InitiativeStatus.COMPLETED if was_completed else InitiativeStatus.PUBLISHED
    initiative.status = move(initiative.status, status)
    initiative.published_at = initiative.published_at or clock.now()
    if was_public:
        renew_milestones(initiative)
    _finish(initiative, proposal, Action.INITIATIVE_PUBLISHED)
    announce(InitiativeChanged(initiative))


def _change(initiative: Initiative, proposal: Proposal) -> None:
    settled = queries.settled_content(initiative)
    changed = changes(settled, settled | proposal.content)
    write_details(initiative, details_from(settled | changed))
    cohosting.rename(initiative.cohosting, initiative.title)
    _finish(initiative, proposal, Action.INITIATIVE_CHANGED, fields=sorted(changed))
    if "title" in changed:
        announce(InitiativeChanged(initiative))


def _complete(initiative: Initiative, proposal: Proposal) -> None:
    initiative.status = move(initiative.status, InitiativeStatus.COMPLETED)
    initiative.completed_at = clock.now()
    initiative.outcome = proposal.content.get("outcome", "")
    _finish(initiative, proposal, Action.INITIATIVE_COMPLETED)


def _withdraw(initiative: Initiative) -> None:
    initiative.status = move(initiative.status, InitiativeStatus.WITHDRAWN)
    renew_milestones(initiative)
    announce(InitiativeChanged(initiative))


def _finish(initiative: Initiative, proposal: Proposal, action: Action, **detail: object) -> None:
    """Keep the version, touch the pages and write the line, as after every agreed change."""
    next_version(initiative, by=proposal.proposed_by, note=proposal.note)
    touch_pages(initiative)
    detail = {"proposal": proposal.id, **detail}
    record(action, initiative, by=proposal.proposed_by, on_behalf_of=proposal.proposed_for, detail=detail)
