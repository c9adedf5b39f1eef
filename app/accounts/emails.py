"""What accounts writes to people: one function per message."""

from enum import StrEnum

from app.accounts.models import User
from app.core.i18n import _l
from app.outbox.models import Email


class SecondFactorChange(StrEnum):
    """What happened to someone's second factor."""

    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    CODE_USED = "code_used"
    CODES_MADE = "codes_made"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    REMOVED_BY_STAFF = "removed_by_staff"


_CHANGES = {
    SecondFactorChange.APP_ADDED: _l("Signing in now asks for a code from your authenticator app."),
    SecondFactorChange.APP_REMOVED: _l("Signing in no longer asks for a code from an authenticator app."),
    SecondFactorChange.CODE_USED: _l("One of your recovery codes was used to sign in. Each works only once."),
    SecondFactorChange.CODES_MADE: _l("You have new recovery codes. The old ones no longer work."),
    SecondFactorChange.PASSKEY_ADDED: _l("A passkey was added. You can sign in with it."),
    SecondFactorChange.PASSKEY_REMOVED: _l("A passkey was removed. It no longer signs you in."),
    SecondFactorChange.REMOVED_BY_STAFF: _l(
        "Twain’s staff removed your second factor, because somebody asked for it. You can set up a new one."
    ),
}


def confirm_address(user: User, link: str) -> Email:
    """Ask someone who has just registered to confirm their address."""
    return _to(user, "accounts/confirm_address", link=link)


def already_here(user: User, reset_link: str) -> Email:
    """Tell someone that their address was used to register, though they are here already.

    Where a stranger registered it before, confirming it would let in the stranger's password; the
    link that chooses a new one confirms it too.
    """
    return _to(user, "accounts/already_here", reset_link=reset_link)


def reset_password(user: User, link: str) -> Email:
    """Send the link that lets someone choose a new password."""
    return _to(user, "accounts/reset_password", link=link)


def password_changed(user: User) -> Email:
    """Tell someone that their password is a new one."""
    return _to(user, "accounts/password_changed")


def sign_in_link(user: User, link: str) -> Email:
    """Send the link that signs someone in, once."""
    return _to(user, "accounts/sign_in_link", link=link)


def change_address(user: User, address: str, link: str) -> Email:
    """Ask at the new address whether it is theirs."""
    context = {"name": user.name, "link": link}
    return Email(to=address, template="accounts/change_address", language=user.language, context=context)


def address_changed(user: User, old_address: str) -> Email:
    """Tell the old address that it is no longer the one."""
    return Email(
        to=old_address,
        template="accounts/address_changed",
        language=user.language,
        context={"name": user.name},
    )


def second_factor_changed(user: User, change: SecondFactorChange) -> Email:
    """Tell someone what changed in how they sign in."""
    return _to(user, "accounts/second_factor_changed", change=_CHANGES[change])


def erasure_requested(user: User) -> Email:
    """Tell someone when they will be erased, and how to stop it."""
    return _to(user, "accounts/erasure_requested", due_at=user.erasure_due_at, zone=user.time_zone)


def erasure_put_off(user: User, obstacles: list[str]) -> Email:
    """Tell someone that they could not be erased yet, and why."""
    return _to(user, "accounts/erasure_put_off", obstacles=obstacles)


def erased(address: str, name: str, language: str) -> Email:
    """Say goodbye to someone who has just been erased."""
    return Email(to=address, template="accounts/erased", language=language, context={"name": name})


def _to(user: User, template: str, **context: object) -> Email:
    return Email(
        to=user.email,
        template=template,
        language=user.language,
        context={"name": user.name, **context},
    )
