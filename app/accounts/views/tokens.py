"""What mailed links open: a page with a button, and only the button acts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import change_email, confirmable, recoverable, views

from app.accounts.models import User
from app.core.http import is_local_address, see_other
from app.core.i18n import speak
from app.core.transaction import SAFE_METHODS

_Status = tuple[bool, bool, User | None]
#: The library has no types here; these are what its functions give.
_confirm_status = cast("Callable[[str], _Status]", confirmable.confirm_email_token_status)
_reset_status = cast("Callable[[str], _Status]", recoverable.reset_password_token_status)
_change_status = cast(
    "Callable[[str], tuple[bool, bool, User | None, str | None]]",
    change_email._verify_token_status,  # noqa: SLF001  # the library offers no other way to look before acting
)
_reset_password = cast("Callable[[str], ResponseReturnValue]", views.reset_password)
_change_address = cast("Callable[[str], ResponseReturnValue]", change_email.change_email_confirm)


def confirm_address(token: str) -> ResponseReturnValue:
    """Ask, then confirm, that an address belongs to whoever opened the mail."""
    expired, is_wrong, user = _confirm_status(token)
    _speak_to(user)
    if user is not None and user.confirmed_at is not None and not is_wrong:
        return see_other("/login?done=confirmed")
    if expired or is_wrong or user is None:
        return link_is_over("confirm")
    if request.method in SAFE_METHODS:
        return render_template("accounts/confirm_address.html", address=user.email)
    views.confirm_email(token)
    following = request.args.get("next")
    onward = {"next": following} if is_local_address(following) else {}
    return see_other(f"/login?{urlencode({'done': 'confirmed', **onward})}")


def reset_password(token: str) -> ResponseReturnValue:
    """Take a new password from whoever opened the mail."""
    expired, is_wrong, user = _reset_status(token)
    _speak_to(user)
    if expired or is_wrong or user is None or not user.active:
        return link_is_over("reset")
    return _reset_password(token)


def ask_change_address(token: str) -> ResponseReturnValue:
    """Ask whoever opened the mail whether this is their new address."""
    expired, is_wrong, user, address = _change_status(token)
    _speak_to(user)
    if expired or is_wrong or user is None or not user.active:
        return link_is_over("change")
    return render_template("accounts/change_address.html", address=address, token=token)


def change_address(token: str) -> ResponseReturnValue:
    """Use the new address from now on."""
    expired, is_wrong, user, _address = _change_status(token)
    _speak_to(user)
    if expired or is_wrong or user is None or not user.active:
        return link_is_over("change")
    return see_other(make_response(_change_address(token)).location or "/login")


def _speak_to(user: User | None) -> None:
    """Go on in the language of the mail, also where its link opens nothing any more."""
    if user is not None:
        speak(user.language)


def link_is_over(kind: str) -> ResponseReturnValue:
    """Say that a link is too old, was used, or was cut in two, and offer a new one."""
    return render_template("accounts/link_over.html", kind=kind), HTTPStatus.GONE
