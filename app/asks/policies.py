"""Who may see and change asks and targets; the conditions for queries stand beside the predicates."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import User
from app.asks.models import Ask, AskStatus, Target
from app.asks.rules.status import EDITABLE
from app.cohosting.models import Cohosting
from app.cohosting.policies import can_work_on, is_host_member, worked_on_by
from app.organisations.policies import can_organise


def listed(today: date) -> ColumnElement[bool]:
    """Give the condition that public pages and feeds show an ask on this day."""
    # A window that lacks an end is open at that end; without both there is none.
    hidden = and_(
        or_(Ask.hidden_from.is_not(None), Ask.hidden_until.is_not(None)),
        or_(Ask.hidden_from.is_(None), Ask.hidden_from <= today),
        or_(Ask.hidden_until.is_(None), Ask.hidden_until >= today),
    )
    return and_(Ask.status == AskStatus.PUBLISHED, ~hidden)


def is_hidden(ask: Ask, today: date) -> bool:
    """Tell whether the hosts chose to hide the ask on this day."""
    if ask.hidden_from is None and ask.hidden_until is None:
        return False
    begins, ends = ask.hidden_from or date.min, ask.hidden_until or date.max
    return begins <= today <= ends


def is_listed(ask: Ask, today: date) -> bool:
    """Tell whether public pages show the ask on this day (the twin of `listed`)."""
    return ask.status is AskStatus.PUBLISHED and not is_hidden(ask, today)


def edited_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person may write on an ask."""
    held = Ask.cohosting_id.in_(select(Cohosting.id).where(worked_on_by(user)))
    return and_(Ask.status.in_(EDITABLE), held)


def can_see_on_desk(user: User, ask: Ask) -> bool:
    """Tell whether the person belongs to a host of the ask."""
    return ask.status is not AskStatus.DELETED and is_host_member(user, ask.cohosting)


def can_edit(user: User, ask: Ask) -> bool:
    """Tell whether the person may write on the ask: an organiser of any accepted host."""
    return ask.status in EDITABLE and can_work_on(user, ask.cohosting)


def can_correct(user: User, target: Target) -> bool:
    """Tell whether the person organises for who entered the target."""
    return can_organise(user, target.entered_by)
