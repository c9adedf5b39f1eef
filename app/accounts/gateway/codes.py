"""Codes: from an authenticator app, drawn as a QR picture, and the recovery codes on paper."""

import base64
import secrets
from typing import Any, cast

import segno
from flask_security import MfRecoveryCodesUtil, Totp
from flask_security.proxies import _security
from markupsafe import Markup

from app.accounts.emails import SecondFactorChange, second_factor_changed
from app.accounts.models import User
from app.accounts.queries import user_locked
from app.accounts.rules import RECOVERY_CODES
from app.audit.models import Action
from app.audit.services import record
from app.core.tokens import token_hash
from app.outbox.services import post

_GROUPS = 4
_GROUP_BYTES = 10


class AppCodes(Totp):
    """Codes of an authenticator app; each is taken once."""

    def get_last_counter(self, user: Any) -> int | None:
        """Give the time step of the last code that was taken, and let nobody else give one meanwhile."""
        return user_locked(user).tf_last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Write down the time step of a code that was taken."""
        user.tf_last_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Draw the picture to scan, as inline SVG."""
        code = segno.make(self.get_totp_uri(username, totp), error="m")
        svg = code.svg_inline(scale=5, border=4, light="#fff", dark="#000", svgclass="qr", lineclass=None)
        return Markup(svg)  # noqa: S704  # drawn here, from our own text

    def opened(self, secret: str) -> str:
        """Give a secret without the wrapping that it travels in."""
        text: str = self._totp.from_source(secret).to_json(encrypt=False)
        return text


def opened(secret: str) -> str:
    """Give a secret without the wrapping that it travels in."""
    return cast("AppCodes", _security.totp_factory).opened(secret)


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes: shown once, kept only as hashes, each good for one sign-in."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """Make new codes in place of the old ones."""
        codes = [_new_code() for _number in range(RECOVERY_CODES)]
        user.mf_recovery_codes = [_hashed(code) for code in codes]
        _tell(user, SecondFactorChange.CODES_MADE)
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        """Give nothing: nobody can read the codes again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Tell whether a code is one that is left, and let nobody else use it up meanwhile."""
        return _hashed(code) in (user_locked(user).mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Use a code up."""
        user.mf_recovery_codes.remove(_hashed(code))
        _tell(user, SecondFactorChange.CODE_USED)
        return True


def _tell(user: User, change: SecondFactorChange) -> None:
    record(Action.USER_SECOND_FACTOR_CHANGED, user, by=user, detail={"change": change})
    post(second_factor_changed(user, change))


def _new_code() -> str:
    """Make 80 random bits that are easy to copy: four groups of four letters and digits."""
    text = base64.b32encode(secrets.token_bytes(_GROUP_BYTES)).decode().lower()
    size = len(text) // _GROUPS
    return "-".join(text[start : start + size] for start in range(0, len(text), size))


def _hashed(code: str) -> str:
    return token_hash("".join(sign for sign in code.lower() if sign.isalnum()))
