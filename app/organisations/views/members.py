"""See who works in an organisation; change roles, hand over, end, leave."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import signed_in
from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations import policies, queries, rules
from app.organisations.forms import RoleForm, role_choices
from app.organisations.models import MemberRole, Membership, Organisation
from app.organisations.services import members
from app.organisations.views.blueprint import blueprint, done, not_done, own_organisation, page


@blueprint.get("/desk/organisations/<slug>/members")
@signed_in
def members_page(slug: str) -> ResponseReturnValue:
    """Show who works here, and what this person may change."""
    user, organisation = own_organisation(slug)
    role = policies.role_of(user, organisation)
    return page(
        "organisations/members.html",
        organisation,
        user=user,
        role=role,
        members=queries.members_of(organisation),
        roles=role_choices(MemberRole),
        meanings={role.value: role.meaning for role in MemberRole},
        roles_to_end=rules.roles_to_give(role),
        can_manage=policies.can_manage(user, organisation),
        can_invite=policies.can_invite(user, organisation),
    )


@blueprint.post("/desk/organisations/<slug>/members/<int:membership_id>/role")
@signed_in
def change_role(slug: str, membership_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    user, organisation, membership = _member(slug, membership_id)
    form = RoleForm(request.form)
    if not form.validate():
        return not_done(_("Choose one of the roles."), "members_page", organisation)
    try:
        with transaction():
            members.change_role(membership, form.chosen_role(), by=user)
    except Refused as error:
        return not_done(error.sentence, "members_page", organisation)
    sentence = _("%(name)s: %(role)s.", name=membership.user.name, role=membership.role.label)
    return done(sentence, "members_page", organisation)


@blueprint.post("/desk/organisations/<slug>/members/<int:membership_id>/transfer")
@signed_in
def transfer(slug: str, membership_id: int) -> ResponseReturnValue:
    """Hand the organisation over to a member."""
    user, organisation, membership = _member(slug, membership_id)
    try:
        with transaction():
            members.transfer(membership, by=user)
    except Refused as error:
        return not_done(error.sentence, "members_page", organisation)
    sentence = _("%(name)s is owner now; you are an organiser.", name=membership.user.name)
    return done(sentence, "members_page", organisation)


@blueprint.post("/desk/organisations/<slug>/members/<int:membership_id>/end")
@signed_in
def end(slug: str, membership_id: int) -> ResponseReturnValue:
    """End someone's membership."""
    user, organisation, membership = _member(slug, membership_id)
    try:
        with transaction():
            members.end(membership, by=user)
    except Refused as error:
        return not_done(error.sentence, "members_page", organisation)
    sentence = _("%(name)s does not work here any more.", name=membership.user.name)
    return done(sentence, "members_page", organisation)


@blueprint.post("/desk/organisations/<slug>/leave")
@signed_in
def leave(slug: str) -> ResponseReturnValue:
    """Leave an organisation."""
    user, organisation = own_organisation(slug)
    try:
        with transaction():
            membership = queries.membership_of(user, organisation)
            if membership is not None:
                members.end(membership, by=user)
    except Refused as error:
        return not_done(error.sentence, "members_page", organisation)
    flash(_("You have left %(name)s.", name=organisation.name), "success")
    return see_other(url_for("organisations.mine"))


def _member(slug: str, membership_id: int) -> tuple[User, Organisation, Membership]:
    """Find a member of one's own organisation; numbers of other organisations lead nowhere."""
    user, organisation = own_organisation(slug)
    membership = existing(queries.member(organisation, membership_id))
    return user, organisation, membership
