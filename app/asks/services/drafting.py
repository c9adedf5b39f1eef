"""Begin an ask, and delete a draft that nobody needs."""

from app.accounts.models import User
from app.asks import queries
from app.asks.models import Ask, AskStatus
from app.asks.rules.content import AskDetails, apply_details
from app.asks.rules.readiness import refusal_to_delete
from app.asks.rules.status import move
from app.asks.services.keeping import RESERVED_SLUGS, hold, set_draft_targets
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, in_language
from app.core.slugs import add_at_free_slug
from app.organisations.models import Organisation


def draft_ask(details: AskDetails, *, organisation: Organisation, by: User | None) -> Ask:
    """Begin a draft that one organisation holds so far; others can be invited."""
    now = clock.now()
    held = cohosting.begin(HeldKind.ASK, details.title, organisation=organisation, by=by)
    ask = Ask(
        cohosting=held,
        status=AskStatus.DRAFT,
        version=1,
        revised_at=now,
        created_at=now,
    )
    apply_details(ask, details)
    add_at_free_slug(ask, details.title, RESERVED_SLUGS)
    cohosting.rename(held, details.title, address=f"/desk/asks/{ask.slug}")
    set_draft_targets(ask, details.targets)
    record(Action.ASK_DRAFTED, ask, by=by, on_behalf_of=organisation)
    return ask


def delete_draft(ask: Ask, *, by: User, on_behalf_of: Organisation) -> None:
    """Delete what the public has never seen."""
    hold(ask)
    refusal = refusal_to_delete(ask)
    if refusal:
        raise Refused(refusal)
    record(Action.ASK_DELETED, ask, by=by, on_behalf_of=on_behalf_of)
    wipe(ask, by=by)


def wipe(ask: Ask, *, by: User | None) -> None:
    """Forget all that a draft said; only the row is left, so that its address is not given again."""
    with in_language(ask.language):
        title = _("A deleted ask")
    cohosting.forget_draft(ask.cohosting, title, by=by)
    for wording in queries.wordings_of(ask):
        session.delete(wording)
    set_draft_targets(ask, ())
    apply_details(ask, AskDetails(title=""))
    ask.status = move(ask.status, AskStatus.DELETED)
    session.flush()
