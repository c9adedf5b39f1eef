"""Links that sign in, sent by mail."""

from collections.abc import Callable

from sqlalchemy import delete

from app.accounts import emails
from app.accounts.models import SignInLink, User
from app.accounts.queries import user_by_email
from app.accounts.rules import SIGN_IN_LINK_LASTS
from app.accounts.services.users import confirm
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.tokens import new_token, token_hash
from app.outbox.services import post


def send_sign_in_link(address: str, link_to: Callable[[str], str]) -> None:
    """Send a link to whoever has this address; to an address nobody here has, nothing."""
    user = user_by_email(address)
    if user is None or not user.active:
        return
    token = new_token()
    expires_at = clock.now() + SIGN_IN_LINK_LASTS
    session.add(SignInLink(user=user, token_hash=token_hash(token), expires_at=expires_at))
    post(emails.sign_in_link(user, link_to(token)))


def use_sign_in_link(token: str) -> User:
    """Use a link up and give whom it signs in; raise Invalid when it is no longer good.

    Deleting it decides: of two presses at once only one finds it there.

    Whoever can open the link has the address, so an address not yet confirmed is confirmed. What
    was set before that is dropped: somebody else may have registered the address.
    """
    good = (SignInLink.token_hash == token_hash(token), SignInLink.expires_at >= clock.now())
    user_id = session.scalar(delete(SignInLink).where(*good).returning(SignInLink.user_id))
    user = session.get(User, user_id) if user_id is not None else None
    if user is None or not user.active:
        raise Invalid(_("This link has been used already, or it is too old."))
    if user.confirmed_at is None:
        user.password, user.fs_uniquifier = None, new_token()
    confirm(user)
    return user
