"""Decide about the whole event: cancel, postpone, take back, delete."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.models import Proposal
from app.cohosting.policies import acting_for
from app.cohosting.queries import accepted_hosts
from app.cohosting.views.acting import host_choices, told
from app.core import clock
from app.core.access import require, signed_in
from app.core.errors import Refused
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.events import policies, services
from app.events.forms import DecisionForm, DeletionForm, NoteForm, SafetyForm
from app.events.models import Event
from app.events.rules.finding import fold
from app.events.rules.readiness import (
    refusal_to_cancel,
    refusal_to_delete,
    refusal_to_postpone,
    refusal_to_withdraw,
)
from app.events.views.blueprint import blueprint, decided_event, done, not_done
from app.organisations.models import Organisation

_Form = TypeVar("_Form", NoteForm, DecisionForm, DeletionForm, SafetyForm)
_Act = Callable[[Organisation], Proposal | None]


@blueprint.route("/desk/events/<slug>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(slug: str) -> ResponseReturnValue:
    """Show the two ways to cancel; propose to the other hosts to cancel."""
    user, event = decided_event(slug)
    refusal = refusal_to_cancel(event, clock.now())
    if refusal:
        return not_done(refusal, event)
    form = _for_hosts(DecisionForm(request.form), user, event)
    if request.method == "GET":
        return _cancel_page(user, event, form)
    if form.validate():
        sentence = _decide(user, event, form, lambda host: _propose_cancelling(user, event, form, host))
        if sentence is not None:
            return done(sentence or _("The event is cancelled. Everyone who replied is told."), event)
    return _cancel_page(user, event, form)


@blueprint.post("/desk/events/<slug>/cancel-for-safety")
@signed_in
def cancel_for_safety(slug: str) -> ResponseReturnValue:
    """Cancel at once, as one host, because it would not be safe."""
    user, event = decided_event(slug)
    safety = _for_hosts(SafetyForm(request.form), user, event)
    note = safety.safety_note.data or ""
    if safety.validate():
        sentence = _decide(
            user,
            event,
            safety,
            lambda host: services.cancel_for_safety(event, note, by=user, on_behalf_of=host),
        )
        if sentence is not None:
            return done(_("The event is cancelled. Everyone who replied is told, calmly."), event)
    return _cancel_page(user, event, _for_hosts(DecisionForm(), user, event), safety)


@blueprint.route("/desk/events/<slug>/postpone", methods=["GET", "POST"])
@signed_in
def postpone(slug: str) -> ResponseReturnValue:
    """Propose to put the event off to a date that is not known yet."""
    user, event = decided_event(slug)
    refusal = refusal_to_postpone(event, clock.now())
    if refusal:
        return not_done(refusal, event)
    form = _for_hosts(DecisionForm(request.form), user, event)
    if request.method == "GET":
        return render_template("events/postpone.html", event=event, form=form)
    if form.validate():
        sentence = _decide(user, event, form, lambda host: _propose_postponing(user, event, form, host))
        if sentence is not None:
            return done(sentence or _("The event is postponed. Everyone who replied is told."), event)
    return invalid("events/postpone.html", event=event, form=form)


@blueprint.route("/desk/events/<slug>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(slug: str) -> ResponseReturnValue:
    """Propose to take the event back from the public."""
    user, event = decided_event(slug)
    refusal = refusal_to_withdraw(event, clock.now())
    if refusal:
        return not_done(refusal, event)
    form = _for_hosts(NoteForm(request.form), user, event)
    if request.method == "GET":
        return render_template("events/withdraw.html", event=event, form=form)
    note = form.note.data or ""
    if form.validate():
        sentence = _decide(
            user,
            event,
            form,
            lambda host: services.propose_withdrawal(event, by=user, on_behalf_of=host, note=note),
        )
        if sentence is not None:
            return done(sentence or _("The public cannot see the event any more."), event)
    return invalid("events/withdraw.html", event=event, form=form)


@blueprint.route("/desk/events/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft, or propose to delete what was public once."""
    user, event = decided_event(slug)
    refusal = refusal_to_delete(event, len(accepted_hosts(event.cohosting)))
    if refusal:
        return not_done(refusal, event)
    form = _for_hosts(DeletionForm(request.form), user, event)
    if request.method == "GET":
        return render_template("events/delete.html", event=event, form=form)
    if form.validate() and _title_fits(form, event):
        note = form.note.data or ""
        sentence = _decide(
            user,
            event,
            form,
            lambda host: services.delete_event(event, by=user, on_behalf_of=host, note=note),
        )
        if sentence:
            return done(sentence, event)
        if sentence is not None:
            flash(_("The event is deleted."), "success")
            return see_other("/desk")
    return invalid("events/delete.html", event=event, form=form)


def _decide(user: User, event: Event, form: _Form, act: _Act) -> str | None:
    """Act for the chosen host: who is waited for, "" when it holds already, None when refused."""
    try:
        with transaction():
            require(policies.can_decide(user, event))
            proposal = act(acting_for(user, event.cohosting, form.on_behalf_of.data))
    except Refused as error:
        form.refuse(error.sentence)
        return None
    return told(proposal, "")


def _propose_cancelling(user: User, event: Event, form: DecisionForm, host: Organisation) -> Proposal:
    reason, note = form.reason.data or "", form.note.data or ""
    return services.propose_cancellation(event, reason, by=user, on_behalf_of=host, note=note)


def _propose_postponing(user: User, event: Event, form: DecisionForm, host: Organisation) -> Proposal:
    reason, note = form.reason.data or "", form.note.data or ""
    return services.propose_postponement(event, reason, by=user, on_behalf_of=host, note=note)


def _cancel_page(
    user: User, event: Event, form: DecisionForm, safety: SafetyForm | None = None
) -> ResponseReturnValue:
    safety = safety or _for_hosts(SafetyForm(), user, event)
    is_wrong = any(each.errors or each.form_errors for each in (form, safety))
    show = invalid if is_wrong else render_template
    is_alone = len(accepted_hosts(event.cohosting)) == 1
    return show("events/cancel.html", event=event, form=form, safety=safety, is_alone=is_alone)


def _for_hosts(form: _Form, user: User, event: Event) -> _Form:
    """Offer the hosts that the person may act for."""
    form.on_behalf_of.choices = host_choices(user, event)
    return form


def _title_fits(form: DeletionForm, event: Event) -> bool:
    if fold(form.title.data or "") == fold(event.title):
        return True
    form.refuse(_("This is not the title. Nothing was deleted."), "title")
    return False
