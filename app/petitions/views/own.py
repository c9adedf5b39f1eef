"""Confirm, see, change and withdraw one's own signature by its link, without an account.

A link only opens a page and a button acts, since mail programs and scanners follow links.
"""

from collections.abc import Callable
from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cohosting.queries import host_organisations
from app.core.errors import NotFound, Refused
from app.core.http import invalid, see_other
from app.core.i18n import _, speak
from app.core.limits import by_link
from app.core.marks import any_origin
from app.core.transaction import transaction
from app.outbox.services import written
from app.petitions import emails, services
from app.petitions.forms import ChangeSignatureForm, change_signature_form
from app.petitions.models import Signature, SignatureStatus
from app.petitions.policies import is_shown
from app.petitions.queries.log import line_number
from app.petitions.queries.petitions import stop_of
from app.petitions.queries.signatures import consents_of_signature, signature_by_token
from app.petitions.views.blueprint import blueprint

CHANGE_PAGE = "petitions/change.html"


@blueprint.get("/signatures/<token>")
@by_link
def own_signature(token: str) -> ResponseReturnValue:
    """Show one's own signature and what can be done with it."""
    return _page(_signature(token), token, done=request.args.get("done", ""))


@blueprint.post("/signatures/<token>/confirm")
@by_link
@any_origin
def confirm_signature(token: str) -> ResponseReturnValue:
    """Confirm that the address is one's own; from now on the signature counts."""
    signature = _signature(token)
    is_new = signature.confirmed_at is None and signature.email is not None
    mail = written(emails.signed(signature, signature.petition)) if is_new else None
    return _act(token, "confirmed", lambda held: services.confirm_signature(held, mail=mail))


@blueprint.post("/signatures/<token>/withdraw")
@by_link
@any_origin
def withdraw_signature(token: str) -> ResponseReturnValue:
    """Take one's own signature back."""
    return _act(token, "withdrawn", services.withdraw_signature)


@blueprint.get("/signatures/<token>/change")
@by_link
def change_signature_page(token: str) -> ResponseReturnValue:
    """Show the form that changes what one has said."""
    signature = _changeable(token)
    return render_template(CHANGE_PAGE, signature=signature, token=token, form=_form(signature))


@blueprint.post("/signatures/<token>/change")
@by_link
@any_origin
def change_signature(token: str) -> ResponseReturnValue:
    """Change how one is named, what one says and who may write."""
    signature = _changeable(token)
    form = change_signature_form(
        signature,
        host_organisations(signature.petition.cohosting_id),
        consents_of_signature(signature),
        request.form,
    )
    if form.validate():
        with form.explaining():
            with transaction():
                services.change_signature(signature, form.details())
            return see_other(url_for("petitions.own_signature", token=token, done="changed"))
    return invalid(CHANGE_PAGE, signature=_signature(token), token=token, form=form)


def _act(token: str, done: str, verb: Callable[[Signature], Signature]) -> ResponseReturnValue:
    """Do one thing with a signature; say kindly why when it cannot be done."""
    signature = _signature(token)
    try:
        with transaction():
            verb(signature)
    except Refused as error:
        return _page(_signature(token), token, problem=error.sentence), HTTPStatus.CONFLICT
    return see_other(url_for("petitions.own_signature", token=token, done=done))


def _page(signature: Signature, token: str, *, done: str = "", problem: str = "") -> str:
    hosts, allowed = host_organisations(signature.petition.cohosting_id), consents_of_signature(signature)
    return render_template(
        "petitions/own.html",
        signature=signature,
        petition=signature.petition,
        token=token,
        done=done,
        problem=problem,
        writers=[host for host in hosts if host.id in allowed],
        is_confirmed=signature.confirmed_at is not None,
        is_shown=is_shown(signature.petition),
        is_stopped=stop_of(signature.petition) is not None,
        receipt=emails.receipt_code(signature),
        line=line_number(signature),
    )


def _form(signature: Signature) -> ChangeSignatureForm:
    hosts = host_organisations(signature.petition.cohosting_id)
    return change_signature_form(signature, hosts, consents_of_signature(signature))


def _signature(token: str) -> Signature:
    signature = signature_by_token(token)
    if signature is None:
        raise NotFound(
            _(
                "This link opens no signature. Perhaps a part of it is missing: open it from the mail again. "
                "Or sign once more with the same address, and we mail it to you. Half a year after a "
                "petition closed, links end, as we then keep no names."
            )
        )
    speak(signature.language)
    return signature


def _changeable(token: str) -> Signature:
    signature = _signature(token)
    if signature.status in {SignatureStatus.WITHDRAWN, SignatureStatus.REMOVED}:
        raise Refused(services.ended_sentence(signature))
    return signature
