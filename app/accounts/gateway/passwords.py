"""Passwords: what is too short or too easy to guess."""

from typing import Any

from flask_security import PasswordUtil

from app.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, is_guessable
from app.core.i18n import _


class Passwords(PasswordUtil):
    """Ask for length, not for odd signs (NIST SP 800-63B, 3.1.1)."""

    def normalize(self, password: str) -> str:
        """Give its normal form, and no more of it than shows that it is too long: some signs grow by it."""
        return str(super().normalize(password))[: LONGEST_PASSWORD + 1]

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Give what is wrong with a new password, and its normal form."""
        plain = self.normalize(password)
        if len(plain) < SHORTEST_PASSWORD:
            number = SHORTEST_PASSWORD
            sentence = _("Use at least %(number)d characters. A short sentence works well.", number=number)
            return [sentence], plain
        if len(plain) > LONGEST_PASSWORD:
            return [_("That is longer than %(number)d characters.", number=LONGEST_PASSWORD)], plain
        if is_guessable(plain, _about(is_register, kwargs)):
            return [_("Others could guess that. Take words that have nothing to do with you.")], plain
        return None, plain


def _about(is_register: bool, known: dict[str, Any]) -> tuple[str, ...]:
    if is_register:
        return known.get("name") or "", known.get("email") or ""
    user = known["user"]
    return user.name, user.email
