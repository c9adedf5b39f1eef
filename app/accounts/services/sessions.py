"""Where someone is signed in."""

from sqlalchemy import delete

from app.accounts.models import SignInLink, User, UserSession
from app.accounts.rules import SESSION_LASTS, is_seen_stale
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.tokens import new_token, token_hash


def start_session(user: User, device: str) -> tuple[UserSession, str]:
    """Open a session and give it with its token, which is kept nowhere but in the cookie."""
    token, now = new_token(), clock.now()
    opened = UserSession(user=user, token_hash=token_hash(token), device=device, started_at=now, seen_at=now)
    session.add(opened)
    record(Action.USER_SIGNED_IN, user, by=user)
    return opened, token


def note_seen(opened: UserSession) -> None:
    """Write down that a session is in use, if that was not done lately."""
    now = clock.now()
    if is_seen_stale(opened.seen_at, now):
        opened.seen_at = now


def end_session(opened: UserSession) -> None:
    """Sign someone out in one place."""
    session.delete(opened)


def end_other_sessions(user: User, kept: UserSession | None = None) -> None:
    """Sign someone out everywhere, or everywhere else; unused links to sign in or to move end as well.

    A session that is kept must be told the new name of its person (`accounts.gateway.people.USER`).
    """
    user.fs_uniquifier = new_token()
    ended = delete(UserSession).where(UserSession.user_id == user.id)
    if kept is not None:
        session.flush()
        ended = ended.where(UserSession.id != kept.id)
    session.execute(ended)
    session.execute(delete(SignInLink).where(SignInLink.user_id == user.id))
    record(Action.USER_SESSIONS_ENDED, user, by=user)


def forget_old() -> None:
    """Delete sessions that were last used too long ago and links that have run out."""
    now = clock.now()
    session.execute(delete(UserSession).where(UserSession.seen_at < now - SESSION_LASTS))
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now))
