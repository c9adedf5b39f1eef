"""Who may see and change initiatives; the conditions for queries stand beside the predicates."""

from sqlalchemy import ColumnElement, and_, select

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.policies import can_work_on, is_host_member, worked_on_by
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.rules import EDITABLE, SHOWN


def listed() -> ColumnElement[bool]:
    """Give the condition that public pages, lists and feeds show an initiative."""
    return Initiative.status.in_(SHOWN)


def is_listed(initiative: Initiative) -> bool:
    """Tell whether public pages show an initiative (the twin of `listed`)."""
    return initiative.status in SHOWN


def edited_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person may write on an initiative."""
    return and_(Initiative.status.in_(EDITABLE), _worked_on_by(user))


def decided_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person may decide about an initiative as a whole."""
    return and_(Initiative.status != InitiativeStatus.DELETED, _worked_on_by(user))


def can_see_on_desk(user: User, initiative: Initiative) -> bool:
    """Tell whether the person belongs to a host of the initiative."""
    is_there = initiative.status is not InitiativeStatus.DELETED
    return is_there and is_host_member(user, initiative.cohosting)


def can_edit(user: User, initiative: Initiative) -> bool:
    """Tell whether the person may write on the initiative: an organiser of any accepted host."""
    return initiative.status in EDITABLE and can_work_on(user, initiative.cohosting)


def can_decide(user: User, initiative: Initiative) -> bool:
    """Tell whether the person may decide about the initiative as a whole, report on it and tell news."""
    is_there = initiative.status is not InitiativeStatus.DELETED
    return is_there and can_work_on(user, initiative.cohosting)


def _worked_on_by(user: User) -> ColumnElement[bool]:
    return Initiative.cohosting_id.in_(select(Cohosting.id).where(worked_on_by(user)))
