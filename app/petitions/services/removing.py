"""Take many signatures off at once, as a job that counts first, goes in parts, and can be stopped."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.jobs import enqueue_named
from app.core.transitions import moved
from app.petitions.models import Petition, RemovalStatus, Signature, SignatureRemoval, SignatureStatus
from app.petitions.rules.abuse import Criteria, Suspicion
from app.petitions.rules.signing import CURRENT
from app.petitions.rules.status import REMOVAL
from app.petitions.services.owning import end

BATCH = 500
JOB = "app.petitions.jobs.removals.go_on_with_removal"


def plan_removal(petition: Petition, criteria: Criteria, summary: str, *, by: User) -> SignatureRemoval:
    """Write down what is to be taken off, and let a job count it first; nothing is removed yet."""
    if criteria.is_empty:
        raise Refused(_("Say what to look for: this would fit everybody."))
    removal = SignatureRemoval(
        petition=petition,
        status=RemovalStatus.COUNTING,
        criteria=criteria.as_json(),
        summary=summary,
        by=by,
        created_at=clock.now(),
        expected=0,
        removed=0,
        last_id=0,
    )
    session.add(removal)
    session.flush()
    detail = {"removal": removal.id, "summary": summary}
    record(Action.PETITION_REMOVAL_PLANNED, petition, by=by, detail=detail)
    enqueue_named(JOB, removal.id)
    return removal


def start_removal(removal: SignatureRemoval, *, by: User) -> None:
    """Let the job take off what was counted."""
    held = _locked(removal)
    if held.status is not RemovalStatus.PREVIEWED:
        raise Refused(_("This has been decided already."))
    held.status, held.last_id = moved(REMOVAL, held.status, RemovalStatus.RUNNING), 0
    detail = {"removal": held.id, "expected": held.expected}
    record(Action.PETITION_REMOVAL_STARTED, held.petition, by=by, detail=detail)
    enqueue_named(JOB, held.id)


def cancel_removal(removal: SignatureRemoval, *, by: User) -> None:
    """Stop it; what was taken off already stays off, and the page says how many."""
    held = _locked(removal)
    if RemovalStatus.CANCELLED not in REMOVAL[held.status]:
        raise Refused(_("This has been decided already."))
    held.status, held.ended_at = moved(REMOVAL, held.status, RemovalStatus.CANCELLED), clock.now()
    detail = {"removal": held.id, "removed": held.removed}
    record(Action.PETITION_REMOVAL_CANCELLED, held.petition, by=by, detail=detail)


def go_on_with_removal(removal_id: int, batch: int = BATCH) -> bool:
    """Look at the next signatures, and count them or take them off; tell whether any were left."""
    held = _locked(session.get_one(SignatureRemoval, removal_id))
    if held.status not in {RemovalStatus.COUNTING, RemovalStatus.RUNNING}:
        return False
    criteria = Criteria(**held.criteria)
    query = select(Signature).where(*_conditions(held, criteria)).order_by(Signature.id).limit(batch)
    found = session.scalars(query.with_for_update()).all()
    fitting = [each for each in found if criteria.fits(each.name, each.email)]
    if held.status is RemovalStatus.RUNNING:
        for signature in fitting:
            signature.removal_id = held.id
            end(signature, SignatureStatus.REMOVED, Suspicion.BULK.value)
        held.removed += len(fitting)
    else:
        held.expected += len(fitting)
    if found:
        held.last_id = found[-1].id
    else:
        _settle(held)
    return bool(found)


def _settle(held: SignatureRemoval) -> None:
    if held.status is RemovalStatus.COUNTING:
        held.status = moved(REMOVAL, held.status, RemovalStatus.PREVIEWED)
        return
    held.status, held.ended_at = moved(REMOVAL, held.status, RemovalStatus.DONE), clock.now()
    detail = {"removal": held.id, "removed": held.removed}
    record(Action.PETITION_REMOVAL_DONE, held.petition, by=held.by, detail=detail)


def _conditions(removal: SignatureRemoval, criteria: Criteria) -> list[ColumnElement[bool]]:
    """Ask for what is not encrypted; unconfirmed ones too, or an attacker would store them up."""
    wanted = {SignatureStatus.QUARANTINED} if criteria.only_quarantined else CURRENT
    conditions = [
        Signature.petition_id == removal.petition_id,
        Signature.id > removal.last_id,
        Signature.status.in_(wanted),
        Signature.created_at <= removal.created_at,
    ]
    if criteria.area:
        conditions.append(Signature.area == criteria.area)
    if criteria.since:
        conditions.append(Signature.created_at >= datetime.fromisoformat(criteria.since))
    if criteria.until:
        conditions.append(Signature.created_at < datetime.fromisoformat(criteria.until))
    return conditions


def _locked(removal: SignatureRemoval) -> SignatureRemoval:
    query = select(SignatureRemoval).where(SignatureRemoval.id == removal.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
