"""Bring an organisation here, see how it stands, edit, archive and reopen it."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from app.accounts.models import User
from app.core.access import me, require, signed_in
from app.core.errors import Conflict, Invalid, Refused
from app.core.http import following, invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations import policies, queries, rules
from app.organisations.forms import NewOrganisationForm, ProfileForm
from app.organisations.models import MemberRole, Organisation
from app.organisations.services import profiles
from app.organisations.views.blueprint import (
    blueprint,
    done,
    managed_organisation,
    managing,
    not_done,
    own_organisation,
    page,
)


@blueprint.get("/desk/organisations")
@signed_in
def mine() -> ResponseReturnValue:
    """List the organisations that the person works in, and who has invited them."""
    user = me(User)
    return render_template(
        "organisations/mine.html",
        memberships=queries.memberships_of(user),
        invitations=queries.invitations_for(user) if user.confirmed_at else [],
    )


@blueprint.route("/desk/organisations/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Bring an organisation here."""
    user = me(User)
    if not policies.can_create(user):
        flash(_("Please confirm your e-mail address first. Then you can add an organisation."), "warning")
        return redirect(url_for("organisations.mine"))
    form = NewOrganisationForm(request.form, time_zone=user.time_zone)
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                organisation = profiles.create(form.details(), slug=form.slug.data or "", by=user)
            arrived = done(_("Welcome, %(name)s.", name=organisation.name), "show", organisation)
            return see_other(following()) if following() else arrived
        except Invalid as error:
            form.refuse(error.sentence, error.field)
    answer = invalid if request.method == "POST" else render_template
    return answer("organisations/new.html", form=form, following=following())


@blueprint.get("/desk/organisations/<slug>")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    """Say how an organisation stands, what is missing, and who works in it."""
    user, organisation = own_organisation(slug)
    members = queries.members_of(organisation)
    owners = sum(member.role is MemberRole.OWNER for member in members)
    return page(
        "organisations/show.html",
        organisation,
        role=policies.role_of(user, organisation),
        members=members,
        missing=rules.missing(organisation, owners),
        invitations=queries.open_invitations(organisation),
        can_manage=policies.can_manage(user, organisation),
        can_invite=policies.can_invite(user, organisation),
        can_reopen=policies.can_reopen(user, organisation),
    )


@blueprint.route("/desk/organisations/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    """Change what the organisation says of itself."""
    user, organisation = managed_organisation(slug)
    if request.method == "GET":
        return page("organisations/edit.html", organisation, form=ProfileForm.showing(organisation))
    form = ProfileForm(CombinedMultiDict((request.files, request.form)))
    if not form.validate():
        return invalid("organisations/edit.html", organisation=organisation, form=form)
    try:
        with managing(user, organisation):
            profiles.save_profile(
                organisation, form.details(), form.logo_details(), seen_version=form.seen_version, by=user
            )
    except Invalid as error:
        form.refuse(error.sentence, error.field)
        return invalid("organisations/edit.html", organisation=organisation, form=form)
    except Conflict as error:
        return _show_both(organisation, form, error.sentence)
    return done(_("Saved."), "show", organisation)


@blueprint.get("/desk/organisations/<slug>/archive")
@signed_in
def archive(slug: str) -> ResponseReturnValue:
    """Say what archiving means before it is done."""
    _user, organisation = managed_organisation(slug)
    return page("organisations/archive.html", organisation)


@blueprint.post("/desk/organisations/<slug>/archive")
@signed_in
def archive_now(slug: str) -> ResponseReturnValue:
    """Archive the organisation."""
    user, organisation = own_organisation(slug)
    if policies.can_reopen(user, organisation):
        return see_other(url_for("organisations.show", slug=slug))
    try:
        with managing(user, organisation):
            profiles.archive(organisation, by=user)
    except Refused as error:
        return not_done(error.sentence, "archive", organisation)
    return done(
        _("Archived. Nobody can act for it any more; you can open it again here."), "show", organisation
    )


@blueprint.post("/desk/organisations/<slug>/reopen")
@signed_in
def reopen(slug: str) -> ResponseReturnValue:
    """Open an archived organisation again."""
    user, organisation = own_organisation(slug)
    with transaction():
        require(policies.can_reopen(user, organisation))
        profiles.reopen(organisation, by=user)
    return done(_("Open again. Ask our staff to verify it before you publish."), "show", organisation)


def _show_both(organisation: Organisation, form: ProfileForm, sentence: str) -> ResponseReturnValue:
    """Show what stands now beside what was typed; saving again then takes what was typed."""
    typed = form.details()
    rows = [
        {"label": label, "before": before, "after": after}
        for label, before, after in (
            (form.name.label.text, organisation.name, typed.name),
            (form.purpose.label.text, organisation.purpose, typed.purpose),
            (form.works_with.label.text, organisation.works_with, typed.works_with),
            (form.area.label.text, organisation.area, typed.area),
            (_("Links"), _as_text(_links(organisation)), _as_text(typed.links)),
            (form.contact_email.label.text, organisation.contact_email, typed.contact_email),
            (form.time_zone.label.text, organisation.time_zone, typed.time_zone),
        )
    ]
    form.version.data = str(organisation.version)
    shown = page("organisations/edit.html", organisation, form=form, conflict=sentence, differences=rows)
    return shown, HTTPStatus.CONFLICT


def _links(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    return tuple((link["label"], link["url"]) for link in organisation.links)


def _as_text(links: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{label} ({url})" for label, url in links)
