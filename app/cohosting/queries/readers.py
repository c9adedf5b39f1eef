"""Who reads the mail of a host."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.queries.hosts import speaking_hosts
from app.core.database import session
from app.organisations.models import MemberRole, Membership
from app.organisations.policies import ORGANISING, is_current


@dataclass(frozen=True)
class Reader:
    """Someone who speaks for one or more of the hosts that a message concerns."""

    user: User
    #: The names of those hosts.
    organisations: tuple[str, ...]


def readers_of(
    organisation_ids: Collection[int], roles: Collection[MemberRole] = ORGANISING
) -> Sequence[Reader]:
    """Give those who organise for these organisations, or have other roles there, each person once."""
    query = (
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.organisation_id.in_(organisation_ids),
            Membership.role.in_(roles),
            is_current(),
            User.active,
        )
        .options(contains_eager(Membership.user), joinedload(Membership.organisation))
        .order_by(Membership.user_id, Membership.id)
    )
    names: dict[User, list[str]] = {}
    for membership in session.scalars(query):
        names.setdefault(membership.user, []).append(membership.organisation.name)
    return [Reader(user, tuple(found)) for user, found in names.items()]


def host_readers(cohosting: Cohosting, roles: Collection[MemberRole] = ORGANISING) -> Sequence[Reader]:
    """Give those who organise for the accepted hosts, or have other roles there."""
    hosts = [host.organisation_id for host in speaking_hosts(cohosting) if host.organisation_id]
    return readers_of(hosts, roles)
