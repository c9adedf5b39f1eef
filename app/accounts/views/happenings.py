"""What the library tells of, and what the house does about it, in the transaction around the view."""

from typing import cast

from flask import Flask, flash, g, request
from flask import session as cookie
from flask_login import user_logged_out
from flask_security.signals import (
    change_email_confirmed,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_confirmed,
    user_registered,
    wan_deleted,
    wan_registered,
)

from app.accounts import services
from app.accounts.emails import SecondFactorChange
from app.accounts.gateway.people import TOKEN, USER, current_session
from app.accounts.models import User
from app.accounts.rules import device_name
from app.core.i18n import _, format_date

#: All that a cookie keeps through a sign-in; whatever a stranger may have planted before is dropped.
KEPT = frozenset({USER, TOKEN, "_fresh", "_flashes", "fs_paa", "tf_remember_login"})


@user_authenticated.connect
def _start_session(_app: Flask, user: object, **_more: object) -> None:
    person = _person(user)
    earlier = current_session()
    if earlier is not None:
        services.end_session(earlier)
    opened, token = services.start_session(person, device_name(request.user_agent.string))
    cookie.permanent = cookie.pop("_remember", None) == "set"
    for name in set(cookie) - KEPT - {"_permanent"}:
        del cookie[name]
    g.pop("csrf_token", None)
    cookie[TOKEN] = token
    g.user_session = opened
    if person.erasure_due_at is not None:
        day = format_date(person.erasure_due_at.date())
        flash(
            _(
                "Your account will be erased on %(day)s. Under Settings you can press “Keep my account”.",
                day=day,
            ),
            "warning",
        )


@user_logged_out.connect  # type: ignore[untyped-decorator]  # Flask-Login has no types
def _end_session(_app: Flask, **_more: object) -> None:
    opened = current_session()
    if opened is not None:
        services.end_session(opened)
        g.user_session = None
    cookie.pop(TOKEN, None)


@user_registered.connect
def _registered(_app: Flask, user: object, **_more: object) -> None:
    services.note_registered(_person(user))


@user_confirmed.connect
def _confirmed(_app: Flask, user: object, **_more: object) -> None:
    services.note_confirmed(_person(user))


@password_reset.connect
def _password_reset(_app: Flask, user: object, **_more: object) -> None:
    person = _person(user)
    services.confirm(person)  # whoever can open the mailed link has the address
    services.note_password_changed(person)


@password_changed.connect
def _password_changed(_app: Flask, user: object, **_more: object) -> None:
    person, kept = _person(user), current_session()
    services.note_password_changed(person, kept)
    if kept is not None:
        cookie[USER] = person.fs_uniquifier


@change_email_confirmed.connect
def _address_changed(_app: Flask, user: object, old_email: str, **_more: object) -> None:
    person, earlier = _person(user), current_session()
    is_own = earlier is not None and earlier.user_id == person.id
    services.note_address_changed(person, old_email, earlier if is_own else None)
    if is_own:
        cookie[USER] = person.fs_uniquifier


@tf_profile_changed.connect
def _app_added(_app: Flask, user: object, **_more: object) -> None:
    services.note_second_factor(_person(user), SecondFactorChange.APP_ADDED)


@tf_disabled.connect
def _app_removed(_app: Flask, user: object, **_more: object) -> None:
    services.note_second_factor(_person(user), SecondFactorChange.APP_REMOVED)


@wan_registered.connect
def _passkey_added(_app: Flask, user: object, **_more: object) -> None:
    services.note_second_factor(_person(user), SecondFactorChange.PASSKEY_ADDED)


@wan_deleted.connect
def _passkey_removed(_app: Flask, user: object, **_more: object) -> None:
    services.note_second_factor(_person(user), SecondFactorChange.PASSKEY_REMOVED)


def _person(user: object) -> User:
    """Give the user itself where the library hands on a stand-in."""
    return cast("User", getattr(user, "_get_current_object", lambda: user)())
