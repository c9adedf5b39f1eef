"""What follows for petitions when hosts have agreed, disagreed, joined or left."""

from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.cohosting.models import ProposalKind
from app.cohosting.rules import changes
from app.cohosting.services import check_still_ready
from app.core.revisions import touch
from app.initiatives.facts import InitiativeChanged
from app.organisations.facts import OrganisationChanged
from app.petitions.models import ModerationVerdict, Petition, PetitionStatus
from app.petitions.queries import petitions as queries
from app.petitions.rules import SHOWN, move
from app.petitions.rules.content import details_from
from app.petitions.services.drafting import wipe
from app.petitions.services.keeping import next_version, touch_pages, write_details
from app.petitions.services.publishing import check_read, check_ready, missing_in
from app.petitions.services.running import begin, close, take_back


def apply_accepted_proposal(fact: ProposalAccepted) -> None:
    """Apply exactly what every host has signed off."""
    proposal = fact.proposal
    petition = queries.petition_of(proposal.cohosting)
    if petition is None:
        return
    petition = queries.locked(petition)
    by, organisation = proposal.proposed_by, proposal.proposed_for
    if proposal.kind is ProposalKind.PUBLISH:
        write_details(petition, details_from(proposal.content))
        check_ready(petition)  # again: it may be too late by now
        begin(petition, by=by)
    elif proposal.content.get("status") == PetitionStatus.CLOSED.value:
        petition.close_reason = proposal.content.get("reason", "")
        close(petition, by=by, on_behalf_of=organisation)
    elif "status" in proposal.content:
        take_back(petition, by=by, on_behalf_of=organisation)
    else:
        settled = queries.settled_content(petition)
        changed = changes(settled, settled | proposal.content)
        check_read(petition, settled | changed)
        check_still_ready(missing_in(settled), missing_in(settled | changed))
        touch_pages(petition)  # those of asks that are left out now, too
        write_details(petition, details_from(settled | changed))
        next_version(petition, by=by, note=proposal.note)
        touch_pages(petition)
        detail = {"proposal": proposal.id, "fields": sorted(changed)}
        record(Action.PETITION_CHANGED, petition, by=by, on_behalf_of=organisation, detail=detail)


def reopen_after_closed_proposal(fact: ProposalClosed) -> None:
    """Give the draft back to its hosts when what they proposed has lapsed or was withdrawn."""
    petition = queries.petition_of(fact.proposal.cohosting)
    if petition is None:
        return
    petition = queries.locked(petition)
    if petition.status is PetitionStatus.PROPOSED:
        petition.status = move(petition.status, _before(petition))
    if "status" not in fact.proposal.content:
        next_version(petition, by=None)


def withdraw_abandoned(fact: LastHostLeft) -> None:
    """Take back a petition that nobody holds any more; delete what the public has never seen."""
    petition = queries.petition_of(fact.cohosting)
    if petition is None:
        return
    petition = queries.locked(petition)
    if petition.status in {*SHOWN, PetitionStatus.IN_MODERATION}:
        take_back(petition, by=fact.by, on_behalf_of=fact.host.organisation)
    elif petition.status in {PetitionStatus.DRAFT, PetitionStatus.REJECTED}:
        record(Action.PETITION_DELETED, petition, by=fact.by, on_behalf_of=fact.host.organisation)
        wipe(petition, by=fact.by)


def show_changed_hosts(fact: HostsChanged) -> None:
    """Show the public who holds the petition now."""
    petition = queries.petition_of(fact.cohosting)
    if petition is not None and petition.status in SHOWN:
        touch_pages(petition)


def show_changed_organisation(fact: OrganisationChanged) -> None:
    """Show the new name or logo of a host on the pages of its petitions."""
    for petition in queries.petitions_held_by(fact.organisation):
        if petition.status in SHOWN:
            touch(f"petition:{petition.slug}", "petitions")


def show_changed_initiative(fact: InitiativeChanged) -> None:
    """Show on the pages of its petitions what an initiative is called now, and whether it can be read."""
    for petition in queries.shown_petitions_in(fact.initiative):
        touch(f"petition:{petition.slug}")


def _before(petition: Petition) -> PetitionStatus:
    if queries.stop_of(petition) is not None:
        return PetitionStatus.STOPPED
    if petition.opened_at is not None:
        return PetitionStatus.WITHDRAWN
    reviews = queries.reviews_of(petition)
    is_refused = bool(reviews) and reviews[-1].verdict is ModerationVerdict.REFUSED
    return PetitionStatus.REJECTED if is_refused else PetitionStatus.DRAFT
