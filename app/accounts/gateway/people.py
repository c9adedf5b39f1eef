"""Who is asking: the session cookie, the session's row, the user, in one query.

Flask-Login's own loading looks for remember cookies, headers and a fingerprint of the browser on
every request; none of them is used here, so none of them is paid for.
"""

from flask import Flask, Response, g, request
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager
from itsdangerous import URLSafeTimedSerializer

from app.accounts.models import UserSession
from app.accounts.queries import open_session
from app.accounts.rules import is_session_over
from app.core import clock
from app.core.tokens import token_hash

USER = "_user_id"
TOKEN = "twain_token"  # noqa: S105  # the name of a cookie's field
LIBRARY_MARK = "fs_cc"


class People(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Load the person behind a session cookie."""

    def _load_user(self) -> None:
        opened = _open_session()
        g.user_session = opened
        if opened is not None:
            g.fs_authn_via = "session"
            g.fs_paa = cookie.get("fs_paa", 0)
        self._update_request_context_with_user(opened.user if opened else None)


class SparingSessions(SecureCookieSessionInterface):
    """Session cookies only for those who need one, with a serializer that is made once."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give the serializer of this application."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave out the library's mark; set no cookie, and delete none, where there was and is nothing."""
        if LIBRARY_MARK in session:
            del session[LIBRARY_MARK]
        if session or self.get_cookie_name(app) in request.cookies:
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")


def current_session() -> UserSession | None:
    """Give the row of the session that this request came with."""
    found: UserSession | None = g.get("user_session")
    return found


def _open_session() -> UserSession | None:
    uniquifier, token = cookie.get(USER), cookie.get(TOKEN)
    if not uniquifier or not token:
        return None
    opened = open_session(token_hash(token), uniquifier)
    if opened is None or is_session_over(opened.seen_at, clock.now()):
        return None
    return opened
