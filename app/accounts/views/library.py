"""The sign-in library's views, each with who may open it, its limit, and a transaction around its post.

On GET they run without a transaction, so a mail scanner that follows a link changes nothing.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, make_response, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import change_email, recovery_codes, tf_plugin, views, webauthn
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms.form import BaseForm

from app.accounts.forms.signing_in import Spelled
from app.accounts.views import codes, tokens
from app.core.access import Access, declare
from app.core.database import session
from app.core.errors import NotFound
from app.core.http import invalid, is_local_address, see_other
from app.core.limits import SEND_MAIL, SIGN_IN, TOKEN, address_typed, limiter, place, to_one_mailbox
from app.core.marks import secret_address, tells_own_site
from app.core.problems import problem, wants_json
from app.core.transaction import SAFE_METHODS, transaction

View = Callable[..., ResponseReturnValue]

#: Guesses at one person's password or code, from wherever they come.
PER_PERSON = "15 per 10 minutes"
ENDLESS = 1000

#: Where a page leads that has just done its work; to strangers and to those whom we know alike.
AFTERWARDS = {
    "security/send_confirmation.html": "/confirm/sent",
    "security/forgot_password.html": "/reset/sent",
    "security/change_email.html": "/desk/account/security",
}


def render(template: str, **context: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed to the template
    """Show a page of the library in our look; lead on where a post is done; 422 where it is not valid."""
    if request.method in SAFE_METHODS:
        return render_template(template, **context)
    forms = [each for each in context.values() if isinstance(each, BaseForm)]
    for form in forms:
        if isinstance(form, Spelled):
            form.show_faults()
    if any(form.errors for form in forms):
        return invalid(template, **context)
    if template in AFTERWARDS:
        return see_other(AFTERWARDS[template])
    return render_template(template, **context)


def unauthenticated(_mechanisms: object = None, headers: object = None) -> Response:  # noqa: ARG001  # the name by which the library gives it
    """Lead someone who is not signed in to the sign-in page, and back afterwards; a program is told."""
    if wants_json():
        return make_response(problem(HTTPStatus.UNAUTHORIZED))
    return make_response(see_other(_with_next("/login")))


def show_again(_within: object = None, _grace: object = None) -> Response:
    """Ask someone who signed in a while ago to show that it is still them."""
    return make_response(see_other(_with_next("/verify")))


def use_our_views(app: Flask) -> None:
    """Put the guarded views in place of the library's own."""
    for endpoint, view in VIEWS.items():
        app.view_functions[f"security.{endpoint}"] = view


def _with_next(address: str) -> str:
    here = request.full_path.rstrip("?") if request.method in SAFE_METHODS else ""
    return f"{address}?{urlencode({'next': here})}" if is_local_address(here) else address


def _person_known() -> str:
    """Name whose code is being tried: the password has been right already."""
    return str(cookie.get("tf_user_id") or place())


