"""Users, their passkeys, their sessions, the links that sign them in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship, validates

from app.core import clock
from app.core.database import Base, EncryptedText


class User(Base, UserMixin):
    """Someone who can sign in.

    Secrets are read only where they are asked for: the row is loaded on each request.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Canonical (`core.text.canonical_email`).
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(default="")
    password: Mapped[str | None] = mapped_column(deferred=True)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    is_staff: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    #: When this person will be erased, unless they change their mind before.
    erasure_due_at: Mapped[datetime | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    suspended_reason: Mapped[str | None]

    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    #: The time step of the last code that was taken, so that none is taken twice.
    tf_last_counter: Mapped[int | None] = mapped_column(deferred=True)
    fs_webauthn_user_handle: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    #: Hashes of the recovery codes that are left.
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        MutableList.as_mutable(AsaList()), deferred=True
    )
    #: Flask-Security clears it with the second factor; codes are never sent by telephone here.
    tf_phone_number = None

    webauthn: Mapped[list["WebAuthn"]] = relationship(  # type: ignore[assignment]  # the mixin's own class
        back_populates="user", cascade="all, delete-orphan"
    )

    @property
    def has_second_factor(self) -> bool:
        """Tell whether signing in with a password asks for something more."""
        return self.tf_primary_method is not None or self.has_passkey

    if TYPE_CHECKING:
        has_passkey: Mapped[bool]  # set below, once passkeys have a table


class WebAuthn(Base, WebAuthnMixin):
    """A passkey."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    create_datetime: Mapped[datetime] = mapped_column(default=clock.now)
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    user: Mapped[User] = relationship(back_populates="webauthn")
    #: What a browser says about extensions is not kept.
    extensions = None

    @validates("device_type")
    def _plain(self, _key: str, value: str) -> str:
        """Take the value of the library's enum, which not every database driver knows."""
        return str(getattr(value, "value", value))

    def get_user_mapping(self) -> dict[str, Any]:
        """Give what finds the user of this passkey (Flask-Security asks for it)."""
        return {"id": self.user_id}


class UserSession(Base):
    """A place where someone is signed in; ended rows are deleted."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[User] = relationship()


class SignInLink(Base):
    """A mailed link that signs someone in, once; used rows are deleted."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[User] = relationship()


User.has_passkey = column_property(
    select(WebAuthn.id).where(WebAuthn.user_id == User.id).exists(), deferred=True
)
