"""What others may react to."""

from dataclasses import dataclass

from app.accounts.models import User


@dataclass(frozen=True)
class AddressConfirmed:
    """Tell that someone has shown that the address is theirs."""

    user: User


@dataclass(frozen=True)
class UserErased:
    """Tell that someone's account is gone: features end or anonymise what was theirs."""

    user: User
