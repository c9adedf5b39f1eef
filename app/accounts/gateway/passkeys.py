"""Passkeys: what the browser is asked for."""

from typing import Any

from flask_security import WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

#: Each passkey serves alone and beside a password; this is what is stored for all of them.
USAGE = "secondary"


class Passkeys(WebauthnUtil):
    """Ask for passkeys that know who they belong to and that check who holds them."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """Ask for a passkey that can sign in on its own."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """Ask always for the finger, face or number that belongs to the passkey."""
        return UserVerificationRequirement.REQUIRED
