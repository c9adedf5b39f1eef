"""Bring an initiative before the public, complete it, take it back, delete a draft, tell news."""

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
from app.core.access import signed_in
from app.core.http import see_other
from app.core.i18n import _
from app.initiatives import queries, services
from app.initiatives.forms import CompleteForm, UpdateForm
from app.initiatives.policies import can_decide
from app.initiatives.rules.content import details_from
from app.initiatives.rules.readiness import (
    missing_for_publication,
    refusal_to_complete,
    refusal_to_delete,
    refusal_to_withdraw,
)
from app.initiatives.views.blueprint import blueprint, decided_initiative
from app.organisations.models import Organisation


@blueprint.route("/desk/initiatives/<slug>/publish", methods=["GET", "POST"])
@signed_in
def publish(slug: str) -> ResponseReturnValue:
    """Ask every host to sign off, so that everyone can read it."""
    user, initiative = decided_initiative(slug)
    form = offer_hosts(NoteForm(request.form), user, initiative)
    proposal = proposed(form, user, initiative, can_decide, services.propose_publication)
    if proposal:
        return done(told(proposal, _("The initiative is public now.")), initiative)
    missing = missing_for_publication(details_from(queries.settled_content(initiative)))
    return form_page(
        "publish", form, initiative=initiative, missing=missing, **before_public(user, initiative)
    )


@blueprint.route("/desk/initiatives/<slug>/complete", methods=["GET", "POST"])
@signed_in
def complete(slug: str) -> ResponseReturnValue:
    """Propose to say that it has come to its end, and what became of it."""
    user, initiative = decided_initiative(slug)
    if refusal := refusal_to_complete(initiative):
        return not_done(refusal, initiative)
    form = offer_hosts(CompleteForm(request.form), user, initiative)
    propose = partial(services.propose_completion, outcome=form.outcome.data or "")
    proposal = proposed(form, user, initiative, can_decide, propose)
    if proposal:
        return done(told(proposal, _("The initiative is completed. Its page stays.")), initiative)
    return form_page("complete", form, initiative=initiative)


@blueprint.route("/desk/initiatives/<slug>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(slug: str) -> ResponseReturnValue:
    """Propose to take the initiative back from the public."""
    user, initiative = decided_initiative(slug)
    if refusal := refusal_to_withdraw(initiative):
        return not_done(refusal, initiative)
    form = offer_hosts(NoteForm(request.form), user, initiative)
    proposal = proposed(form, user, initiative, can_decide, services.propose_withdrawal)
    if proposal:
        return done(told(proposal, _("The public cannot see the initiative any more.")), initiative)
    return form_page("withdraw", form, initiative=initiative)


@blueprint.route("/desk/initiatives/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft that the public has never seen."""
    user, initiative = decided_initiative(slug)
    if refusal := refusal_to_delete(initiative):
        return not_done(refusal, initiative)
    form = offer_hosts(ActingForm(request.form), user, initiative)

    def remove(host: Organisation) -> None:
        services.delete_draft(initiative, by=user, on_behalf_of=host)

    if acted(form, user, initiative, can_decide, remove):
        flash(_("The draft is deleted."), "success")
        return see_other("/desk/initiatives")
    return form_page("delete", form, initiative=initiative)


@blueprint.route("/desk/initiatives/<slug>/news", methods=["GET", "POST"])
@signed_in
def news(slug: str) -> ResponseReturnValue:
    """Tell news on the initiative's page."""
    user, initiative = decided_initiative(slug)
    form = offer_hosts(UpdateForm(request.form), user, initiative)

    def tell(host: Organisation) -> None:
        words = (form.title.data or "", form.body.data or "")
        services.publish_update(initiative, *words, by=user, on_behalf_of=host)

    if acted(form, user, initiative, can_decide, tell):
        return done(_("Your news stands on the initiative’s page."), initiative)
    return form_page("news", form, initiative=initiative)
