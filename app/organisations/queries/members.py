"""Read who works where now."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.database import session
from app.organisations.models import MemberRole, Membership, Organisation
from app.organisations.policies import EVERY_ROLE, is_current, organisations_where
from app.organisations.rules import Roster


def members_of(
    organisation: Organisation, roles: Collection[MemberRole] | None = None
) -> Sequence[Membership]:
    """Give the current memberships, oldest first, with their people."""
    query = (
        select(Membership)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.role.in_(roles or EVERY_ROLE),
            is_current(),
        )
        .options(joinedload(Membership.user))
        .order_by(Membership.started_at, Membership.id)
    )
    return session.scalars(query).all()


def roster_of(organisation: Organisation) -> Roster:
    """Give who works there now with which role, straight from the rows."""
    current = select(Membership.user_id, Membership.role).where(
        Membership.organisation_id == organisation.id, is_current()
    )
    return {row.user_id: row.role for row in session.execute(current)}


def membership_of(user: User, organisation: Organisation) -> Membership | None:
    """Give someone's current membership."""
    return session.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation.id, Membership.user_id == user.id, is_current()
        )
    )


def member(organisation: Organisation, membership_id: int) -> Membership | None:
    """Give a current membership of this organisation by its number; never one of another."""
    return session.scalar(
        select(Membership).where(
            Membership.id == membership_id, Membership.organisation_id == organisation.id, is_current()
        )
    )


def memberships_of(user: User) -> Sequence[Membership]:
    """Give someone's current memberships, by the organisation's name."""
    query = (
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.user_id == user.id, is_current())
        .options(joinedload(Membership.organisation))
        .order_by(func.lower(Organisation.name))
    )
    return session.scalars(query).all()


def organisations_of(user: User, roles: Collection[MemberRole] | None = None) -> Sequence[Organisation]:
    """Give the organisations in which someone has one of these roles now, by name."""
    query = select(Organisation).where(organisations_where(user, roles or EVERY_ROLE))
    return session.scalars(query.order_by(func.lower(Organisation.name), Organisation.id)).all()


def solely_owned_by(user: User) -> Sequence[Organisation]:
    """Give the open organisations that would be without an owner if someone left."""
    return [
        organisation
        for organisation in organisations_of(user, [MemberRole.OWNER])
        if not organisation.is_archived and len(members_of(organisation, [MemberRole.OWNER])) == 1
    ]
