"""Bring an event before the public: propose it, and what follows when every host has signed."""

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Content, Draft
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.events.models import Event, EventStatus
from app.events.queries import settled_content
from app.events.rules import can_move, move
from app.events.rules.content import as_event, details_from
from app.events.rules.readiness import missing_for_publication
from app.events.rules.wording import whole
from app.events.services.keeping import hold
from app.organisations.models import Organisation


def propose_publication(event: Event, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask every host to sign off the whole content; a sole host thereby publishes it.

    Raise Refused when something is missing, or when the event is public already.
    """
    hold(event)
    if not can_move(event.status, EventStatus.PROPOSED):
        raise Refused(_("This event is already public, or waits for the hosts to sign it off."))
    check_ready(event)
    event.status = move(event.status, EventStatus.PROPOSED)
    session.flush()
    return _propose(event, by, on_behalf_of, note)


def propose_again(event: Event, *, by: User, on_behalf_of: Organisation) -> Proposal:
    """Put the edited content in the place of the one that waits; every host is asked again."""
    check_ready(event)
    return _propose(event, by, on_behalf_of, "")


def check_ready(event: Event) -> None:
    """Refuse with all that is missing."""
    missing = missing_for_publication(event, clock.now())
    if missing:
        raise Refused(" ".join(missing))


def missing_in(content: Content) -> list[str]:
    """Say, each in a sentence, what an event of this content would need before the public could see it."""
    return missing_for_publication(as_event(details_from(content)), clock.now())


def _propose(event: Event, by: User, on_behalf_of: Organisation, note: str) -> Proposal:
    content = settled_content(event)
    draft = Draft(
        kind=ProposalKind.PUBLISH,
        before={},
        content=content,
        note=note,
        rows=lambda: whole(content),
    )
    return cohosting.propose(event.cohosting, draft, by=by, on_behalf_of=on_behalf_of)
