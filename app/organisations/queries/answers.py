"""Answer what accounts asks of the rooms above it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, ErasureObstacles, PersonalData, SecondFactorDuty
from app.core.database import session
from app.core.i18n import _
from app.core.text import canonical_email
from app.organisations.models import Invitation, MemberRole, Membership
from app.organisations.queries.members import organisations_of, solely_owned_by

CAREFUL_ROLES = (MemberRole.OWNER, MemberRole.TREASURER)


def erasure_obstacles(question: ErasureObstacles) -> list[str]:
    """Name the organisations that would be left without an owner."""
    return [
        _(
            "You are the only owner of %(name)s. Make someone else an owner, or archive it, first.",
            name=organisation.name,
        )
        for organisation in solely_owned_by(question.user)
    ]


def second_factor_duty(question: SecondFactorDuty) -> bool:
    """Owners and treasurers hold what a stolen password must not open."""
    held = organisations_of(question.user, CAREFUL_ROLES)
    return any(not organisation.is_archived for organisation in held)


def personal_data(question: PersonalData) -> DataPart:
    """Give every membership, ended ones too, and every invitation to or by the person."""
    user = question.user
    memberships = session.scalars(
        select(Membership)
        .where(Membership.user_id == user.id)
        .options(joinedload(Membership.organisation))
        .order_by(Membership.id)
    )
    involved = or_(
        Invitation.email == canonical_email(user.email),
        Invitation.accepted_by_id == user.id,
        Invitation.invited_by_id == user.id,
    )
    invitations = session.scalars(
        select(Invitation)
        .where(involved)
        .options(joinedload(Invitation.organisation))
        .order_by(Invitation.id)
    )
    content = {
        "memberships": [_membership(row) for row in memberships],
        "invitations": [_invitation(row, user.id) for row in invitations],
    }
    return DataPart("organisations", _("Your organisations"), content)


def _membership(row: Membership) -> dict[str, str | None]:
    return {
        "organisation": row.organisation.name,
        "role": row.role.value,
        "started_at": row.started_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }


def _invitation(row: Invitation, user_id: int) -> dict[str, str]:
    """Leave out the address of whoever else was invited: it is their data."""
    return {
        "organisation": row.organisation.name,
        "role": row.role.value,
        "status": row.status.value,
        "sent_at": row.sent_at.isoformat(),
        "direction": "sent" if row.invited_by_id == user_id else "received",
    }
