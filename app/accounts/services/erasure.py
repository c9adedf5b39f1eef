"""Erasing someone: asked for, waited for, done, and taken back while there is time."""

from sqlalchemy import delete, select

from app.accounts import emails
from app.accounts.facts import ErasureObstacles, UserErased
from app.accounts.models import SignInLink, User, UserSession
from app.accounts.queries import user_locked
from app.accounts.rules import ERASURE_WAIT, address_of_erased
from app.audit.models import Action
from app.audit.services import anonymise_actor, record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.facts import announce
from app.core.i18n import _
from app.core.questions import ask
from app.core.tokens import new_token
from app.outbox.models import ListName
from app.outbox.services import forget_address, post, rejoin_list


def erasure_obstacles(user: User) -> list[str]:
    """Give what this person must settle before they can be erased."""
    return [sentence for answer in ask(ErasureObstacles(user)) for sentence in answer]


def request_erasure(user: User) -> None:
    """Have someone erased after a week; raise Refused while something stands in the way."""
    user = user_locked(user)
    obstacles = erasure_obstacles(user)
    if obstacles:
        raise Refused(" ".join(obstacles))
    if user.erasure_due_at is None:
        user.erasure_due_at = clock.now() + ERASURE_WAIT
        record(Action.USER_ERASURE_REQUESTED, user, by=user)
        post(emails.erasure_requested(user))


def cancel_erasure(user: User) -> None:
    """Keep someone after all; raise Refused when they have just been erased."""
    user = user_locked(user)
    _refuse_erased(user)
    if user.erasure_due_at is not None:
        user.erasure_due_at = None
        record(Action.USER_ERASURE_CANCELLED, user, by=user)


def keep_meanwhile(user: User) -> User:
    """Give the user as they are now, and let nobody erase them meanwhile; raise Refused if someone has.

    Others may keep the same user at the same time, so whoever goes on to write the user needs
    `user_locked` instead.
    """
    query = select(User).where(User.id == user.id).with_for_update(read=True)
    kept = session.scalars(query.execution_options(populate_existing=True)).one()
    _refuse_erased(kept)
    return kept


def erase_due(user: User) -> None:
    """Erase someone whose week is over; put it off, and say why, when something stands in the way.

    Doing it twice, or after they changed their mind, changes nothing.
    """
    user = user_locked(user)
    if user.erased_at is not None or user.erasure_due_at is None or user.erasure_due_at > clock.now():
        return
    obstacles = erasure_obstacles(user)
    if obstacles:
        user.erasure_due_at = None
        post(emails.erasure_put_off(user, obstacles))
        return
    _erase(user)


def _refuse_erased(user: User) -> None:
    if user.erased_at is not None:
        raise Refused(_("Your account has just been erased, so this comes too late."))


def _erase(user: User) -> None:
    announce(UserErased(user))
    forget_address(user.email)
    post(emails.erased(user.email, user.name, user.language))
    for list_name in ListName:
        rejoin_list(user.email, list_name)  # forgets that this address had left it
    for owned in (UserSession, SignInLink):
        session.execute(delete(owned).where(owned.user_id == user.id))
    user.webauthn.clear()
    _empty(user)
    record(Action.USER_ERASED, user)
    anonymise_actor(user)


def _empty(user: User) -> None:
    """Leave of a user only the row that other rows point at."""
    user.email = address_of_erased(user.id)
    user.name = ""
    user.password = user.tf_primary_method = user.tf_totp_secret = None
    user.tf_last_counter = user.mf_recovery_codes = user.suspended_reason = None
    user.fs_uniquifier = user.fs_webauthn_user_handle = new_token()
    user.active = user.is_staff = False
    user.confirmed_at = user.erasure_due_at = None
    user.erased_at = clock.now()
