"""Answer what accounts asks of the rooms above it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.cohosting.models import Host, Proposal, ProposalVersion, SignOff
from app.core.database import session
from app.core.i18n import _
from app.core.text import canonical_email


def personal_data(question: PersonalData) -> DataPart:
    """Give what the person proposed and said for hosts, and the invitations by or to them.

    A first host was never invited, so its row has no end of time and stays out.
    """
    user = question.user
    versions = session.scalars(
        select(ProposalVersion)
        .where(ProposalVersion.by_id == user.id)
        .options(joinedload(ProposalVersion.proposal).joinedload(Proposal.cohosting))
        .order_by(ProposalVersion.id)
    )
    words = session.scalars(
        select(SignOff)
        .where(SignOff.user_id == user.id)
        .options(joinedload(SignOff.proposal).joinedload(Proposal.cohosting))
        .order_by(SignOff.id)
    )
    involved = or_(Host.offered_by_id == user.id, Host.invited_email == canonical_email(user.email))
    offers = session.scalars(
        select(Host)
        .where(involved, Host.expires_at.is_not(None))
        .options(joinedload(Host.cohosting))
        .order_by(Host.id)
    )
    content = {
        "proposals": [_version(row) for row in versions],
        "answers": [_word(row) for row in words],
        "invitations_to_host": [_offer(row, user.id) for row in offers],
    }
    return DataPart("cohosting", _("What you decided together"), content)


def _version(row: ProposalVersion) -> dict[str, str]:
    return {
        "about": row.proposal.cohosting.title,
        "kind": row.kind.value,
        "note": row.note,
        "at": row.at.isoformat(),
    }


def _word(row: SignOff) -> dict[str, str]:
    return {
        "about": row.proposal.cohosting.title,
        "verdict": row.verdict.value,
        "note": row.note,
        "at": row.at.isoformat(),
    }


def _offer(row: Host, user_id: int) -> dict[str, str]:
    """Leave out the address of whoever else was invited: it is their data."""
    return {
        "about": row.cohosting.title,
        "status": row.status.value,
        "direction": "sent" if row.offered_by_id == user_id else "received",
        "at": row.offered_at.isoformat(),
    }
