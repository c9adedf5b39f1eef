"""Begin a petition, and delete one that the public has never seen."""

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
from app.organisations.models import Organisation
from app.petitions.models import Petition, PetitionStatus, PetitionVersion
from app.petitions.rules import move
from app.petitions.rules.content import PetitionDetails, apply_details
from app.petitions.rules.readiness import refusal_to_delete
from app.petitions.services.keeping import RESERVED_SLUGS, hold, write_details


def draft_petition(details: PetitionDetails, *, organisation: Organisation, by: User | None) -> Petition:
    """Begin a draft that one organisation holds so far; others can be invited."""
    now = clock.now()
    held = cohosting.begin(HeldKind.PETITION, details.title, organisation=organisation, by=by)
    petition = Petition(
        cohosting=held,
        status=PetitionStatus.DRAFT,
        version=1,
        created_at=now,
        revised_at=now,
        signature_count=0,
        paper_count=0,
        log_size=0,
    )
    apply_details(petition, details)
    add_at_free_slug(petition, details.title, RESERVED_SLUGS)
    cohosting.rename(held, details.title, address=f"/desk/petitions/{petition.slug}")
    write_details(petition, details)
    record(Action.PETITION_DRAFTED, petition, by=by, on_behalf_of=organisation)
    return petition


def delete_petition(petition: Petition, *, by: User, on_behalf_of: Organisation) -> None:
    """Delete what the public has never seen."""
    hold(petition)
    refusal = refusal_to_delete(petition)
    if refusal:
        raise Refused(refusal)
    record(Action.PETITION_DELETED, petition, by=by, on_behalf_of=on_behalf_of)
    wipe(petition, by=by)


def wipe(petition: Petition, *, by: User | None) -> None:
    """Forget all that a draft said; only the row is left, so that its address is not given again."""
    with in_language(petition.language):
        title = _("A deleted petition")
    cohosting.forget_draft(petition.cohosting, title, by=by)
    write_details(petition, PetitionDetails(title=""))
    session.query(PetitionVersion).filter_by(petition_id=petition.id).delete()
    petition.status = move(petition.status, PetitionStatus.DELETED)
    session.flush()
