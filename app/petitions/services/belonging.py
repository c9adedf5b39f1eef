"""Let a petition be part of a longer effort."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.services import check_verified
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation
from app.petitions.models import Petition
from app.petitions.rules import SHOWN
from app.petitions.services.keeping import hold, touch_pages


def join_initiative(petition: Petition, slug: str, *, by: User | None, on_behalf_of: Organisation) -> None:
    """Let a petition be part of an initiative that one of its hosts holds, or of none."""
    hold(petition)
    found = {each.slug: each for each in initiatives_of_hosts(petition.cohosting)}
    if slug and slug not in found:
        raise Refused(_("None of the hosts holds this initiative."))
    if petition.status in SHOWN:
        check_verified(on_behalf_of)
    touch_pages(petition)  # the page of the initiative that it leaves, too
    petition.initiative = found.get(slug)
    session.flush()
    touch_pages(petition)
    record(
        Action.PETITION_CHANGED, petition, by=by, on_behalf_of=on_behalf_of, detail={"fields": ["initiative"]}
    )
