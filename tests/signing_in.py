"""Sign a test client in."""

from typing import Any

from flask.testing import FlaskClient


def sign_in(client: FlaskClient, user: Any) -> None:
    """Put the user's session into the client's cookie, as a sign-in would."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = user.fs_uniquifier
        cookie["_fresh"] = True
