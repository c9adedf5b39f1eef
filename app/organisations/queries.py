"""Read organisations, their members and their invitations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.text import canonical_email
from app.core.tokens import token_hash
from app.organisations import rules
from app.organisations.models import (
    Invitation,
    InvitationStatus,
    MemberRole,
    Membership,
    Organisation,
    OrganisationStatus,
    hue_of,
)
from app.organisations.policies import (
    EVERY_ROLE,
    is_current,
    listed,
    organisations_where,
    role_of,
)
from app.organisations.rules import Standing, roles_to_give

PAGE_LENGTH = 24


@dataclass(frozen=True)
class OrganisationCard:
    """What a list shows of an organisation."""

    id: int
    slug: str
    name: str
    purpose: str
    works_with: str
    area: str
    logo: str | None
    logo_alt: str

    @property
    def hue(self) -> str:
        """Name the colour of its circle."""
        return hue_of(self.id)


@dataclass(frozen=True)
class OrganisationPage:
    """A page of a list, and where the next one begins."""

    items: Sequence[OrganisationCard]
    next_cursor: str | None


CARD_COLUMNS = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.purpose,
    Organisation.works_with,
    Organisation.area,
    Organisation.logo,
    Organisation.logo_alt,
)


def organisation_by_slug(slug: str) -> Organisation | None:
    """Give the organisation at an address."""
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def organisation_locked(organisation: Organisation) -> Organisation:
    """Give the organisation as it is now, held against others until the transaction ends."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def is_slug_taken(slug: str) -> bool:
    """Tell whether an address belongs to an organisation already."""
    return organisation_by_slug(slug) is not None


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


def listed_organisations(q: str = "", cursor: str | None = None) -> OrganisationPage:
    """Give a page of the public list by name, narrowed to those that hold every word of `q`."""
    query = select(*CARD_COLUMNS).where(listed()).order_by(func.lower(Organisation.name), Organisation.id)
    for word in q.split():
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    if cursor:
        query = query.where(_after(cursor))
    rows = session.execute(query.limit(PAGE_LENGTH + 1)).all()
    items = [OrganisationCard(*row) for row in rows[:PAGE_LENGTH]]
    return OrganisationPage(items, items[-1].slug if len(rows) > PAGE_LENGTH else None)


_SEARCHED = (Organisation.name, Organisation.purpose, Organisation.works_with, Organisation.area)


def _after(cursor: str) -> ColumnElement[bool]:
    """Match what comes after the organisation at an address; everything when it is unknown."""
    last = organisation_by_slug(cursor)
    if last is None:
        return true()
    here = tuple_(func.lower(Organisation.name), Organisation.id)
    return here > tuple_(func.lower(last.name), literal(last.id))


def waiting_for_verification() -> Sequence[Organisation]:
    """Give the organisations that staff have to look at, longest waiting first."""
    query = select(Organisation).where(Organisation.status == OrganisationStatus.WAITING)
    return session.scalars(query.order_by(Organisation.verification_requested_at, Organisation.id)).all()


def open_invitations(organisation: Organisation) -> Sequence[Invitation]:
    """Give the invitations that nobody has answered or taken back, newest first; expired ones too."""
    query = (
        select(Invitation)
        .where(Invitation.organisation_id == organisation.id, Invitation.status == InvitationStatus.SENT)
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
    )
    return session.scalars(query).all()


def open_invitation_to(email: str, organisation: Organisation) -> Invitation | None:
    """Give the unanswered invitation of an address."""
    return session.scalar(
        select(Invitation).where(
            Invitation.organisation_id == organisation.id,
            Invitation.email == canonical_email(email),
            Invitation.status == InvitationStatus.SENT,
        )
    )


def invitation_by_token(token: str) -> Invitation | None:
    """Give the invitation that a link belongs to, whatever has become of it."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def invitation(organisation: Organisation, invitation_id: int) -> Invitation | None:
    """Give an invitation of this organisation by its number; never one of another."""
    return session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.organisation_id == organisation.id
        )
    )


def standing_of(invitation: Invitation) -> Standing:
    """Say how an invitation stands now; it is worth only what the inviter may still do."""
    organisation, inviter = invitation.organisation, invitation.invited_by
    given = roles_to_give(role_of(inviter, organisation)) if inviter is not None else ()
    return rules.standing_of(
        invitation.status,
        invitation.expires_at,
        clock.now(),
        inviter_may=invitation.role in given,
        archived=organisation.is_archived,
    )


def invitations_for(user: User) -> Sequence[Invitation]:
    """Give the invitations that wait for someone's answer now (the desk shows them)."""
    query = (
        select(Invitation)
        .where(
            Invitation.email == canonical_email(user.email),
            Invitation.status == InvitationStatus.SENT,
            Invitation.expires_at > clock.now(),
        )
        .options(joinedload(Invitation.organisation), joinedload(Invitation.invited_by))
        .order_by(Invitation.sent_at)
    )
    return [found for found in session.scalars(query) if standing_of(found) is Standing.OPEN]
