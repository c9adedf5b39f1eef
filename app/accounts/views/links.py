"""Signing in by a mailed link, the pages that say “look in your mail”, and the button for a new address."""

from flask import current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user
from flask_security.proxies import _security

from app.accounts import services
from app.accounts.forms.own import AddressForm
from app.accounts.queries import link_by_hash
from app.accounts.views import tokens
from app.accounts.views.blueprint import blueprint
from app.core import clock
from app.core.access import public
from app.core.errors import Invalid
from app.core.http import following, invalid, see_other
from app.core.i18n import speak
from app.core.limits import SEND_MAIL, by_link, limiter, to_one_mailbox
from app.core.marks import tells_own_site
from app.core.settings import settings
from app.core.tokens import token_hash
from app.core.transaction import transaction

SENT = {
    "register": "/register/sent",
    "confirm": "/confirm/sent",
    "reset": "/reset/sent",
    "link": "/login/link/sent",
}


def _sent(kind: str) -> ResponseReturnValue:
    return render_template("accounts/sent.html", kind=kind)


for _kind, _address in SENT.items():
    blueprint.add_url_rule(
        _address, f"sent_{_kind}", public(_sent), methods=["GET"], defaults={"kind": _kind}
    )


@blueprint.route("/login/link", methods=["GET", "POST"])
@public
@limiter.limit(SEND_MAIL, methods=["POST"])
@to_one_mailbox
def ask_link() -> ResponseReturnValue:
    """Ask for the address to which a sign-in link is sent; the answer is the same for every address."""
    form = AddressForm(request.form)
    if request.method == "POST":
        if not form.validate():
            return invalid("accounts/ask_link.html", form=form, following=following())
        try:
            address = _valid_address(form)
            with transaction():
                services.send_sign_in_link(address, _link_to)
            return see_other(SENT["link"])
        except Invalid as error:
            form.refuse(error.sentence, error.field)
            return invalid("accounts/ask_link.html", form=form, following=following())
    return render_template("accounts/ask_link.html", form=form, following=following())


@blueprint.route("/login/link/<token>", methods=["GET", "POST"])
@by_link
@tells_own_site
def use_link(token: str) -> ResponseReturnValue:
    """Ask, then sign in, whoever opened the mail."""
    if request.method == "POST":
        try:
            with transaction():
                return _sign_in(token)
        except Invalid:
            return tokens.link_is_over("link")
    link = link_by_hash(token_hash(token))
    if link is not None:
        speak(link.user.language)
    if link is None or link.expires_at < clock.now():
        return tokens.link_is_over("link")
    return render_template("accounts/use_link.html", address=link.user.email)


@blueprint.post("/change-email/<token>")
@by_link
@tells_own_site
def change_address(token: str) -> ResponseReturnValue:
    """Use a new address."""
    with transaction():
        return tokens.change_address(token)


def _sign_in(token: str) -> ResponseReturnValue:
    user = services.use_sign_in_link(token)
    speak(user.language)
    onward = following() or current_app.config["SECURITY_POST_LOGIN_VIEW"]
    second = _security.two_factor_plugins.tf_enter(user, None, "link", next_loc=onward)
    if second is not None:
        return see_other(make_response(second).location or "/login")
    login_user(user, authn_via=["link"])
    return see_other(onward)


def _valid_address(form: AddressForm) -> str:
    try:
        return _security.mail_util.normalize(form.address())
    except ValueError as error:
        raise Invalid(str(error), "email") from error


def _link_to(token: str) -> str:
    return settings().public_url + url_for("accounts.use_link", token=token, next=following() or None)
