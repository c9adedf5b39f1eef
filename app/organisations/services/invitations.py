"""Invite, send again, take back, accept."""

from app.accounts.models import User
from app.accounts.queries import user_by_email
from app.accounts.services import keep_meanwhile
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Forbidden, Invalid, Refused
from app.core.i18n import _
from app.core.text import canonical_email
from app.core.tokens import new_token, token_hash
from app.organisations import emails
from app.organisations.models import (
    Invitation,
    InvitationStatus,
    MemberRole,
    Membership,
    Organisation,
)
from app.organisations.policies import can_invite, role_of
from app.organisations.queries import (
    long_over,
    membership_of,
    open_invitation_to,
    open_invitations,
    organisation_locked,
    standing_of,
)
from app.organisations.rules import (
    ADDRESS_KEPT,
    INVITATION_LASTS,
    Fit,
    Standing,
    fit,
    move_invitation,
    roles_to_give,
)
from app.outbox.services import post

#: Enough for a large house; keeps an unverified one from sending mail to the world.
MOST_OPEN = 50


def invite(organisation: Organisation, email: str, role: MemberRole, *, by: User) -> Invitation:
    """Ask someone to join; an invitation that has run out is sent anew."""
    organisation = organisation_locked(organisation)
    _require_right(organisation, role, by)
    address = canonical_email(email)
    person = user_by_email(address)
    if person is not None and membership_of(person, organisation) is not None:
        raise Invalid(_("This person works with you already."), "email")
    earlier = open_invitation_to(address, organisation)
    if earlier is not None and standing_of(earlier) is Standing.OPEN:
        raise Invalid(_("This person has an open invitation. You can send it again below."), "email")
    if earlier is None and len(open_invitations(organisation)) >= MOST_OPEN:
        raise Refused(_("There are many open invitations. Take some back before you send more."))
    invitation = earlier or Invitation(organisation=organisation, email=address, status=InvitationStatus.SENT)
    invitation.role = role
    _send(invitation, person, by)
    return invitation


def resend(invitation: Invitation, *, by: User) -> None:
    """Send an open invitation again with a new link; the old one stops working."""
    organisation = _organisation_locked(invitation)
    _require_right(organisation, invitation.role, by)
    if invitation.status is not InvitationStatus.SENT:
        raise Refused(_("This invitation is no longer open."))
    _send(invitation, user_by_email(invitation.email), by)


def revoke(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back. Twice is harmless."""
    organisation = _organisation_locked(invitation)
    _require_right(organisation, invitation.role, by)
    if invitation.status is InvitationStatus.REVOKED:
        return
    if invitation.status is InvitationStatus.ACCEPTED:
        raise Refused(_("This invitation has been accepted. You can end the membership instead."))
    move_invitation(invitation, InvitationStatus.REVOKED)
    record(Action.INVITATION_REVOKED, invitation, by=by, on_behalf_of=organisation)


def accept(invitation: Invitation, *, by: User) -> Membership:
    """Join with one's own confirmed address. Pressing twice joins once."""
    by = keep_meanwhile(by)
    organisation = _organisation_locked(invitation)
    current = membership_of(by, organisation)
    if invitation.accepted_by_id == by.id and current is not None:
        return current
    _require_open(invitation, by)
    move_invitation(invitation, InvitationStatus.ACCEPTED)
    invitation.accepted_by_id = by.id
    record(Action.INVITATION_ACCEPTED, invitation, by=by, on_behalf_of=organisation)
    return current or _join(organisation, invitation.role, by)


def forget_address(invitation: Invitation) -> None:
    """Forget to whom an invitation went; one that was open ends by it."""
    if invitation.status is InvitationStatus.SENT:
        move_invitation(invitation, InvitationStatus.REVOKED)
    invitation.email = ""


def forget_old_addresses() -> None:
    """Forget the addresses of invitations that ran out long ago."""
    for invitation in long_over(clock.now() - ADDRESS_KEPT):
        forget_address(invitation)


def _organisation_locked(invitation: Invitation) -> Organisation:
    organisation = organisation_locked(invitation.organisation)
    session.refresh(invitation)  # it was read before the organisation was held
    return organisation


def _join(organisation: Organisation, role: MemberRole, person: User) -> Membership:
    membership = Membership(organisation=organisation, user=person, role=role, started_at=clock.now())
    session.add(membership)
    record(
        Action.MEMBERSHIP_STARTED,
        membership,
        by=person,
        on_behalf_of=organisation,
        detail={"role": role},
    )
    return membership


def _send(invitation: Invitation, person: User | None, by: User) -> None:
    token = new_token()
    invitation.token_hash = token_hash(token)
    invitation.invited_by = by
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + INVITATION_LASTS
    session.add(invitation)
    organisation = invitation.organisation
    record(
        Action.INVITATION_SENT,
        invitation,
        by=by,
        on_behalf_of=organisation,
        detail={"role": invitation.role},
    )
    language = person.language if person is not None else by.language
    post(emails.invited(invitation, token, by=by, language=language))


def _require_right(organisation: Organisation, role: MemberRole, by: User) -> None:
    if not can_invite(by, organisation) or role not in roles_to_give(role_of(by, organisation)):
        raise Forbidden(_("Only owners can invite someone as “%(role)s”.", role=role.label))


def _require_open(invitation: Invitation, by: User) -> None:
    if standing_of(invitation) is not Standing.OPEN:
        raise Refused(_("This invitation cannot be used any more. Ask for a new one."))
    confirmed = by.confirmed_at is not None
    fits = fit(invitation.email, canonical_email(by.email), confirmed=confirmed)
    if fits is Fit.OTHER_ADDRESS:
        raise Refused(_("This invitation was sent to another address than yours."))
    if fits is Fit.UNCONFIRMED:
        raise Refused(_("Please confirm your e-mail address first. Then come back to this link."))
