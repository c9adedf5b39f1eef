"""Begin an event, anew or from another one."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.services import begin_once
from app.cohosting.views.acting import done
from app.core.access import me, require, signed_in
from app.core.errors import Forbidden
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _, locale
from app.core.transaction import transaction
from app.events import services
from app.events.forms import BeginForm
from app.events.queries import event_of
from app.events.rules.content import EventDetails
from app.events.views.blueprint import blueprint, event_on_desk
from app.organisations.models import Organisation
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of


@blueprint.route("/desk/events/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Begin a draft with nothing but its title."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    form = BeginForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        asked = next((each.id for each in own if each.slug == request.args.get("organisation")), None)
        form.organisation.data = asked
        return render_template("events/new.html", form=form)
    if not form.validate():
        return invalid("events/new.html", form=form)
    organisation = next(each for each in own if each.id == form.organisation.data)
    details = EventDetails(title=form.title.data or "", zone=organisation.time_zone, language=locale())
    with transaction():
        require(can_organise(user, organisation))
        event = begin_once(details, services.draft_event, event_of, organisation=organisation, by=user)
    return see_other(url_for("events.edit", slug=event.slug))


@blueprint.route("/desk/events/<slug>/duplicate", methods=["GET", "POST"])
@signed_in
def duplicate(slug: str) -> ResponseReturnValue:
    """Begin a new draft with the words of this event."""
    user, event = event_on_desk(slug)
    own = organisations_of(user, ORGANISING)
    require(bool(own))
    if request.method == "GET":
        return render_template("events/duplicate.html", event=event, organisations=own)
    organisation = _chosen(own, request.form.get("organisation", type=int))
    with transaction():
        require(can_organise(user, organisation))
        copy = services.duplicate_event(event, organisation=organisation, by=user)
    return done(_("Here is the copy. Give it a date, and invite the other hosts."), copy)


def _chosen(own: Sequence[Organisation], chosen: int | None) -> Organisation:
    for each in own:
        if each.id == chosen or (chosen is None and len(own) == 1):
            return each
    raise Forbidden
