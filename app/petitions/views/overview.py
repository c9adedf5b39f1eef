"""How a petition stands, open it, close it early, take it back, delete a draft, tell news."""

from functools import partial

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting import queries as cohosting
from app.cohosting.forms import ActingForm, NoteForm
from app.cohosting.views.acting import acted, done, form_page, hosting, not_done, offer_hosts, proposed, told
from app.core import clock
from app.core.access import signed_in
from app.core.http import see_other
from app.core.i18n import _
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation
from app.petitions import policies, services
from app.petitions.forms.petition import ClosingForm, UpdateForm
from app.petitions.models import Petition, PetitionStatus
from app.petitions.queries import petitions as queries
from app.petitions.queries.counts import came_by
from app.petitions.queries.lists import events_of
from app.petitions.queries.signatures import standing_counts
from app.petitions.rules import can_move, goal_for
from app.petitions.rules.content import details_from
from app.petitions.rules.moderation import Refusal
from app.petitions.rules.readiness import (
    missing_for_publication,
    refusal_to_close,
    refusal_to_delete,
    refusal_to_withdraw,
)
from app.petitions.rules.small_areas import SMALLEST_SHOWN
from app.petitions.views.blueprint import blueprint, decided_petition, petition_on_desk

MOST_EVENTS = 10
_REFUSED = {PetitionStatus.REJECTED, PetitionStatus.STOPPED}
TONES = {PetitionStatus.OPEN: "teal", PetitionStatus.DRAFT: "plum", PetitionStatus.PROPOSED: "plum"}


@blueprint.get("/desk/petitions/<slug>")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    """Say how the petition stands, what waits for whom, and what can be done next."""
    user, petition = petition_on_desk(slug)
    reviews = queries.reviews_of(petition)
    refused = reviews[-1] if reviews and petition.status in _REFUSED else None
    return render_template(
        "petitions/show.html",
        petition=petition,
        tone=TONES.get(petition.status, "clay"),
        sentence=_sentence(petition),
        asks=queries.asks_of(petition),
        targets=queries.targets_of(petition),
        counts=standing_counts(petition),
        goal=goal_for(petition.total, petition.first_goal),
        updates=queries.updates_of(petition),
        ways=_ways(petition),
        initiatives=initiatives_of_hosts(petition.cohosting),
        refused=refused,
        refusal=Refusal(refused.reason).label if refused and refused.reason else "",
        missing=missing_for_publication(details_from(queries.settled_content(petition)), clock.now()),
        can_edit=policies.can_edit(user, petition),
        can_open=can_move(petition.status, PetitionStatus.PROPOSED),
        can_close=refusal_to_close(petition) is None,
        can_withdraw=refusal_to_withdraw(petition) is None,
        can_delete=refusal_to_delete(petition) is None,
        **hosting(user, petition),
    )


@blueprint.route("/desk/petitions/<slug>/open", methods=["GET", "POST"])
@signed_in
def open_(slug: str) -> ResponseReturnValue:
    """Ask every host to sign off, so that people can sign."""
    user, petition = decided_petition(slug)
    form = offer_hosts(NoteForm(request.form), user, petition)
    proposal = proposed(form, user, petition, policies.can_decide, services.propose_opening)
    if proposal:
        return done(told(proposal, _sentence(petition)), petition)
    missing = missing_for_publication(details_from(queries.settled_content(petition)), clock.now())
    offers = cohosting.offers_of(petition.cohosting)
    return form_page("open", form, petition=petition, missing=missing, offers=offers)


@blueprint.route("/desk/petitions/<slug>/close", methods=["GET", "POST"])
@signed_in
def close(slug: str) -> ResponseReturnValue:
    """Propose to close the petition before its time."""
    user, petition = decided_petition(slug)
    if refusal := refusal_to_close(petition):
        return not_done(refusal, petition)
    form = offer_hosts(ClosingForm(request.form), user, petition)
    propose = partial(services.propose_closing, reason=form.reason.data or "")
    proposal = proposed(form, user, petition, policies.can_decide, propose)
    if proposal:
        return done(told(proposal, _("The petition is closed. Its page stays.")), petition)
    return form_page("close", form, petition=petition)


