"""Sign a test client in."""

import hashlib
import os
import time
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from app.accounts.models import UserSession
from app.core import clock
from app.core.database import session
from app.core.tokens import new_token, token_hash


def sign_in(client: FlaskClient, user: Any, *, minutes_ago: int = 0) -> None:
    """Open a session for the user and put it into the client's cookie, as a sign-in would.

    The client also sends the CSRF token of that session with every post; `minutes_ago` makes
    a sign-in that is too old for what asks people to show that it is still them.
    """
    token, now = new_token(), clock.now()
    hashed = token_hash(token)
    session.add(UserSession(user_id=user.id, token_hash=hashed, device="", started_at=now, seen_at=now))
    session.commit()
    csrf = hashlib.sha256(os.urandom(16)).hexdigest()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = user.fs_uniquifier
        cookie["twain_token"] = token
        cookie["_fresh"] = True
        cookie["fs_paa"] = time.time() - minutes_ago * 60
        cookie["csrf_token"] = csrf
    serializer = URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token")
    client.environ_base["HTTP_X_CSRFTOKEN"] = serializer.dumps(csrf)


def is_in(client: FlaskClient) -> bool:
    """Tell whether somebody is signed in."""
    return client.get("/desk/account").status_code == 200
