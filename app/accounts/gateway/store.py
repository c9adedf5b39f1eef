"""Users as the sign-in library stores and finds them."""

from typing import Any, cast

from flask_security import SQLAlchemyUserDatastore

from app.accounts.gateway.codes import opened
from app.accounts.models import User, WebAuthn
from app.core import clock
from app.core.database import db, session
from app.core.i18n import locale
from app.core.text import canonical_email


class UserStore(SQLAlchemyUserDatastore):
    """A store that leaves committing to `core.transaction` and knows no platform-wide roles."""

    def __init__(self) -> None:
        super().__init__(db, User, None, WebAuthn)  # type: ignore[arg-type]  # rights are memberships, not roles

    def commit(self) -> None:
        """Do nothing: the transaction around the view has committed already."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """Find a user by one attribute; addresses are stored and looked up in one form."""
        if "email" in kwargs:
            kwargs["email"] = canonical_email(kwargs["email"] or "")
        return cast("User | None", super().find_user(case_insensitive=False, **kwargs))

    def create_user(self, **kwargs: Any) -> User:
        """Make a user who reads the language that they registered in."""
        values = self._prepare_create_user_args(**kwargs)  # type: ignore[no-untyped-call]  # the library's own
        values.pop("roles")
        user = User(**values, created_at=clock.now(), language=locale())
        session.add(user)
        return user

    def tf_set(
        self, user: Any, primary_method: str, totp_secret: str | None = None, phone: str | None = None
    ) -> None:
        """Keep a second factor; the column itself encrypts the secret, so that keys can be rotated."""
        super().tf_set(user, primary_method, opened(totp_secret) if totp_secret else None, phone)
