"""Read users, their sessions, links and passkeys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import SignInLink, User, UserSession, WebAuthn
from app.core.database import session
from app.core.text import canonical_email


def user_by_email(email: str) -> User | None:
    """Find a user by address, however it was typed."""
    return session.scalar(select(User).where(User.email == canonical_email(email)))


def open_session(token_hash: str, uniquifier: str) -> UserSession | None:
    """Find a session with its user and whether they have a passkey, in one query.

    None when it has ended, when the user may not sign in, or when their password has changed since.
    """
    return session.scalar(
        select(UserSession)
        .join(UserSession.user)
        .options(contains_eager(UserSession.user).undefer(User.has_passkey))
        .where(
            UserSession.token_hash == token_hash,
            User.fs_uniquifier == uniquifier,
            User.active.is_(True),
        )
    )


def sessions_of(user: User) -> Sequence[UserSession]:
    """Give everywhere this person is signed in, last used first."""
    newest = (UserSession.seen_at.desc(), UserSession.id.desc())
    return session.scalars(select(UserSession).where(UserSession.user_id == user.id).order_by(*newest)).all()


def session_of(user: User, session_id: int) -> UserSession | None:
    """Find one of this person's own sessions."""
    return session.scalar(
        select(UserSession).where(UserSession.id == session_id, UserSession.user_id == user.id)
    )


def link_by_hash(token_hash: str) -> SignInLink | None:
    """Find a sign-in link that has not been used."""
    return session.scalar(select(SignInLink).where(SignInLink.token_hash == token_hash))


def passkeys_of(user: User) -> Sequence[WebAuthn]:
    """Give this person's passkeys, oldest first."""
    return session.scalars(
        select(WebAuthn).where(WebAuthn.user_id == user.id).order_by(WebAuthn.create_datetime)
    ).all()


def recovery_codes_left(user: User) -> int:
    """Count the recovery codes that have not been used."""
    return len(user.mf_recovery_codes or [])


def due_erasures(now: datetime) -> Sequence[int]:
    """Give the ids of those whose time to change their mind is over."""
    query = select(User.id).where(User.erasure_due_at <= now, User.erased_at.is_(None))
    return session.scalars(query.order_by(User.erasure_due_at)).all()


def search_users(words: str, *, limit: int = 50) -> Sequence[User]:
    """Find users by a part of their name or address, for staff."""
    wanted = f"%{canonical_email(words)}%"
    query = select(User).where(func.lower(User.name).like(wanted) | User.email.like(wanted))
    return session.scalars(query.order_by(User.id.desc()).limit(limit)).all()
