"""Begin an initiative, write it together, and name its aims."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.forms import WritingForm
from app.cohosting.queries import open_proposal
from app.cohosting.services import WrittenMeanwhile, begin_once
from app.cohosting.views.acting import done, edit_in, form_page, offer_hosts, told_saved, warn_overtaken
from app.core.access import me, require, signed_in
from app.core.errors import Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import locale
from app.core.transaction import transaction
from app.initiatives import policies, queries, services
from app.initiatives.forms import AimsForm, BeginInitiativeForm, InitiativeForm, typed_aims, typed_from
from app.initiatives.models import Initiative
from app.initiatives.rules import UNPUBLISHED
from app.initiatives.rules.content import InitiativeDetails, content_from, details_from
from app.initiatives.rules.wording import differences
from app.initiatives.views.blueprint import blueprint, edited_initiative
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of


@blueprint.route("/desk/initiatives/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Begin a draft with nothing but its title."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    form = BeginInitiativeForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        return render_template("initiatives/new.html", form=form)
    if not form.validate():
        return invalid("initiatives/new.html", form=form)
    organisation = next(each for each in own if each.id == form.organisation.data)
    with transaction():
        require(can_organise(user, organisation))
        details = InitiativeDetails(title=form.title.data or "", language=locale())
        initiative = begin_once(
            details, services.draft_initiative, queries.initiative_of, organisation=organisation, by=user
        )
    return see_other(url_for("initiatives.edit", slug=initiative.slug))


@blueprint.route("/desk/initiatives/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with what hosts have so far; save what was written."""
    user, initiative = edited_initiative(slug)
    working = queries.working_content(initiative)
    if request.method == "GET":
        form = InitiativeForm(data=typed_from(working, initiative.version))
    else:
        form = InitiativeForm(request.form)
    aims = details_from(working).aims
    return _written(user, initiative, form, lambda: form.details(aims), "edit")


@blueprint.route("/desk/initiatives/<slug>/aims", methods=["GET", "POST"])
@signed_in
def aims(slug: str) -> ResponseReturnValue:
    """Name what is to be reached, each with a number and a day."""
    user, initiative = edited_initiative(slug)
    working = queries.working_content(initiative)
    if request.method == "GET":
        form = AimsForm(data=typed_aims(working, initiative.version))
    else:
        form = AimsForm(request.form)

    def details() -> InitiativeDetails:
        written = content_from(InitiativeDetails(title="", aims=form.details()))
        return details_from(working | {"aims": written["aims"]})

    return _written(user, initiative, form, details, "aims")


def _written(
    user: User,
    initiative: Initiative,
    form: WritingForm,
    details: Callable[[], InitiativeDetails],
    template: str,
) -> ResponseReturnValue:
    """Save what was written, or show the form (again) with everything that was typed."""
    offer_hosts(form, user, initiative)
    if request.method == "GET" or not form.validate():
        return _page(template, initiative, form)
    try:
        with transaction():
            require(policies.can_edit(user, initiative))
            saved = services.save_initiative(initiative, edit_in(form, user, initiative, details()))
    except WrittenMeanwhile:
        return _overtaken(template, initiative, form, details())
    except Refused as error:
        form.refuse(error.sentence)
        return _page(template, initiative, form)
    return done(told_saved(saved), initiative)


def _overtaken(
    template: str, initiative: Initiative, form: WritingForm, ours: InitiativeDetails
) -> ResponseReturnValue:
    """Show what differs from what a co-host saved meanwhile; what was typed stays in the form."""
    theirs = queries.working_content(initiative)
    warn_overtaken(form, initiative.version)
    return _page(template, initiative, form, overtaken=differences(theirs, content_from(ours)))


def _page(template: str, initiative: Initiative, form: WritingForm, **context: object) -> ResponseReturnValue:
    return form_page(
        template,
        form,
        initiative=initiative,
        is_public=initiative.status not in UNPUBLISHED,
        proposal=open_proposal(initiative.cohosting),
        **context,
    )
