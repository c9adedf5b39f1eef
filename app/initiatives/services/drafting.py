"""Begin an initiative, and delete one that the public has never seen."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, in_language
from app.core.slugs import add_at_free_slug
from app.initiatives.models import Initiative, InitiativeStatus, InitiativeVersion, Milestone
from app.initiatives.rules import move
from app.initiatives.rules.content import InitiativeDetails, apply_details
from app.initiatives.rules.readiness import refusal_to_delete
from app.initiatives.services.keeping import RESERVED_SLUGS, hold, keep_version, write_details
from app.organisations.models import Organisation


def draft_initiative(
    details: InitiativeDetails, *, organisation: Organisation, by: User | None
) -> Initiative:
    """Begin a draft that one organisation holds so far; others can be invited."""
    now = clock.now()
    held = cohosting.begin(HeldKind.INITIATIVE, details.title, organisation=organisation, by=by)
    initiative = Initiative(
        cohosting=held,
        status=InitiativeStatus.DRAFT,
        version=1,
        created_at=now,
        revised_at=now,
        outcome="",
    )
    apply_details(initiative, details)
    add_at_free_slug(initiative, details.title, RESERVED_SLUGS)
    cohosting.rename(held, details.title, address=f"/desk/initiatives/{initiative.slug}")
    write_details(initiative, details)
    keep_version(initiative, by=by)
    record(Action.INITIATIVE_DRAFTED, initiative, by=by, on_behalf_of=organisation)
    return initiative


def delete_draft(initiative: Initiative, *, by: User, on_behalf_of: Organisation) -> None:
    """Delete what the public has never seen."""
    hold(initiative)
    if refusal := refusal_to_delete(initiative):
        raise Refused(refusal)
    record(Action.INITIATIVE_DELETED, initiative, by=by, on_behalf_of=on_behalf_of)
    wipe(initiative, by=by)


def wipe(initiative: Initiative, *, by: User | None) -> None:
    """Forget all that a draft said; only the row is left, so that its address is not given again."""
    with in_language(initiative.language):
        title = _("A deleted initiative")
    cohosting.forget_draft(initiative.cohosting, title, by=by)
    write_details(initiative, InitiativeDetails(title=""))
    for kind in (Milestone, InitiativeVersion):
        session.query(kind).filter_by(initiative_id=initiative.id).delete()
    initiative.status = move(initiative.status, InitiativeStatus.DELETED)
    session.flush()
