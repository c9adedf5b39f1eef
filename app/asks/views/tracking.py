"""Write down what happened between hosts and a target."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from app.asks import services
from app.asks.forms import CommitmentForm, ContactForm, StatusForm
from app.asks.models import Ask, StatusEntry
from app.asks.policies import can_edit
from app.asks.rules.evidence import Document
from app.asks.rules.reviewing import needs_review
from app.asks.views.blueprint import blueprint, tracked
from app.cohosting.queries import accepted_hosts
from app.cohosting.views.acting import acted, done, form_page, offer_hosts
from app.core.access import signed_in
from app.core.forms import choices
from app.core.i18n import _, format_date
from app.events.models import Event
from app.events.queries import events_held_by
from app.organisations.models import Organisation

BASE = "/desk/asks/<slug>/targets/<target>"
MOST_EVENTS = 100


@blueprint.route(f"{BASE}/status", methods=["GET", "POST"])
@signed_in
def status(slug: str, target: str) -> ResponseReturnValue:
    """Write down how the ask stands now, with what shows it."""
    user, ask_target = tracked(slug, target)
    ask = ask_target.ask
    form = StatusForm(CombinedMultiDict((request.files, request.form)) if request.method == "POST" else None)
    form.after_standing(ask_target.standing)
    offer_hosts(form, user, ask)
    written: list[StatusEntry] = []

    def write(host: Organisation) -> None:
        news = form.news(_uploaded())
        written.append(services.record_status(ask_target, news, services.Writing(user, host)))

    if acted(form, user, ask, can_edit, write):
        return done(_said(written[0], ask), ask)
    return form_page("status", form, ask=ask, ask_target=ask_target)


@blueprint.route(f"{BASE}/contact", methods=["GET", "POST"])
@signed_in
def contact(slug: str, target: str) -> ResponseReturnValue:
    """Write down that hosts turned to the target."""
    user, ask_target = tracked(slug, target)
    ask = ask_target.ask
    form = ContactForm(request.form if request.method == "POST" else None)
    held = _events(ask)
    form.event.choices = choices((("", _("None")), *((each.slug, _named(each)) for each in held)))
    offer_hosts(form, user, ask)

    def write(host: Organisation) -> None:
        event = next((each for each in held if each.slug == form.event.data), None)
        services.record_contact(ask_target, form.turn(event), services.Writing(user, host))

    if acted(form, user, ask, can_edit, write):
        return done(_("Kept. It stands on the page of the ask."), ask)
    return form_page("contact", form, ask=ask, ask_target=ask_target)


@blueprint.route(f"{BASE}/commitment", methods=["GET", "POST"])
@signed_in
def commitment(slug: str, target: str) -> ResponseReturnValue:
    """Write down a promise, word for word."""
    user, ask_target = tracked(slug, target)
    ask = ask_target.ask
    form = CommitmentForm(request.form if request.method == "POST" else None)
    offer_hosts(form, user, ask)

    def write(host: Organisation) -> None:
        services.record_commitment(ask_target, form.said(), services.Writing(user, host))

    if acted(form, user, ask, can_edit, write):
        return done(_("Kept, word for word. If the standing changed with it, write that down too."), ask)
    return form_page("commitment", form, ask=ask, ask_target=ask_target)


def _uploaded() -> Document | None:
    upload = request.files.get("document")
    if upload is None or not upload.filename:
        return None
    return services.read_evidence(upload.filename, upload.read())


def _said(entry: StatusEntry, ask: Ask) -> str:
    if not needs_review(entry.after):
        return _("Written down. Everyone who follows the ask can read it.")
    if len(accepted_hosts(ask.cohosting)) > 1:
        return _("Written down. It counts once someone from another host has read it.")
    return _("Written down. You hold this alone, so it waits for our staff, or for a host who joins you.")


def _named(event: Event) -> str:
    """Name an event with its day: the dates of a series share a title."""
    return f"{event.title} · {format_date(event.starts_local.date())}" if event.starts_local else event.title


def _events(ask: Ask) -> list[Event]:
    """Give the events of the hosts to which a target may have come."""
    hosts = [host.organisation for host in accepted_hosts(ask.cohosting) if host.organisation]
    shown = [each for each in events_held_by(*hosts) if each.published_at is not None]
    return shown[:MOST_EVENTS]
