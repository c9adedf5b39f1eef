"""Who may open a view: each declares it, and nothing starts when one does not.

A view carries exactly one of `@public`, `@signed_in`, `@staff`; what depends on the thing itself
is asked inside with `require(can_…(me(User), thing))`.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core.errors import Forbidden, NotFound

P = ParamSpec("P")
Thing = TypeVar("Thing")
View = Callable[P, ResponseReturnValue]
ATTRIBUTE = "twain_access"


class Access(StrEnum):
    """Who may open a view at all."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    STAFF = "staff"


class UndeclaredView(RuntimeError):
    """Tell which view forgot to say who may open it."""


def declare(view: Thing, access: Access) -> Thing:
    """Write on a view who may open it (also used for the views of libraries)."""
    setattr(view, ATTRIBUTE, access)
    return view


def public(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let anyone open the view."""
    return declare(view, Access.PUBLIC)


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let only people who have signed in open the view; others are led to sign in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return cast("ResponseReturnValue", current_app.login_manager.unauthorized())  # type: ignore[attr-defined]  # set by Flask-Login
        return view(*args, **kwargs)

    return declare(guarded, Access.SIGNED_IN)


def staff(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let only platform staff open the view; to others it does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return cast("ResponseReturnValue", current_app.login_manager.unauthorized())  # type: ignore[attr-defined]  # set by Flask-Login
        if not current_user.is_staff:
            raise NotFound
        return view(*args, **kwargs)

    return declare(guarded, Access.STAFF)


def require(allowed: bool, *, hide: bool = False) -> None:  # noqa: FBT001  # require(can_x(...)) reads as a sentence
    """Go on only when allowed: else 403, or 404 when even its existence is private."""
    if not allowed:
        raise NotFound if hide else Forbidden


def me(kind: type[Thing]) -> Thing:
    """Give the signed-in person: `me(User)`; raise Forbidden when nobody is."""
    person = current_user._get_current_object()  # noqa: SLF001  # the proxy's own way to its object
    if not isinstance(person, kind):
        raise Forbidden
    return person


def me_or_none(kind: type[Thing]) -> Thing | None:
    """Give the signed-in person, or None."""
    person = current_user._get_current_object()  # noqa: SLF001  # the proxy's own way to its object
    return person if isinstance(person, kind) else None


def check_every_view(app: Flask) -> None:
    """Refuse to start when a view does not declare who may open it."""
    for endpoint, view in app.view_functions.items():
        if getattr(view, ATTRIBUTE, None) is None:
            raise UndeclaredView(f"{endpoint} declares none of @public, @signed_in, @staff")
