"""Who may be here, and who keeps the house."""

from app.accounts.models import User
from app.accounts.services.sessions import end_other_sessions
from app.audit.models import Action
from app.audit.services import record
from app.core.errors import Refused
from app.core.i18n import _


def suspend(user: User, reason: str, *, by: User) -> None:
    """Keep someone from signing in, and sign them out everywhere now."""
    if user.id == by.id:
        raise Refused(_("You cannot suspend yourself."))
    user.active = False
    user.suspended_reason = reason
    end_other_sessions(user)
    record(Action.USER_SUSPENDED, user, by=by, detail={"reason": reason})


def unsuspend(user: User, *, by: User) -> None:
    """Let someone sign in again."""
    if user.erased_at is not None:
        raise Refused(_("This person has been erased and cannot come back under this entry."))
    user.active = True
    user.suspended_reason = None
    record(Action.USER_UNSUSPENDED, user, by=by)


def make_staff(user: User) -> None:
    """Make someone platform staff."""
    user.is_staff = True
    record(Action.USER_MADE_STAFF, user)
