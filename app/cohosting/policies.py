"""Who may see and do what in a cohosting, read from the memberships and hosts of this moment."""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, select

from app.accounts.models import User
from app.cohosting.models import Cohosting, Host, HostStatus
from app.core.database import session
from app.core.errors import Forbidden
from app.core.text import canonical_email
from app.organisations.models import MemberRole, Membership, Organisation, OrganisationStatus
from app.organisations.policies import EVERY_ROLE, ORGANISING, can_organise, is_current, organised_by


def worked_on_by(user: User) -> ColumnElement[bool]:
    """Match, in queries over Cohosting, what this user may work on (SQL twin of `can_work_on`)."""
    return _held_with(user.id, ORGANISING, Organisation.status != OrganisationStatus.ARCHIVED)


def seen_by(user: User) -> ColumnElement[bool]:
    """Match, in queries over Cohosting, what a host of this user holds (SQL twin of `is_host_member`)."""
    return _held_with(user.id, EVERY_ROLE)


def can_work_on(user: User, cohosting: Cohosting) -> bool:
    """Organisers and owners of every accepted host work on a thing as equals."""
    return _holds(worked_on_by(user), cohosting)


def is_host_member(user: User, cohosting: Cohosting) -> bool:
    """All who belong to an accepted host, in whatever role, read its log."""
    return is_member_of_host(user, cohosting.id)


def is_member_of_host(user: User, cohosting_id: int) -> bool:
    """Tell the same of a cohosting that has not been read."""
    asked = {"user_id": user.id, "cohosting_id": cohosting_id}
    return session.connection().execute(_seen(), asked).first() is not None


def acting_organisations(user: User, cohosting: Cohosting) -> Sequence[Organisation]:
    """Give the accepted hosts for which this user may act."""
    query = (
        select(Organisation)
        .join(Host, Host.organisation_id == Organisation.id)
        .where(Host.cohosting_id == cohosting.id, Host.status == HostStatus.ACCEPTED, organised_by(user))
        .order_by(Host.id)
    )
    return session.scalars(query).all()


def acting_for(user: User, cohosting: Cohosting, chosen: int | None) -> Organisation:
    """Give the chosen host, read anew; forbid one that the person does not act for.

    Who acts for one host only need not choose.
    """
    acting = acting_organisations(user, cohosting)
    for organisation in acting:
        if organisation.id == chosen or (chosen is None and len(acting) == 1):
            return organisation
    raise Forbidden


def can_answer(user: User, host: Host) -> bool:
    """Whoever may act for the organisation that is asked, or has the confirmed address, answers."""
    if host.organisation is not None:
        return can_organise(user, host.organisation)
    return user.confirmed_at is not None and host.invited_email == canonical_email(user.email)


@cache
def _seen() -> Select[int]:
    """Ask what `seen_by` asks, of one cohosting; built once, as it is asked for every event page."""
    held = _held_with(bindparam("user_id"), EVERY_ROLE)
    return select(Cohosting.id).where(Cohosting.id == bindparam("cohosting_id"), held)


def _held_with(
    user_id: int | BindParameter[int], roles: Collection[MemberRole], *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    return exists(
        select(Host.id)
        .join(Membership, Membership.organisation_id == Host.organisation_id)
        .join(Organisation, Organisation.id == Host.organisation_id)
        .where(
            *conditions,
            Host.cohosting_id == Cohosting.id,
            Host.status == HostStatus.ACCEPTED,
            Membership.user_id == user_id,
            Membership.role.in_(roles),
            is_current(),
        )
    )


def _holds(condition: ColumnElement[bool], cohosting: Cohosting) -> bool:
    query = select(Cohosting.id).where(Cohosting.id == cohosting.id, condition)
    return session.scalar(query) is not None
