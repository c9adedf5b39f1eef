"""What every host signs off: opening a fund, closing it, opening it again."""

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.queries import unverified_hosts
from app.cohosting.rules import Content, Draft
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.donations.models import Fund, FundStatus
from app.donations.queries import contents
from app.donations.rules.content import details_from
from app.donations.rules.readiness import (
    can_travel,
    missing_for_opening,
    refusal_to_close,
    refusal_to_reopen,
    route_sentence,
)
from app.donations.rules.status import can_move, move
from app.donations.rules.wording import Names, differences, whole
from app.donations.services.keeping import hold
from app.organisations.models import Organisation


def propose_opening(fund: Fund, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask every host to sign off the whole content; a sole host thereby opens the fund.

    Raise Refused when something is missing, or when it is public already.
    """
    hold(fund)
    if not can_move(fund.status, FundStatus.PROPOSED):
        raise Refused(_("This fund is already public, or waits for the hosts to sign it off."))
    check_ready(fund, contents.settled_content(fund))
    fund.status = move(fund.status, FundStatus.PROPOSED)
    session.flush()
    return propose_whole(fund, by=by, on_behalf_of=on_behalf_of, note=note)


def propose_whole(fund: Fund, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Put the whole content before the hosts, or in the place of what waits."""
    content = contents.settled_content(fund)
    names = contents.names_for(content)
    draft = Draft(
        kind=ProposalKind.PUBLISH, before={}, content=content, note=note, rows=lambda: whole(content, names)
    )
    return cohosting.propose(fund.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def propose_closing(
    fund: Fund, outcome: str, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to take no more gifts, and to say what became of the money."""
    hold(fund)
    if refusal := refusal_to_close(fund):
        raise Refused(refusal)
    if not outcome:
        raise Refused(_("Say what became of it: people who gave would like to know."))
    content = {"status": FundStatus.CLOSED.value, "outcome": outcome}
    return _propose_status(fund, content, by, on_behalf_of, note)


def propose_reopening(fund: Fund, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask the hosts to take gifts again; all that an opening needs, this needs too."""
    hold(fund)
    check_can_reopen(fund)
    content = {"status": FundStatus.OPEN.value, "outcome": ""}
    return _propose_status(fund, content, by, on_behalf_of, note)


def check_ready(fund: Fund, content: Content) -> None:
    """Refuse with all that is missing."""
    if missing := missing_in(fund, content):
        raise Refused(" ".join(missing))


def missing_in(fund: Fund, content: Content) -> list[str]:
    """Say, a sentence each, what the fund would need with this content before it could take gifts."""
    holding = contents.holding_of(fund, content)
    return missing_for_opening(details_from(content), holding, clock.now().date())


def check_can_reopen(fund: Fund) -> None:
    """Refuse to open a fund again that is not closed, could take no gifts, or has a host not verified now."""
    if refusal := refusal_to_reopen(fund):
        raise Refused(refusal)
    for organisation in unverified_hosts(fund.cohosting):
        cohosting.check_verified(organisation)
    holding = contents.holding_of(fund)
    if not holding.is_agreed:
        raise Refused(_("The hosts have changed since it closed. Begin a new fund together."))
    if fund.closes_on is not None and fund.closes_on < clock.now().date():
        raise Refused(_("Its last day has passed. Begin a new fund together."))
    if not can_travel(fund.route, holding):
        raise Refused(route_sentence(fund.route, holding))


def _propose_status(
    fund: Fund, content: Content, by: User, on_behalf_of: Organisation, note: str
) -> Proposal:
    before = {"status": fund.status.value, "outcome": fund.outcome}
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before=before,
        content=content,
        note=note,
        rows=lambda: differences(before, content, Names()),
    )
    return cohosting.propose(fund.cohosting, draft, by=by, on_behalf_of=on_behalf_of)
