"""Change roles, hand over, end and leave. The organisation's row is held while it is decided."""

from app.accounts.facts import UserErased
from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Forbidden, Refused
from app.core.i18n import _
from app.organisations import emails
from app.organisations.models import MemberRole, Membership
from app.organisations.queries import (
    all_invitations_to,
    members_of,
    memberships_of,
    organisation_locked,
    roster_of,
)
from app.organisations.rules import (
    Objection,
    Roster,
    objection_to_end,
    objection_to_role,
    objection_to_transfer,
)
from app.organisations.services.invitations import forget_address
from app.outbox.services import post


def change_role(membership: Membership, role: MemberRole, *, by: User) -> None:
    """Give a member another role and tell them."""
    roster = _open_roster_locked(membership)
    objection = objection_to_role(roster, actor=by.id, target=membership.user_id, role=role)
    if objection is Objection.NO_CHANGE:
        return
    _refuse(objection)
    _set_role(membership, role, by)


def transfer(membership: Membership, *, by: User) -> None:
    """Hand over: the member becomes owner, the owner who hands over an organiser."""
    roster = _open_roster_locked(membership)
    _refuse(objection_to_transfer(roster, actor=by.id, target=membership.user_id))
    own = next(row for row in members_of(membership.organisation) if row.user_id == by.id)
    if membership.role is not MemberRole.OWNER:
        _set_role(membership, MemberRole.OWNER, by)
    _set_role(own, MemberRole.ORGANISER, by)


def end(membership: Membership, *, by: User) -> None:
    """End a membership: one's own by leaving, or another's. Twice is harmless."""
    roster = _roster_locked(membership)
    if membership.ended_at is not None:
        return
    archived = membership.organisation.is_archived
    _refuse(objection_to_end(roster, actor=by.id, target=membership.user_id, archived=archived))
    _end(membership, by)
    if membership.user_id != by.id:
        post(emails.removed(membership, by=by))


def forget(fact: UserErased) -> None:
    """End every membership of someone who is erased and forget their address in invitations.

    Raise Refused when that would leave an open organisation without an owner.
    """
    for membership in memberships_of(fact.user):
        roster = _roster_locked(membership)
        person = membership.user_id
        archived = membership.organisation.is_archived
        _refuse(objection_to_end(roster, actor=person, target=person, archived=archived))
        _end(membership, None)
    for invitation in all_invitations_to(fact.user):
        forget_address(invitation)


def _roster_locked(membership: Membership) -> Roster:
    """Hold the organisation against others, then read who works there now."""
    organisation = organisation_locked(membership.organisation)
    session.refresh(membership)  # it was read before the organisation was held
    return roster_of(organisation)


def _open_roster_locked(membership: Membership) -> Roster:
    """As `_roster_locked`, where roles still mean something."""
    roster = _roster_locked(membership)
    if membership.organisation.is_archived:
        raise Refused(_("This organisation is archived. Open it again first."))
    return roster


def _set_role(membership: Membership, role: MemberRole, by: User) -> None:
    detail = {"from": membership.role, "to": role}
    membership.role = role
    organisation = membership.organisation
    record(Action.MEMBERSHIP_ROLE_CHANGED, membership, by=by, on_behalf_of=organisation, detail=detail)
    if membership.user_id != by.id:
        post(emails.role_changed(membership, by=by))


def _end(membership: Membership, by: User | None) -> None:
    membership.ended_at = clock.now()
    record(
        Action.MEMBERSHIP_ENDED,
        membership,
        by=by,
        on_behalf_of=membership.organisation,
        detail={"role": membership.role},
    )


def _refuse(objection: Objection | None) -> None:
    if objection is None:
        return
    if objection is Objection.NOT_YOURS:
        raise Forbidden(_("Only owners can do this. Ask one of them."))
    sentences = {
        Objection.NOT_A_MEMBER: _("This person does not work here any more."),
        Objection.LAST_OWNER: _(
            "An organisation needs an owner. Make someone else an owner first; then this works."
        ),
        Objection.NO_CHANGE: _("Choose someone else to hand over to."),
    }
    raise Refused(sentences[objection])