@blueprint.route("/desk/petitions/<slug>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(slug: str) -> ResponseReturnValue:
    """Propose to take the petition back from the public."""
    user, petition = decided_petition(slug)
    if refusal := refusal_to_withdraw(petition):
        return not_done(refusal, petition)
    form = offer_hosts(NoteForm(request.form), user, petition)
    proposal = proposed(form, user, petition, policies.can_decide, services.propose_withdrawal)
    if proposal:
        return done(told(proposal, _("The public cannot see the petition any more.")), petition)
    return form_page("withdraw", form, petition=petition)


@blueprint.route("/desk/petitions/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft that the public has never seen."""
    user, petition = decided_petition(slug)
    if refusal := refusal_to_delete(petition):
        return not_done(refusal, petition)
    form = offer_hosts(ActingForm(request.form), user, petition)
    is_done = acted(
        form,
        user,
        petition,
        policies.can_decide,
        lambda host: services.delete_petition(petition, by=user, on_behalf_of=host),
    )
    if is_done:
        flash(_("The draft is deleted."), "success")
        return see_other("/desk/petitions")
    return form_page("delete", form, petition=petition)


@blueprint.route("/desk/petitions/<slug>/news", methods=["GET", "POST"])
@signed_in
def news(slug: str) -> ResponseReturnValue:
    """Tell news on the petition's page."""
    user, petition = decided_petition(slug)
    form = offer_hosts(UpdateForm(request.form), user, petition)
    is_done = acted(
        form,
        user,
        petition,
        policies.can_decide,
        lambda host: _publish(form, petition, user, host),
    )
    if is_done:
        return done(_("Your news stands on the petition’s page."), petition)
    return form_page("news", form, petition=petition)


def _publish(form: UpdateForm, petition: Petition, user: User, host: Organisation) -> None:
    services.publish_update(petition, form.title.data or "", form.body.data or "", by=user, on_behalf_of=host)


def _ways(petition: Petition) -> list[dict[str, object]]:
    """Give the links by which hosts bring people, and how many came by each; few are not told exactly."""
    if petition.status is not PetitionStatus.OPEN:
        return []
    by_host, by_event = came_by(petition)
    page = f"/petitions/{petition.slug}/signatures"
    ways = [
        (_("From %(name)s", name=host.name), f"{page}?via={host.slug}", by_host.get(host.id, 0))
        for host in cohosting.host_organisations(petition.cohosting_id)
    ]
    ways += [
        (_("At “%(title)s”", title=event.title), f"{page}?event={event.slug}", by_event.get(event.id, 0))
        for event in events_of(petition)[:MOST_EVENTS]
    ]
    return [
        {"label": label, "path": path, "number": number, "is_few": 0 < number < SMALLEST_SHOWN}
        for label, path, number in ways
    ]


def _sentence(petition: Petition) -> str:
    return {
        PetitionStatus.DRAFT: _("This is a draft. Only hosts can see it."),
        PetitionStatus.PROPOSED: _("It opens as soon as every host has signed it off."),
        PetitionStatus.IN_MODERATION: _("Our staff read it first, since not every host is verified yet."),
        PetitionStatus.SCHEDULED: _("It is agreed, and opens by itself."),
        PetitionStatus.OPEN: _("Everyone can sign it."),
        PetitionStatus.CLOSED: _("Nobody can sign any more. Its page stays."),
        PetitionStatus.REJECTED: _("It cannot open like this. Change it, and ask the hosts again."),
        PetitionStatus.WITHDRAWN: _("The public cannot see it any more. You can bring it back."),
        PetitionStatus.STOPPED: _(
            "Nobody can read or sign it now. Change what is wrong and ask the hosts again; "
            "then our staff read it. Is it a mistake? Then answer our mail."
        ),
        PetitionStatus.DELETED: _("It is deleted."),
    }[petition.status]
