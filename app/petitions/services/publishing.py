"""What every host signs off: opening a petition, closing it early, taking it back."""

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Content, Draft
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.organisations.models import Organisation
from app.petitions.models import Petition, PetitionStatus
from app.petitions.queries import petitions as queries
from app.petitions.rules import can_move, move
from app.petitions.rules.content import details_from
from app.petitions.rules.readiness import missing_for_publication, refusal_to_close, refusal_to_withdraw
from app.petitions.rules.wording import differences, whole
from app.petitions.services.keeping import hold


def propose_opening(petition: Petition, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask every host to sign off the whole content; a sole host thereby opens it.

    Raise Refused when something is missing, or when it is open already.
    """
    hold(petition)
    if not can_move(petition.status, PetitionStatus.PROPOSED):
        raise Refused(_("This petition is already public, or waits for the hosts to sign it off."))
    check_ready(petition)
    petition.status = move(petition.status, PetitionStatus.PROPOSED)
    session.flush()
    return propose_whole(petition, by=by, on_behalf_of=on_behalf_of, note=note)


def propose_whole(petition: Petition, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Put the whole content before the hosts, or in the place of what waits."""
    content = queries.settled_content(petition)
    names = queries.names_of(content)
    draft = Draft(
        kind=ProposalKind.PUBLISH,
        before={},
        content=content,
        note=note,
        rows=lambda: whole(content, names),
    )
    return cohosting.propose(petition.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def propose_closing(
    petition: Petition, reason: str = "", *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to close the petition before its time; `reason` is what everyone will read."""
    hold(petition)
    if reason:
        cohosting.check_verified(on_behalf_of)
    if refusal := refusal_to_close(petition):
        raise Refused(refusal)
    content = {"status": PetitionStatus.CLOSED.value} | ({"reason": reason} if reason else {})
    return _propose(petition, content, by, on_behalf_of, note)


def propose_withdrawal(
    petition: Petition, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to take the petition back from the public."""
    hold(petition)
    if refusal := refusal_to_withdraw(petition):
        raise Refused(refusal)
    return _propose(petition, {"status": PetitionStatus.WITHDRAWN.value}, by, on_behalf_of, note)


def check_ready(petition: Petition) -> None:
    """Refuse with all that is missing."""
    if missing := missing_in(queries.settled_content(petition)):
        raise Refused(" ".join(missing))


def missing_in(content: Content) -> list[str]:
    """Say, a sentence each, what a petition of this content would need before the public could see it."""
    return missing_for_publication(details_from(content), clock.now())


def check_read(petition: Petition, content: Content) -> None:
    """Refuse to let the public see words that staff should have read first."""
    if queries.waits_to_be_read(petition, content):
        raise Refused(
            _(
                "Not every host is verified, so our staff read these words first. "
                "Take the petition back, change it, and open it again: they read it then."
            )
        )


def _propose(
    petition: Petition, content: Content, by: User, on_behalf_of: Organisation, note: str
) -> Proposal:
    before = {"status": petition.status.value}
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before=before,
        content=content,
        note=note,
        rows=lambda: differences(before, content, {}),
    )
    return cohosting.propose(petition.cohosting, draft, by=by, on_behalf_of=on_behalf_of)
