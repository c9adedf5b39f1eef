"""Open a fund for gifts, close it, open it again, tell what became of it, delete a draft."""

from functools import partial

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.cohosting.forms import ActingForm, NoteForm
from app.cohosting.views.acting import (
    acted,
    before_public,
    done,
    form_page,
    not_done,
    offer_hosts,
    proposed,
    told,
)
from app.core import clock
from app.core.access import signed_in
from app.core.http import see_other
from app.core.i18n import _
from app.donations import services
from app.donations.forms import CloseForm, OutcomeForm
from app.donations.policies import can_decide
from app.donations.queries import contents
from app.donations.rules.content import details_from
from app.donations.rules.readiness import (
    missing_for_opening,
    refusal_to_close,
    refusal_to_delete,
    refusal_to_reopen,
)
from app.donations.views.blueprint import blueprint, decided_fund
from app.organisations.models import Organisation


@blueprint.route("/desk/funds/<slug>/publish", methods=["GET", "POST"])
@signed_in
def publish(slug: str) -> ResponseReturnValue:
    """Ask every host to sign off, so that everyone can read it and give."""
    user, fund = decided_fund(slug)
    form = offer_hosts(NoteForm(request.form), user, fund)
    proposal = proposed(form, user, fund, can_decide, services.propose_opening)
    if proposal:
        return done(told(proposal, _("The fund is open now.")), fund)
    content = contents.settled_content(fund)
    holding = contents.holding_of(fund, content)
    missing = missing_for_opening(details_from(content), holding, clock.now().date())
    return form_page("publish", form, fund=fund, missing=missing, **before_public(user, fund))


@blueprint.route("/desk/funds/<slug>/close", methods=["GET", "POST"])
@signed_in
def close(slug: str) -> ResponseReturnValue:
    """Propose to take no more gifts, and say what became of the money."""
    user, fund = decided_fund(slug)
    if refusal := refusal_to_close(fund):
        return not_done(refusal, fund)
    form = offer_hosts(CloseForm(request.form), user, fund)
    propose = partial(services.propose_closing, outcome=form.outcome.data or "")
    proposal = proposed(form, user, fund, can_decide, propose)
    if proposal:
        return done(told(proposal, _("The fund is closed. Its page and its ledger stay.")), fund)
    return form_page("close", form, fund=fund)


@blueprint.route("/desk/funds/<slug>/reopen", methods=["GET", "POST"])
@signed_in
def reopen(slug: str) -> ResponseReturnValue:
    """Propose to take gifts again."""
    user, fund = decided_fund(slug)
    if refusal := refusal_to_reopen(fund):
        return not_done(refusal, fund)
    form = offer_hosts(NoteForm(request.form), user, fund)
    proposal = proposed(form, user, fund, can_decide, services.propose_reopening)
    if proposal:
        return done(told(proposal, _("The fund is open again.")), fund)
    return form_page("reopen", form, fund=fund)


@blueprint.route("/desk/funds/<slug>/outcome", methods=["GET", "POST"])
@signed_in
def outcome(slug: str) -> ResponseReturnValue:
    """Say what became of the money of a fund that is closed."""
    user, fund = decided_fund(slug)
    if refusal := refusal_to_reopen(fund):
        return not_done(refusal, fund)
    is_sent = request.method == "POST"
    form = OutcomeForm(request.form) if is_sent else OutcomeForm(data={"outcome": fund.outcome})
    offer_hosts(form, user, fund)

    def tell(host: Organisation) -> None:
        services.tell_outcome(fund, form.outcome.data or "", by=user, on_behalf_of=host)

    if is_sent and acted(form, user, fund, can_decide, tell):
        return done(_("Saved."), fund)
    return form_page("outcome", form, fund=fund)


@blueprint.route("/desk/funds/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft that the public has never seen."""
    user, fund = decided_fund(slug)
    if refusal := refusal_to_delete(fund):
        return not_done(refusal, fund)
    form = offer_hosts(ActingForm(request.form), user, fund)

    def remove(host: Organisation) -> None:
        services.delete_draft(fund, by=user, on_behalf_of=host)

    if acted(form, user, fund, can_decide, remove):
        flash(_("The draft is deleted."), "success")
        return see_other("/desk/funds")
    return form_page("delete", form, fund=fund)
