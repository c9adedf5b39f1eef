"""What waits for someone on the desk about petitions."""

from collections.abc import Sequence

from sqlalchemy import func, select, text

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.policies import worked_on_by
from app.core.database import session
from app.petitions.models import (
    BatchStatus,
    PaperBatch,
    Petition,
    PetitionStatus,
    ReasonStatus,
    Signature,
)
from app.petitions.models.signatures import WITH_REASON
from app.petitions.queries.signatures import IS_CONFIRMED


def reasons_to_read(user: User) -> Sequence[tuple[str, str, int]]:
    """Give (address, title, number) of petitions of someone's hosts with reasons that nobody has read."""
    held = select(Cohosting.id).where(worked_on_by(user))
    query = (
        select(Petition.slug, Petition.title, func.count())
        .join(Signature, Signature.petition_id == Petition.id)
        .where(
            Petition.cohosting_id.in_(held),
            Petition.status.in_((PetitionStatus.OPEN, PetitionStatus.CLOSED)),
            text(WITH_REASON),
            Signature.reason_status == ReasonStatus.WAITING,
            IS_CONFIRMED,
        )
        .group_by(Petition.id, Petition.slug, Petition.title)
        .order_by(Petition.id)
    )
    return [(slug, title, number) for slug, title, number in session.execute(query)]


def sheets_to_check(user: User) -> Sequence[PaperBatch]:
    """Give the sheets of names that wait for someone who did not enter them."""
    held = select(Cohosting.id).where(worked_on_by(user))
    query = (
        select(PaperBatch)
        .join(Petition, Petition.id == PaperBatch.petition_id)
        .where(
            PaperBatch.status == BatchStatus.CHECKING,
            PaperBatch.entered_by_id != user.id,
            Petition.cohosting_id.in_(held),
        )
    )
    return session.scalars(query.order_by(PaperBatch.id)).all()
