"""Invite people, send again, take back."""

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import require, signed_in
from app.core.errors import Refused, existing
from app.core.http import invalid
from app.core.i18n import _
from app.core.limits import SEND_MAIL, limiter, to_one_mailbox
from app.core.transaction import transaction
from app.organisations import policies, queries, rules
from app.organisations.forms import InvitationForm
from app.organisations.models import Invitation, MemberRole, Organisation
from app.organisations.services import invitations
from app.organisations.views.blueprint import blueprint, done, not_done, own_organisation, page


@blueprint.get("/desk/organisations/<slug>/invitations")
@signed_in
def invitations_page(slug: str) -> ResponseReturnValue:
    """Show the open invitations, and a form for the next."""
    user, organisation = _inviting(slug)
    form = _form(user, organisation, role=MemberRole.HELPER)
    return page("organisations/invitations.html", organisation, form=form, rows=_rows(user, organisation))


@blueprint.post("/desk/organisations/<slug>/invitations")
@signed_in
@limiter.limit(SEND_MAIL)
@to_one_mailbox
def invite(slug: str) -> ResponseReturnValue:
    """Ask someone to join."""
    user, organisation = _inviting(slug)
    form = _form(user, organisation)
    if form.validate():
        email = form.email.data or ""
        with form.explaining():
            with transaction():
                invitations.invite(organisation, email, form.chosen_role(), by=user)
            sentence = _("The invitation is on its way to %(email)s.", email=email)
            return done(sentence, "invitations_page", organisation)
    rows = _rows(user, organisation)
    return invalid("organisations/invitations.html", organisation=organisation, form=form, rows=rows)


@blueprint.post("/desk/organisations/<slug>/invitations/<int:invitation_id>/resend")
@signed_in
@limiter.limit(SEND_MAIL)
def resend(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    user, organisation, invitation = _invitation(slug, invitation_id)
    try:
        with transaction():
            invitations.resend(invitation, by=user)
    except Refused as error:
        return not_done(error.sentence, "invitations_page", organisation)
    return done(_("Sent again. The earlier link has stopped working."), "invitations_page", organisation)


@blueprint.post("/desk/organisations/<slug>/invitations/<int:invitation_id>/revoke")
@signed_in
def revoke(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    user, organisation, invitation = _invitation(slug, invitation_id)
    try:
        with transaction():
            invitations.revoke(invitation, by=user)
    except Refused as error:
        return not_done(error.sentence, "invitations_page", organisation)
    return done(_("Taken back. The link has stopped working."), "invitations_page", organisation)


def _inviting(slug: str) -> tuple[User, Organisation]:
    user, organisation = own_organisation(slug)
    require(policies.can_invite(user, organisation))
    return user, organisation


def _invitation(slug: str, invitation_id: int) -> tuple[User, Organisation, Invitation]:
    """Find an invitation of one's own organisation; numbers of other organisations lead nowhere."""
    user, organisation = _inviting(slug)
    invitation = existing(queries.invitation(organisation, invitation_id))
    return user, organisation, invitation


def _form(user: User, organisation: Organisation, role: MemberRole | None = None) -> InvitationForm:
    roles = rules.roles_to_give(policies.role_of(user, organisation))
    return InvitationForm(request.form, role=role.value if role else None).offer(roles)


def _rows(user: User, organisation: Organisation) -> list[dict[str, object]]:
    """Give each open invitation with how it stands and whether this person may handle it."""
    given = rules.roles_to_give(policies.role_of(user, organisation))
    return [
        {
            "invitation": invitation,
            "standing": queries.standing_of(invitation),
            "may_handle": invitation.role in given,
        }
        for invitation in queries.open_invitations(organisation)
    ]
