"""Bring an ask before the public, and take it back: what every host signs off."""

from collections.abc import Collection

from app.accounts.models import User
from app.asks import queries
from app.asks.models import Ask, AskStatus
from app.asks.rules.content import TARGETS, details_from
from app.asks.rules.neutrality import Neutral, is_neutral
from app.asks.rules.readiness import missing_for_publication, refusal_to_withdraw
from app.asks.rules.status import can_move, move
from app.asks.rules.wording import differences, whole
from app.asks.services.keeping import hold
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.queries import open_proposal
from app.cohosting.rules import Content, Draft
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.organisations.models import Organisation

NEUTRALITY = "neutrality"


def propose_publication(
    ask: Ask, neutrality: Collection[str], *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask every host to sign off the whole content; a sole host thereby publishes it.

    Raise Refused when something is missing, above all a tick of the neutrality checklist.
    """
    hold(ask)
    if not can_move(ask.status, AskStatus.PROPOSED):
        raise Refused(_("This ask is already public, or waits for the hosts to sign it off."))
    if not is_neutral(neutrality):
        raise Refused(_("Confirm each line: an ask takes no side in an election."))
    _check_ready(ask)
    ask.status = move(ask.status, AskStatus.PROPOSED)
    session.flush()
    return _propose(ask, by, on_behalf_of, note)


def propose_again(ask: Ask, *, by: User, on_behalf_of: Organisation) -> Proposal:
    """Put the edited content in the place of the one that waits; every host is asked again."""
    _check_ready(ask)
    waiting = open_proposal(ask.cohosting)
    return _propose(ask, by, on_behalf_of, waiting.note if waiting else "")


def propose_withdrawal(ask: Ask, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask the hosts to take the ask back from the public."""
    hold(ask)
    refusal = refusal_to_withdraw(ask)
    if refusal:
        raise Refused(refusal)
    before, content = {"status": ask.status.value}, {"status": AskStatus.WITHDRAWN.value}
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before=before,
        content=content,
        note=note,
        rows=lambda: differences(before, content, {}),
    )
    return cohosting.propose(ask.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def missing_in(content: Content) -> list[str]:
    """Say, a sentence each, what an ask of this content would need before the public could see it."""
    return missing_for_publication(details_from(content))


def _check_ready(ask: Ask) -> None:
    if missing := missing_in(queries.settled_content(ask)):
        raise Refused(" ".join(missing))


def _propose(ask: Ask, by: User, on_behalf_of: Organisation, note: str) -> Proposal:
    content = queries.settled_content(ask) | {NEUTRALITY: [each.value for each in Neutral]}
    names = queries.target_names(content[TARGETS])
    draft = Draft(
        kind=ProposalKind.PUBLISH,
        before={},
        content=content,
        note=note,
        rows=lambda: whole(content, names),
    )
    return cohosting.propose(ask.cohosting, draft, by=by, on_behalf_of=on_behalf_of)
