"""Decide about the whole event: cancel, postpone, take back, delete."""

from functools import partial

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.cohosting.forms import NoteForm
from app.cohosting.models import Proposal
from app.cohosting.queries import accepted_hosts
from app.cohosting.views.acting import acted, done, form_page, not_done, offer_hosts, proposed, told
from app.core import clock
from app.core.access import signed_in
from app.core.errors import Invalid
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.events import services
from app.events.forms import DecisionForm, DeletionForm, SafetyForm
from app.events.models import Event
from app.events.policies import can_decide
from app.events.rules.finding import fold
from app.events.rules.readiness import (
    refusal_to_cancel,
    refusal_to_delete,
    refusal_to_postpone,
    refusal_to_withdraw,
)
from app.events.views.blueprint import blueprint, decided_event
from app.organisations.models import Organisation


@blueprint.route("/desk/events/<slug>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(slug: str) -> ResponseReturnValue:
    """Show the two ways to cancel; propose to the other hosts to cancel."""
    user, event = decided_event(slug)
    if refusal := refusal_to_cancel(event, clock.now()):
        return not_done(refusal, event)
    form = offer_hosts(DecisionForm(request.form), user, event)
    propose = partial(services.propose_cancellation, reason=form.reason.data or "")
    if proposal := proposed(form, user, event, can_decide, propose):
        return done(told(proposal, _("The event is cancelled. Everyone who replied is told.")), event)
    return _cancel_page(event, form, offer_hosts(SafetyForm(), user, event))


@blueprint.post("/desk/events/<slug>/cancel-for-safety")
@signed_in
def cancel_for_safety(slug: str) -> ResponseReturnValue:
    """Cancel at once, as one host, because it would not be safe."""
    user, event = decided_event(slug)
    safety = offer_hosts(SafetyForm(request.form), user, event)

    def act(host: Organisation) -> None:
        services.cancel_for_safety(event, safety.safety_note.data or "", by=user, on_behalf_of=host)

    if acted(safety, user, event, can_decide, act):
        return done(_("The event is cancelled. Everyone who replied is told, calmly."), event)
    return _cancel_page(event, offer_hosts(DecisionForm(), user, event), safety)


@blueprint.route("/desk/events/<slug>/postpone", methods=["GET", "POST"])
@signed_in
def postpone(slug: str) -> ResponseReturnValue:
    """Propose to put the event off to a date that is not known yet."""
    user, event = decided_event(slug)
    if refusal := refusal_to_postpone(event, clock.now()):
        return not_done(refusal, event)
    form = offer_hosts(DecisionForm(request.form), user, event)
    propose = partial(services.propose_postponement, reason=form.reason.data or "")
    if proposal := proposed(form, user, event, can_decide, propose):
        return done(told(proposal, _("The event is postponed. Everyone who replied is told.")), event)
    return form_page("postpone", form, event=event)


@blueprint.route("/desk/events/<slug>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(slug: str) -> ResponseReturnValue:
    """Propose to take the event back from the public."""
    user, event = decided_event(slug)
    if refusal := refusal_to_withdraw(event, clock.now()):
        return not_done(refusal, event)
    form = offer_hosts(NoteForm(request.form), user, event)
    if proposal := proposed(form, user, event, can_decide, services.propose_withdrawal):
        return done(told(proposal, _("The public cannot see the event any more.")), event)
    return form_page("withdraw", form, event=event)


@blueprint.route("/desk/events/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft, or propose to delete what was public once."""
    user, event = decided_event(slug)
    if refusal := refusal_to_delete(event, len(accepted_hosts(event.cohosting))):
        return not_done(refusal, event)
    form = offer_hosts(DeletionForm(request.form), user, event)
    made: list[Proposal | None] = []

    def remove(host: Organisation) -> None:
        if fold(form.title.data or "") != fold(event.title):
            raise Invalid(_("This is not the title. Nothing was deleted."), "title")
        note = form.note.data or ""
        made.append(services.delete_event(event, by=user, on_behalf_of=host, note=note))

    if not acted(form, user, event, can_decide, remove):
        return form_page("delete", form, event=event)
    if waits := told(made[0], ""):
        return done(waits, event)
    flash(_("The event is deleted."), "success")
    return see_other("/desk")


def _cancel_page(event: Event, form: DecisionForm, safety: SafetyForm) -> ResponseReturnValue:
    is_wrong = any(each.errors or each.form_errors for each in (form, safety))
    show = invalid if is_wrong else render_template
    return show("events/cancel.html", event=event, form=form, safety=safety)
