"""Read the trail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.audit.models import Action, AuditEntry
from app.audit.rules import Subject, subject_name
from app.core.database import session


def history_of(*subjects: Subject) -> Sequence[AuditEntry]:
    """Give all lines about some things, newest first."""
    names = [subject_name(subject) for subject in subjects]
    newest = (AuditEntry.at.desc(), AuditEntry.id.desc())
    return session.scalars(select(AuditEntry).where(AuditEntry.subject.in_(names)).order_by(*newest)).all()


def lately(action: Action, *subjects: Subject, since: datetime) -> Sequence[AuditEntry]:
    """Give the lines that tell of one thing done to some subjects since then, newest first."""
    names = [subject_name(subject) for subject in subjects]
    query = select(AuditEntry).where(
        AuditEntry.subject.in_(names), AuditEntry.action == action, AuditEntry.at > since
    )
    return session.scalars(query.order_by(AuditEntry.id.desc())).all()


def trail(
    *,
    before_id: int | None = None,
    action: Action | None = None,
    actor_id: int | None = None,
    subject: str | None = None,
    limit: int = 50,
) -> Sequence[AuditEntry]:
    """Give a page of the whole trail for staff, newest first."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    if action is not None:
        query = query.where(AuditEntry.action == action)
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if subject:
        query = query.where(AuditEntry.subject == subject)
    return session.scalars(query).all()
