"""What every host signs off: bringing an initiative before the public, completing it, taking it back."""

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Content, Draft
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.initiatives import queries
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.rules import can_move, move
from app.initiatives.rules.content import details_from
from app.initiatives.rules.readiness import (
    missing_for_publication,
    refusal_to_complete,
    refusal_to_withdraw,
)
from app.initiatives.rules.wording import differences, whole
from app.initiatives.services.keeping import check_may_change, hold
from app.organisations.models import Organisation


def propose_publication(
    initiative: Initiative, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask every host to sign off the whole content; a sole host thereby publishes it.

    Raise Refused when something is missing, or when it is public already.
    """
    hold(initiative)
    if not can_move(initiative.status, InitiativeStatus.PROPOSED):
        raise Refused(_("This initiative is already public, or waits for the hosts to sign it off."))
    check_ready(queries.settled_content(initiative))
    initiative.status = move(initiative.status, InitiativeStatus.PROPOSED)
    session.flush()
    return propose_whole(initiative, by=by, on_behalf_of=on_behalf_of, note=note)


def propose_whole(
    initiative: Initiative, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Put the whole content before the hosts, or in the place of what waits."""
    content = queries.settled_content(initiative)
    draft = Draft(
        kind=ProposalKind.PUBLISH, before={}, content=content, note=note, rows=lambda: whole(content)
    )
    return cohosting.propose(initiative.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def propose_completion(
    initiative: Initiative, outcome: str, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to say that it has come to its end, and what became of it."""
    hold(initiative)
    check_may_change(initiative, on_behalf_of)
    if refusal := refusal_to_complete(initiative):
        raise Refused(refusal)
    if not outcome:
        raise Refused(_("Say what became of it: people who took part would like to know."))
    content = {"status": InitiativeStatus.COMPLETED.value, "outcome": outcome}
    return _propose_status(initiative, content, by, on_behalf_of, note)


def propose_withdrawal(
    initiative: Initiative, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to take the initiative back from the public."""
    hold(initiative)
    if refusal := refusal_to_withdraw(initiative):
        raise Refused(refusal)
    content = {"status": InitiativeStatus.WITHDRAWN.value}
    return _propose_status(initiative, content, by, on_behalf_of, note)


def check_ready(content: Content) -> None:
    """Refuse with all that is missing."""
    if missing := missing_in(content):
        raise Refused(" ".join(missing))


def missing_in(content: Content) -> list[str]:
    """Say, a sentence each, what an initiative of this content would need before the public could see it."""
    return missing_for_publication(details_from(content))


def _propose_status(
    initiative: Initiative, content: Content, by: User, on_behalf_of: Organisation, note: str
) -> Proposal:
    before = {name: getattr(initiative, name) for name in content}
    before["status"] = initiative.status.value
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before=before,
        content=content,
        note=note,
        rows=lambda: differences(before, content),
    )
    return cohosting.propose(initiative.cohosting, draft, by=by, on_behalf_of=on_behalf_of)
