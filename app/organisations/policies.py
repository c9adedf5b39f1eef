"""Who may do what in an organisation, read from the current memberships each time it is asked."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.core.database import session
from app.organisations.models import MemberRole, Membership, Organisation, OrganisationStatus

ORGANISING = (MemberRole.OWNER, MemberRole.ORGANISER)
EVERY_ROLE = tuple(MemberRole)


def role_of(user: User, organisation: Organisation) -> MemberRole | None:
    """Give the role that someone has there now; None for anyone else."""
    return session.scalar(
        select(Membership.role).where(
            Membership.organisation_id == organisation.id, Membership.user_id == user.id, is_current()
        )
    )


def is_member(user: User, organisation: Organisation) -> bool:
    """Tell whether someone works there now, in whatever role."""
    return role_of(user, organisation) is not None


def can_create(user: User) -> bool:
    """Anyone whose address is confirmed may bring an organisation here."""
    return user.active and user.confirmed_at is not None


def can_manage(user: User, organisation: Organisation) -> bool:
    """Owners change the profile, the members and the invitations of an organisation that is open."""
    return not organisation.is_archived and role_of(user, organisation) is MemberRole.OWNER


def can_organise(user: User, organisation: Organisation) -> bool:
    """Owners and organisers draft, sign off and answer replies for it."""
    return not organisation.is_archived and role_of(user, organisation) in ORGANISING


def can_invite(user: User, organisation: Organisation) -> bool:
    """Owners invite anyone; organisers invite helpers (`rules.roles_to_give`)."""
    return can_organise(user, organisation)


def can_reopen(user: User, organisation: Organisation) -> bool:
    """Let an owner open an archived organisation again."""
    return organisation.is_archived and role_of(user, organisation) is MemberRole.OWNER


def can_publish(organisation: Organisation) -> bool:
    """Only an organisation that staff have verified publishes."""
    return organisation.status is OrganisationStatus.VERIFIED


def can_see(user: User | None, organisation: Organisation) -> bool:
    """Everyone sees a verified organisation, also once archived; its members see it always."""
    if organisation.is_public or user is None:
        return organisation.is_public
    return not lacks_second_factor(user) and (user.is_staff or is_member(user, organisation))


def is_current() -> ColumnElement[bool]:
    """Match memberships that have not ended."""
    return Membership.ended_at.is_(None)


def organisations_where(user: User, roles: Collection[MemberRole] = EVERY_ROLE) -> ColumnElement[bool]:
    """Match organisations in which someone has one of these roles now (SQL twin of `role_of`)."""
    held = select(Membership.organisation_id).where(
        Membership.user_id == user.id, Membership.role.in_(roles), is_current()
    )
    return Organisation.id.in_(held)


def organised_by(user: User) -> ColumnElement[bool]:
    """Match organisations for which someone may act now (SQL twin of `can_organise`)."""
    return organisations_where(user, ORGANISING) & (Organisation.status != OrganisationStatus.ARCHIVED)


def listed() -> ColumnElement[bool]:
    """Match organisations that stand in public lists."""
    return Organisation.status == OrganisationStatus.VERIFIED
