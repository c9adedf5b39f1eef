"""Read invitations, and say how they stand."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.text import canonical_email
from app.core.tokens import token_hash
from app.organisations import rules
from app.organisations.models import Invitation, InvitationStatus, Organisation
from app.organisations.policies import role_of
from app.organisations.rules import Standing, roles_to_give


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


def all_invitations_to(user: User) -> Sequence[Invitation]:
    """Give every invitation that someone's address ever got, or that they took up at an earlier one."""
    theirs = or_(Invitation.email == canonical_email(user.email), Invitation.accepted_by_id == user.id)
    return session.scalars(select(Invitation).where(theirs).order_by(Invitation.id)).all()


def long_over(before: datetime) -> Sequence[Invitation]:
    """Give the invitations that ran out before a moment and still hold an address."""
    query = select(Invitation).where(Invitation.expires_at < before, Invitation.email != "")
    return session.scalars(query.order_by(Invitation.id)).all()


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


def invitation_to(user: User, invitation_id: int) -> Invitation | None:
    """Give an invitation that was sent to someone's address; never one to another."""
    return session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.email == canonical_email(user.email)
        )
    )


def standing_of(invitation: Invitation) -> Standing:
    """Say how an invitation stands now; it is worth only what the inviter may still do."""
    organisation, inviter = invitation.organisation, invitation.invited_by
    may_act = inviter is not None and inviter.active
    given = roles_to_give(role_of(inviter, organisation)) if inviter and may_act else ()
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
