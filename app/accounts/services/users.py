"""What people change about themselves."""

from dataclasses import dataclass

from app.accounts import emails
from app.accounts.emails import SecondFactorChange
from app.accounts.facts import AddressConfirmed
from app.accounts.models import User, UserSession
from app.accounts.services.sessions import end_other_sessions
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.facts import announce
from app.outbox.models import ListName
from app.outbox.services import leave_list, post, rejoin_list


@dataclass(frozen=True)
class Preferences:
    """How someone wants to be greeted and written to."""

    name: str
    language: str
    time_zone: str
    wanted: frozenset[ListName]


def save_preferences(user: User, chosen: Preferences) -> None:
    """Keep someone's preferences."""
    user.name, user.language, user.time_zone = chosen.name, chosen.language, chosen.time_zone
    for list_name in ListName:
        choose = rejoin_list if list_name in chosen.wanted else leave_list
        choose(user.email, list_name)


def note_registered(user: User) -> None:
    """Write down that someone has registered."""
    record(Action.USER_REGISTERED, user)


def confirm(user: User) -> None:
    """Take an address as confirmed; doing it twice changes nothing."""
    if user.confirmed_at is None:
        user.confirmed_at = clock.now()
        note_confirmed(user)


def note_confirmed(user: User) -> None:
    """Write down, and tell the rooms above, that an address is confirmed."""
    record(Action.USER_CONFIRMED, user, by=user)
    announce(AddressConfirmed(user))


def note_password_changed(user: User, kept: UserSession | None = None) -> None:
    """Write down a new password, and sign the person out everywhere else."""
    record(Action.USER_PASSWORD_CHANGED, user, by=user)
    end_other_sessions(user, kept)


def note_address_changed(user: User, old_address: str, kept: UserSession | None = None) -> None:
    """Write down a new address, tell the old one, and tell the rooms above that the new one is confirmed.

    Whatever was mailed to the old address, which may be why it was given up, opens nothing any more.
    """
    end_other_sessions(user, kept)
    record(Action.USER_ADDRESS_CHANGED, user, by=user)
    post(emails.address_changed(user, old_address))
    announce(AddressConfirmed(user))


def note_second_factor(user: User, change: SecondFactorChange) -> None:
    """Write down what changed in a second factor, and tell the person."""
    record(Action.USER_SECOND_FACTOR_CHANGED, user, by=user, detail={"change": change})
    post(emails.second_factor_changed(user, change))


def remove_second_factor(user: User, *, by: User) -> None:
    """Let staff take away the second factor of someone who has lost it."""
    user.tf_primary_method = None
    user.tf_totp_secret = None
    user.mf_recovery_codes = None
    user.webauthn.clear()
    end_other_sessions(user)
    change = SecondFactorChange.REMOVED_BY_STAFF
    record(Action.USER_SECOND_FACTOR_CHANGED, user, by=by, detail={"change": change})
    post(emails.second_factor_changed(user, change))
