"""How an event stands, and what happened with it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting import queries as cohosting
from app.cohosting.forms import NoteForm
from app.cohosting.models import HostStatus
from app.cohosting.policies import acting_for, acting_organisations, can_answer, can_work_on, is_host_member
from app.cohosting.views.acting import done, host_choices, not_done, told, verification
from app.core import clock
from app.core.access import require, signed_in
from app.core.errors import Refused
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.events import policies, queries, services
from app.events.models import Event, EventStatus
from app.events.rules import UNPUBLISHED, Audience, over_by, visible_place
from app.events.rules.readiness import missing_for_publication
from app.events.rules.telling import TONES, standing_sentence
from app.events.views.blueprint import blueprint, decided_event, event_on_desk, page
from app.initiatives.queries import initiatives_of_hosts


@blueprint.get("/desk/events/<slug>")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    """Say how the event stands, what waits for whom, and what can be done next."""
    user, event = event_on_desk(slug)
    return page("show", event, **_standing(user, event), **_hosting(user, event))


@blueprint.post("/desk/events/<slug>/publish")
@signed_in
def publish(slug: str) -> ResponseReturnValue:
    """Ask every host to sign the event off, so that it becomes public."""
    user, event = decided_event(slug)
    form = NoteForm(request.form)
    form.on_behalf_of.choices = host_choices(user, event)
    if not form.validate():
        flash(_("Choose for which host you act, and keep the note short."), "error")
        return see_other(url_for("events.show", slug=slug))
    try:
        with transaction():
            host = acting_for(user, event.cohosting, form.on_behalf_of.data)
            proposal = services.propose_publication(
                event, by=user, on_behalf_of=host, note=form.note.data or ""
            )
    except Refused as error:
        return not_done(error.sentence, event)
    return done(told(proposal, _("The event is public now.")), event)


@blueprint.post("/desk/events/<slug>/initiative")
@signed_in
def join(slug: str) -> ResponseReturnValue:
    """Make the event part of an initiative of its hosts, or of none."""
    user, event = decided_event(slug)
    try:
        with transaction():
            require(policies.can_decide(user, event))
            host = acting_organisations(user, event.cohosting)[0]
            services.join_initiative(event, request.form.get("initiative", ""), by=user, on_behalf_of=host)
    except Refused as error:
        return not_done(error.sentence, event)
    return done(_("Saved."), event)


@blueprint.get("/desk/events/<slug>/history")
@signed_in
def history(slug: str) -> ResponseReturnValue:
    """Show every version, who wrote it, and who signed what when."""
    user, event = event_on_desk(slug)
    require(is_host_member(user, event.cohosting), hide=True)
    return page(
        "history", event, happenings=queries.happenings(event), versions=queries.written_versions(event)
    )


def _standing(user: User, event: Event) -> dict[str, object]:
    now = clock.now()
    form = NoteForm()
    form.on_behalf_of.choices = host_choices(user, event)
    return {
        "sentence": standing_sentence(event, now),
        "tone": TONES[event.status],
        "missing": missing_for_publication(event, now) if event.status in UNPUBLISHED else [],
        "can_edit": policies.can_edit(user, event),
        "can_decide": policies.can_decide(user, event),
        "can_publish": event.status in {EventStatus.DRAFT, EventStatus.WITHDRAWN},
        "is_over": event.is_past,
        "place": visible_place(event, Audience.HOST),
        "agreement": queries.agreement_of(event),
        "initiatives": initiatives_of_hosts(event.cohosting),
        "spots": [
            (way, event.taken(way), event.capacity(way), over_by(event.capacity(way), event.taken(way)))
            for way in event.ways
        ],
        "form": form,
    }


def _hosting(user: User, event: Event) -> dict[str, object]:
    proposal = cohosting.open_proposal(event.cohosting)
    offers = [host for host in cohosting.hosts_of(event.cohosting) if host.status is HostStatus.OFFERED]
    return {
        "hosts": cohosting.host_organisations_of([event.cohosting_id])[event.cohosting_id],
        "offers": offers,
        **(verification(user, event) if event.status in UNPUBLISHED else {}),
        "answerable": {offer.id for offer in offers if can_answer(user, offer)},
        "proposal": proposal,
        "waits_for": cohosting.waits_for(proposal) if proposal else "",
        "is_host": can_work_on(user, event.cohosting),
        "reads_along": is_host_member(user, event.cohosting),
    }