def _guarded(view: View, access: Access, *limits: Callable[[View], View]) -> View:
    @wraps(view)
    def settled(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed on
        _forget_foreign_next()
        _cut_endless_password()
        if request.method in SAFE_METHODS:
            return view(*args, **kwargs)
        with transaction():
            response = make_response(view(*args, **kwargs))
        if response.status_code == HTTPStatus.FOUND:
            response.status_code = HTTPStatus.SEE_OTHER
        return response

    guarded: View = settled
    for limit in limits:
        guarded = limit(guarded)
    return declare(guarded, access)


def _forget_foreign_next() -> None:
    """Take a `next` that leads to another site out of what the library will read."""
    if not is_local_address(request.args.get("next", "/")):
        request.args = _without_next(request.args)
    if not is_local_address(request.form.get("next", "/")):
        request.form = _without_next(request.form)


def _cut_endless_password() -> None:
    """Keep so much of a password that it is seen to be wrong: to hash more than 4096 bytes is an error."""
    if len(typed := request.form.get("password", "")) > ENDLESS:
        cut = request.form.copy()
        cut["password"] = typed[:ENDLESS]
        request.form = ImmutableMultiDict(cut)


def _without_next(values: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict([item for item in values.items(multi=True) if item[0] != "next"])


def _failed_passkey_says_so(view: View) -> View:
    """Tell a stranger whose passkey did not work; the library would flash it into a cookie."""

    @wraps(view)
    def told(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed on
        response = make_response(view(*args, **kwargs))
        if response.location and response.location.partition("?")[0].endswith("/wan-signin"):
            response.location = "/wan-signin?failed=yes"
        return response

    return told


def _twice_is_once(view: View) -> View:
    """Look again where the same address is written down at this very moment, as by a double click."""

    @wraps(view)
    def tried(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed on
        if request.method in SAFE_METHODS:
            return view(*args, **kwargs)
        try:
            with session.begin_nested():
                return view(*args, **kwargs)
        except IntegrityError:
            return view(*args, **kwargs)

    return tried


def _looks_in_mail(view: View) -> View:
    """Ask whoever has registered to look in their mail; where they were going waits behind its link."""

    @wraps(view)
    def registered(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed on
        response = make_response(view(*args, **kwargs))
        if response.location and not current_user.is_authenticated:
            response.location = "/register/sent"
        return response

    return registered


def _until_signed_in(view: View) -> View:
    """Lead on whoever goes back to it once signed in; the library would sign them out."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed on
        return see_other("/desk") if current_user.is_authenticated else view(*args, **kwargs)

    return asked


def _secret(view: View) -> View:
    return secret_address(tells_own_site(view))


def _gone() -> ResponseReturnValue:
    raise NotFound


def _limit(amount: str, **options: Any) -> Callable[[View], View]:  # noqa: ANN401  # handed on
    return cast("Callable[[View], View]", limiter.limit(amount, methods=["POST"], **options))


_sign_in = _limit(SIGN_IN)
_mail = _limit(SEND_MAIL)
_mailbox = cast("Callable[[View], View]", to_one_mailbox)
_password = _limit(PER_PERSON, key_func=address_typed)
_code = _limit(PER_PERSON, key_func=_person_known)
_token = cast("Callable[[View], View]", limiter.limit(TOKEN))

_register = _twice_is_once(_looks_in_mail(views.register))

VIEWS: dict[str, View] = {
    "login": _guarded(views.login, Access.PUBLIC, _sign_in, _password),
    "logout": _guarded(views.logout, Access.PUBLIC),
    "register": _guarded(_register, Access.PUBLIC, _mail, _mailbox),
    "send_confirmation": _guarded(views.send_confirmation, Access.PUBLIC, _mail, _mailbox),
    "confirm_email": _secret(_guarded(tokens.confirm_address, Access.PUBLIC, _token)),
    "forgot_password": _guarded(views.forgot_password, Access.PUBLIC, _mail, _mailbox),
    "reset_password": _secret(_guarded(tokens.reset_password, Access.PUBLIC, _token)),
    "change_email_confirm": _secret(_guarded(tokens.ask_change_address, Access.PUBLIC, _token)),
    "tf_select": _guarded(tf_plugin.tf_select, Access.PUBLIC, _sign_in),
    "two_factor_token_validation": _guarded(
        _until_signed_in(views.two_factor_token_validation), Access.PUBLIC, _sign_in, _code
    ),
    "two_factor_rescue": declare(_gone, Access.PUBLIC),
    "mf_recovery": _guarded(recovery_codes.mf_recovery, Access.PUBLIC, _sign_in, _code),
    "wan_signin": _guarded(webauthn.webauthn_signin, Access.PUBLIC, _sign_in),
    "wan_signin_response": _guarded(
        _failed_passkey_says_so(webauthn.webauthn_signin_response), Access.PUBLIC, _sign_in
    ),
    "verify": _guarded(views.verify, Access.SIGNED_IN, _sign_in),
    "wan_verify": _guarded(webauthn.webauthn_verify, Access.SIGNED_IN, _sign_in),
    "wan_verify_response": _guarded(webauthn.webauthn_verify_response, Access.SIGNED_IN, _sign_in),
    "change_password": _guarded(views.change_password, Access.SIGNED_IN, _sign_in),
    "change_email": _guarded(change_email.change_email, Access.SIGNED_IN, _mail, _mailbox),
    "two_factor_setup": _guarded(views.two_factor_setup, Access.PUBLIC, _sign_in),
    "two_factor_setup_validate": _guarded(codes.switch_on_codes, Access.SIGNED_IN, _sign_in),
    "mf_recovery_codes": _guarded(recovery_codes.mf_recovery_codes, Access.SIGNED_IN, _sign_in),
    "wan_register": _guarded(webauthn.webauthn_register, Access.SIGNED_IN, _sign_in),
    "wan_register_response": _guarded(webauthn.webauthn_register_response, Access.SIGNED_IN, _sign_in),
    "wan_delete": _guarded(webauthn.webauthn_delete, Access.SIGNED_IN, _sign_in),
}
