"""Requests to correct the record: anyone may ask, hosts answer in public; and the documents of the record."""

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.asks import queries, services
from app.asks.forms import AnswerForm, CorrectionForm
from app.asks.models import Ask, Correction
from app.asks.policies import can_edit, can_see_on_desk, is_listed
from app.asks.views.blueprint import ask_on_desk, blueprint, edited_ask
from app.cohosting.views.acting import acted, done, form_page, offer_hosts
from app.core import clock
from app.core.access import me_or_none, public, require, signed_in
from app.core.errors import NotFound, existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.limits import SEND_MAIL, limiter
from app.core.transaction import transaction
from app.organisations.models import Organisation


@blueprint.get("/asks/<slug>/corrections")
@public
def correction_page(slug: str) -> ResponseReturnValue:
    """Show the form to ask for a correction."""
    return render_template("asks/correction.html", ask=_public_ask(slug), form=CorrectionForm())


@blueprint.post("/asks/<slug>/corrections")
@public
@limiter.limit(SEND_MAIL)
def request_correction(slug: str) -> ResponseReturnValue:
    """Take a request to correct the record."""
    ask, form = _public_ask(slug), CorrectionForm(request.form)
    if not form.validate():
        return invalid("asks/correction.html", ask=ask, form=form)
    with transaction():
        services.request_correction(
            ask, form.text.data or "", source=form.source.data or "", email=form.email.data or ""
        )
    return see_other(url_for("asks.correction_sent", slug=slug))


@blueprint.get("/asks/<slug>/corrections/sent")
@public
def correction_sent(slug: str) -> ResponseReturnValue:
    """Thank, and say what happens now."""
    return render_template("asks/correction_sent.html", ask=_public_ask(slug))


def _may_see_waiting(user: User | None, ask: Ask) -> bool:
    """Tell whether someone may see a document before its second reader has."""
    if user is None or lacks_second_factor(user):
        return False
    return user.is_staff or can_see_on_desk(user, ask)


@blueprint.get("/asks/<slug>/evidence/<int:document_id>")
@public
def document(slug: str, document_id: int) -> ResponseReturnValue:
    """Hand out a document of the record; what waits for a second reader only to hosts and staff."""
    user, ask = me_or_none(User), queries.ask_by_slug(slug)
    found = queries.document_of(ask, document_id) if ask else None
    if ask is None or found is None:
        raise NotFound
    kept, entry = found
    is_public = is_listed(ask, clock.now().date()) and not entry.needs_review and not entry.is_declined
    if not (is_public or _may_see_waiting(user, ask)):
        raise NotFound
    response: Response = make_response(kept.content)
    is_text = kept.media_type == "text/plain"
    response.content_type = f"{kept.media_type}; charset=utf-8" if is_text else kept.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{kept.filename}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/desk/asks/<slug>/corrections")
@signed_in
def corrections(slug: str) -> ResponseReturnValue:
    """List the requests to correct what the page says."""
    _user, ask = ask_on_desk(slug)
    return render_template("asks/corrections.html", ask=ask, corrections=queries.corrections_of(ask))


@blueprint.route("/desk/asks/<slug>/corrections/<int:correction_id>", methods=["GET", "POST"])
@signed_in
def answer(slug: str, correction_id: int) -> ResponseReturnValue:
    """Answer a request, for everyone to read."""
    user, ask = edited_ask(slug)
    correction = _correction(ask, correction_id)
    form = AnswerForm(request.form if request.method == "POST" else None)
    offer_hosts(form, user, ask)

    def say(host: Organisation) -> None:
        services.answer_correction(correction, form.answer(), by=user, on_behalf_of=host)

    if acted(form, user, ask, can_edit, say):
        return done(_("Answered. Everyone can read it on the page of the ask."), ask)
    return form_page("answer", form, ask=ask, correction=correction)


def _public_ask(slug: str) -> Ask:
    ask = existing(queries.ask_by_slug(slug))
    require(is_listed(ask, clock.now().date()), hide=True)
    return ask


def _correction(ask: Ask, correction_id: int) -> Correction:
    found = existing(queries.correction_by_id(correction_id))
    require(found.ask_id == ask.id, hide=True)
    return found
