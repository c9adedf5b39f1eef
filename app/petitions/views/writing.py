"""Begin a petition and write it together."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks.queries import asks_of_hosts, found_targets
from app.cohosting.queries import open_proposal
from app.cohosting.rules import Content
from app.cohosting.services import WrittenMeanwhile, begin_once
from app.cohosting.views.acting import done, edit_in, form_page, offer_hosts, told_saved, warn_overtaken
from app.core.access import me, require, signed_in
from app.core.errors import Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import locale
from app.core.transaction import transaction
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of
from app.petitions import policies, services
from app.petitions.forms.petition import BeginPetitionForm, PetitionForm, typed_from
from app.petitions.models import Petition
from app.petitions.queries import petitions as queries
from app.petitions.rules import UNPUBLISHED
from app.petitions.rules.content import PetitionDetails, content_from
from app.petitions.rules.wording import differences
from app.petitions.views.blueprint import blueprint, edited_petition


@blueprint.get("/desk/petitions")
@signed_in
def mine() -> ResponseReturnValue:
    """List the petitions of the person's hosts."""
    user = me(User)
    found = queries.petitions_held_by(*organisations_of(user))
    can_begin = bool(organisations_of(user, ORGANISING))
    return render_template("petitions/mine.html", petitions=found, can_begin=can_begin)


@blueprint.route("/desk/petitions/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Begin a draft with nothing but its title; show first what is close to it."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    form = BeginPetitionForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        return render_template("petitions/new.html", form=form, similar=())
    if not form.validate():
        return invalid("petitions/new.html", form=form, similar=())
    similar = queries.similar_to(form.title.data or "")
    if similar and not request.form.get("seen"):
        return render_template("petitions/new.html", form=form, similar=similar)
    organisation = next(each for each in own if each.id == form.organisation.data)
    with transaction():
        require(can_organise(user, organisation))
        details = PetitionDetails(title=form.title.data or "", language=locale(), zone=user.time_zone)
        petition = begin_once(
            details, services.draft_petition, queries.petition_of, organisation=organisation, by=user
        )
    return see_other(url_for("petitions.edit", slug=petition.slug))


@blueprint.route("/desk/petitions/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with what hosts have so far; save what was written."""
    user, petition = edited_petition(slug)
    working = queries.working_content(petition)
    if request.method == "GET":
        typed = typed_from(working, petition.version)
        typed["targets"] = list(dict.fromkeys([*typed["targets"], *request.args.getlist("entered")]))
        form = PetitionForm(data=typed)
    else:
        form = PetitionForm(request.form)
    _offer(form, user, petition, working)
    if request.method == "GET" or not form.validate():
        return _page(petition, form)
    try:
        with transaction():
            require(policies.can_edit(user, petition))
            saved = services.save_petition(petition, edit_in(form, user, petition, form.details(working)))
    except WrittenMeanwhile:
        return _overtaken(petition, form)
    except Refused as error:
        form.refuse(error.sentence)
        return _page(petition, form)
    if request.form.get("then") == "target":
        flash(told_saved(saved), "success")
        return see_other(url_for("asks.new_target", petition=slug))
    return done(told_saved(saved), petition)


def _offer(form: PetitionForm, user: User, petition: Petition, working: Content) -> None:
    """Offer the asks of the hosts, and the targets of these asks and others that are known."""
    offer_hosts(form, user, petition)
    asks = {each.slug: each.title for each in asks_of_hosts(petition.cohosting)}
    names = queries.names_of(working)
    asks |= {slug: names.get(f"ask:{slug}", slug) for slug in working["asks"]}
    targets = {slug: names.get(f"target:{slug}", slug) for slug in working["targets"]}
    targets |= {each.slug: each.name for each in found_targets("")}
    form.asks.choices, form.targets.choices = choices(asks.items()), choices(targets.items())


def _overtaken(petition: Petition, form: PetitionForm) -> ResponseReturnValue:
    """Show what differs from what a co-host saved meanwhile; what was typed stays in the form."""
    theirs = queries.working_content(petition)
    ours = content_from(form.details(theirs))
    names = queries.names_of(theirs) | queries.names_of(ours)
    warn_overtaken(form, petition.version)
    return _page(petition, form, overtaken=differences(theirs, ours, names))


def _page(petition: Petition, form: PetitionForm, **context: object) -> ResponseReturnValue:
    return form_page(
        "edit",
        form,
        petition=petition,
        is_public=petition.status not in UNPUBLISHED,
        proposal=open_proposal(petition.cohosting),
        **context,
    )
