"""Enter and correct those who can grant asks."""

import re

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks import policies, queries, services
from app.asks.forms import TargetForm
from app.asks.models import Target
from app.asks.views.blueprint import blueprint
from app.cohosting.views.acting import form_page
from app.core.access import me, require, signed_in
from app.core.errors import existing
from app.core.forms import choices
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of

SLUG = re.compile("[a-z0-9-]+")


@blueprint.get("/desk/targets")
@signed_in
def own_targets() -> ResponseReturnValue:
    """List the targets that the person's organisations have entered."""
    own = organisations_of(me(User), ORGANISING)
    return render_template(
        "asks/own_targets.html", targets=queries.targets_entered_by(*own), can_enter=bool(own)
    )


@blueprint.route("/desk/targets/new", methods=["GET", "POST"])
@signed_in
def new_target() -> ResponseReturnValue:
    """Enter a person or body that can grant an ask."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    require(bool(own))
    form = TargetForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    back = _way_back()
    if request.method == "POST" and form.validate():
        organisation = next(each for each in own if each.id == form.organisation.data)
        with form.explaining():
            with transaction():
                require(can_organise(user, organisation))
                target = services.enter_target(form.details(), by=user, on_behalf_of=organisation)
            flash(_("“%(name)s” is entered.", name=target.name), "success")
            return see_other(_way_back(target))
    return form_page("target", form, target=None, action=request.full_path.rstrip("?"), back=back)


@blueprint.route("/desk/targets/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit_target(slug: str) -> ResponseReturnValue:
    """Correct what is said of a target."""
    user, target = me(User), existing(queries.target_by_slug(slug))
    require(policies.can_correct(user, target))
    form = TargetForm(request.form) if request.method == "POST" else TargetForm.showing(target)
    del form.organisation
    back = url_for("asks.own_targets")
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                require(policies.can_correct(user, target))
                services.correct_target(target, form.details(), by=user)
            flash(_("Saved."), "success")
            return see_other(back)
    return form_page("target", form, target=target, action=request.path, back=back)


def _way_back(entered: Target | None = None) -> str:
    """Give where someone was when they missed a target: at an ask, at a petition, or nowhere.

    The form there ticks the one that was entered: whoever missed it means to ask it.
    """
    ticked = entered.slug if entered else None
    ask, petition = request.args.get("ask", ""), request.args.get("petition", "")
    if ask and queries.ask_by_slug(ask):
        chosen, note = request.args.getlist("chosen"), request.args.get("note")
        version = request.args.get("version")
        return url_for("asks.targets", slug=ask, chosen=chosen, note=note, version=version, entered=ticked)
    if SLUG.fullmatch(petition):
        return f"/desk/petitions/{petition}/edit{f'?entered={ticked}' if ticked else ''}#targets"
    return url_for("asks.own_targets")
