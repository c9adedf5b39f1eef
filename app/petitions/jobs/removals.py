"""Go on with bulk removals."""

from sqlalchemy import select

from app.core.database import session
from app.core.jobs import apart, job, periodic
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.models import RemovalStatus, SignatureRemoval


@job
def go_on_with_removal(removal_id: int) -> None:
    """Count or remove to the end, a part to a transaction; stopping it takes effect between two parts."""
    is_left = True
    while is_left:
        with transaction():
            is_left = services.go_on_with_removal(removal_id)


@periodic(minutes=5)
def find_removals() -> None:
    """Go on with what a crash has left behind."""
    under_way = SignatureRemoval.status.in_({RemovalStatus.COUNTING, RemovalStatus.RUNNING})
    for removal_id in session.scalars(select(SignatureRemoval.id).where(under_way)).all():
        with apart(removal=removal_id):
            go_on_with_removal(removal_id)
