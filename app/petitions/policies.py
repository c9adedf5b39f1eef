"""Who may see and change petitions; the conditions for queries stand beside the predicates."""

from sqlalchemy import ColumnElement

from app.accounts.models import User
from app.cohosting.policies import can_work_on, is_host_member
from app.events.models import Event
from app.events.rules import SHOWN as SHOWN_EVENTS
from app.petitions.models import Petition, PetitionStatus
from app.petitions.rules import EDITABLE, SHOWN


def listed() -> ColumnElement[bool]:
    """Give the condition that public lists and feeds show a petition."""
    return Petition.status.in_({PetitionStatus.OPEN, PetitionStatus.CLOSED})


def is_shown(petition: Petition) -> bool:
    """Tell whether anyone with the link can read the petition's page."""
    return petition.status in SHOWN


def can_be_source(petition: Petition, event: Event) -> bool:
    """Tell whether people can sign at an event: the public sees it, and it is part of the same effort."""
    is_shared = event.initiative_id is not None and event.initiative_id == petition.initiative_id
    return is_shared and event.status in SHOWN_EVENTS


def can_see_on_desk(user: User, petition: Petition) -> bool:
    """Tell whether the person belongs to a host of the petition."""
    return petition.status is not PetitionStatus.DELETED and is_host_member(user, petition.cohosting)


def can_edit(user: User, petition: Petition) -> bool:
    """Tell whether the person may write on the petition: an organiser of any accepted host."""
    return petition.status in EDITABLE and can_work_on(user, petition.cohosting)


def can_decide(user: User, petition: Petition) -> bool:
    """Tell whether the person may decide about the petition as a whole, and moderate what signers say."""
    return petition.status is not PetitionStatus.DELETED and can_work_on(user, petition.cohosting)
