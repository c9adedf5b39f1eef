"""Read users, their sessions, links and passkeys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from app.accounts.facts import DataPart, PersonalData
from app.accounts.models import SignInLink, User, UserSession, WebAuthn
from app.audit.queries import trail
from app.core.database import session
from app.core.i18n import _
from app.core.text import canonical_email
from app.outbox.models import ListName
from app.outbox.queries import has_left, messages_to

TRAIL_LENGTH = 10_000

#: Made once: it runs on every request of everybody who is signed in.
_OPEN_SESSION = (
    select(UserSession)
    .join(UserSession.user)
    .options(contains_eager(UserSession.user).undefer(User.has_passkey))
    .where(
        UserSession.token_hash == bindparam("token_hash"),
        User.fs_uniquifier == bindparam("uniquifier"),
        User.active.is_(True),
    )
)


def user_by_email(email: str) -> User | None:
    """Find a user by address, however it was typed."""
    return session.scalar(select(User).where(User.email == canonical_email(email)))


def user_by_id(user_id: int) -> User | None:
    """Find a user by id."""
    return session.get(User, user_id)


def user_locked(user: User) -> User:
    """Give the user as they are now, held against others until the transaction ends.

    The weaker lock lets rows that only point at them be written meanwhile.
    """
    query = select(User).where(User.id == user.id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def open_session(token_hash: str, uniquifier: str) -> UserSession | None:
    """Find a session with its user and whether they have a passkey, in one query.

    None when it has ended, when the user may not sign in, or when their password has changed since.
    """
    return session.scalar(_OPEN_SESSION, {"token_hash": token_hash, "uniquifier": uniquifier})


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
    named = User.name.icontains(words.strip(), autoescape=True)
    query = select(User).where(named | User.email.contains(canonical_email(words), autoescape=True))
    return session.scalars(query.order_by(User.id.desc()).limit(limit)).all()


def own_data(question: PersonalData) -> DataPart:
    """Give what accounts keeps about a person; secrets are named, not shown."""
    user = question.user
    content = {
        "name": user.name,
        "address": user.email,
        "address_confirmed_at": _when(user.confirmed_at),
        "joined_at": _when(user.created_at),
        "language": user.language,
        "time_zone": user.time_zone,
        "is_staff": user.is_staff,
        "erasure_due_at": _when(user.erasure_due_at),
        "has_password": user.password is not None,
        "has_authenticator_app": user.tf_primary_method is not None,
        "recovery_codes_left": recovery_codes_left(user),
        "passkeys": [{"name": row.name, "made_at": _when(row.create_datetime)} for row in passkeys_of(user)],
        "sessions": [{"device": row.device, "since": _when(row.started_at)} for row in sessions_of(user)],
        "mail_left": [name.value for name in ListName if has_left(user.email, name)],
    }
    return DataPart("about_you", _("About you"), content)


def own_trail(question: PersonalData) -> DataPart:
    """Give the trail of what a person did."""
    lines = trail(actor_id=question.user.id, limit=TRAIL_LENGTH)
    content = [{"at": _when(line.at), "action": line.action.value, "subject": line.subject} for line in lines]
    return DataPart("what_you_did", _("What you did here"), content)


def own_mail(question: PersonalData) -> DataPart:
    """Give the mail that was sent to a person."""
    content = [
        {"at": _when(row.created_at), "subject": row.subject, "text": row.text, "status": row.status.value}
        for row in messages_to(question.user.email)
    ]
    return DataPart("mail_to_you", _("Mail we sent you"), content)


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
