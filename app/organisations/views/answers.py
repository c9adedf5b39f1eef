"""Open an invitation, by its link or from the desk, and accept it."""

from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, me_or_none, signed_in
from app.core.errors import NotFound, Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.limits import TOKEN, by_link, limiter
from app.core.marks import secret_address, tells_own_site
from app.core.text import canonical_email
from app.core.transaction import transaction
from app.organisations import queries
from app.organisations.models import Invitation
from app.organisations.policies import is_member
from app.organisations.rules import Fit, Standing, fit, masked
from app.organisations.services import invitations
from app.organisations.views.blueprint import blueprint


@blueprint.get("/invitations/<token>")
@by_link
@tells_own_site
def invitation(token: str) -> ResponseReturnValue:
    """Show an invitation to whoever has its link; the button accepts it."""
    return _page(_by_token(token), me_or_none(User))


@blueprint.post("/invitations/<token>")
@signed_in
@secret_address
@tells_own_site
@limiter.limit(TOKEN)
def accept(token: str) -> ResponseReturnValue:
    """Accept an invitation."""
    return _accept(_by_token(token))


@blueprint.get("/desk/invitations/<int:invitation_id>")
@signed_in
def my_invitation(invitation_id: int) -> ResponseReturnValue:
    """Show an invitation to the person whose confirmed address it was sent to."""
    return _page(_mine(invitation_id), me(User))


@blueprint.post("/desk/invitations/<int:invitation_id>")
@signed_in
def accept_mine(invitation_id: int) -> ResponseReturnValue:
    """Accept an invitation from the desk."""
    return _accept(_mine(invitation_id))


def _by_token(token: str) -> Invitation:
    found = queries.invitation_by_token(token)
    if found is None:
        raise NotFound(_("This link does not belong to an invitation. It may have been cut in two."))
    return found


def _mine(invitation_id: int) -> Invitation:
    user = me(User)
    return existing(queries.invitation_to(user, invitation_id) if user.confirmed_at else None)


def _accept(found: Invitation) -> ResponseReturnValue:
    user = me(User)
    try:
        with transaction():
            invitations.accept(found, by=user)
    except Refused as error:
        return _page(found, user, error.sentence)
    flash(_("You work with %(name)s now.", name=found.organisation.name), "success")
    return see_other(url_for("organisations.show", slug=found.organisation.slug))


def _page(found: Invitation, user: User | None, refusal: str = "") -> ResponseReturnValue:
    """Show the invitation, or kindly say why it cannot be used; 410 when it never can be again."""
    standing = queries.standing_of(found)
    fits = None
    if user is not None:
        confirmed = user.confirmed_at is not None
        fits = fit(found.email, canonical_email(user.email), confirmed=confirmed)
    is_joined = user is not None and found.accepted_by_id == user.id and is_member(user, found.organisation)
    shown = render_template(
        "organisations/invitation.html",
        invitation=found,
        standing=standing,
        fit=fits,
        is_joined=is_joined,
        masked=masked(found.email),
        here=request.path,
        refusal=refusal,
    )
    if standing is not Standing.OPEN and not is_joined:
        return shown, HTTPStatus.GONE
    wrong = refusal and fits is not Fit.FITS
    return shown, HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
