"""The record of asks: entries, contacts, promises, documents and corrections."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from app.accounts.models import User
from app.asks.models import (
    Ask,
    AskStatus,
    AskTarget,
    Commitment,
    Correction,
    CorrectionStatus,
    EvidenceDocument,
    Standing,
    StatusEntry,
)
from app.asks.policies import edited_by
from app.asks.rules.status import OPEN_STANDINGS
from app.asks.rules.waiting import Watch
from app.cohosting.models import Host, HostStatus
from app.core.database import session
from app.organisations.models import Organisation
from app.organisations.policies import organised_by

MOST_WAITING = 100


def entries_of(ask: Ask) -> Sequence[StatusEntry]:
    """Give everything written about how an ask stands, latest first, with who wrote it."""
    query = (
        select(StatusEntry)
        .join(AskTarget, AskTarget.id == StatusEntry.ask_target_id)
        .where(AskTarget.ask_id == ask.id)
        .options(
            joinedload(StatusEntry.by),
            joinedload(StatusEntry.organisation),
            joinedload(StatusEntry.reviewed_for),
        )
    )
    return session.scalars(query.order_by(StatusEntry.on.desc(), StatusEntry.id.desc())).all()


def entry_by_id(entry_id: int) -> StatusEntry | None:
    """Give an entry with its ask and target, or None."""
    query = select(StatusEntry).where(StatusEntry.id == entry_id).options(joinedload(StatusEntry.ask_target))
    return session.scalar(query)


def waiting_entry(ask_target: AskTarget) -> StatusEntry | None:
    """Give the entry that waits for a second reader, or None."""
    query = select(StatusEntry).where(
        StatusEntry.ask_target_id == ask_target.id, StatusEntry.needs_review.is_(True)
    )
    return session.scalar(query.order_by(StatusEntry.id).limit(1))


def entries_to_read(user: User) -> Sequence[StatusEntry]:
    """Give the entries of other people that wait for a second reader at hosts of this user, oldest first."""
    another_host = exists(
        select(Host.id)
        .join(Organisation, Organisation.id == Host.organisation_id)
        .where(
            Host.cohosting_id == Ask.cohosting_id,
            Host.status == HostStatus.ACCEPTED,
            Host.organisation_id.is_distinct_from(StatusEntry.organisation_id),
            organised_by(user),
        )
    )
    query = _waiting().where(another_host, StatusEntry.by_id.is_distinct_from(user.id))
    return session.scalars(query).all()


def waiting_entries() -> Sequence[StatusEntry]:
    """Give every entry that waits for a second reader, oldest first, for staff."""
    return session.scalars(_waiting()).all()


def document_of(ask: Ask, document_id: int) -> tuple[EvidenceDocument, StatusEntry] | None:
    """Give a document of an ask with the entry that it belongs to, or None."""
    query = (
        select(EvidenceDocument, StatusEntry)
        .join(StatusEntry, StatusEntry.document_id == EvidenceDocument.id)
        .join(AskTarget, AskTarget.id == StatusEntry.ask_target_id)
        .where(AskTarget.ask_id == ask.id, EvidenceDocument.id == document_id)
        .options(undefer(EvidenceDocument.content))
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def documents_of(entries: Sequence[StatusEntry]) -> dict[int, EvidenceDocument]:
    """Give the documents of some entries by their number."""
    ids = [entry.document_id for entry in entries if entry.document_id]
    if not ids:
        return {}
    found = session.scalars(select(EvidenceDocument).where(EvidenceDocument.id.in_(ids)))
    return {document.id: document for document in found}


def corrections_of(ask: Ask) -> Sequence[Correction]:
    """Give the requests to correct what an ask's page says, waiting ones first, then the latest."""
    query = select(Correction).where(Correction.ask_id == ask.id).options(joinedload(Correction.organisation))
    order = (Correction.status != CorrectionStatus.WAITING, Correction.created_at.desc(), Correction.id)
    return session.scalars(query.order_by(*order)).all()


def correction_by_id(correction_id: int) -> Correction | None:
    """Give a request, or None."""
    return session.get(Correction, correction_id)


def corrections_to_answer(user: User) -> Sequence[Correction]:
    """Give the unanswered requests about asks of this user's hosts, oldest first."""
    query = (
        select(Correction)
        .join(Ask, Ask.id == Correction.ask_id)
        .where(Correction.status == CorrectionStatus.WAITING, edited_by(user))
        .options(joinedload(Correction.ask))
    )
    return session.scalars(query.order_by(Correction.id).limit(MOST_WAITING)).all()


def corrections_with_old_addresses(before: datetime) -> Sequence[Correction]:
    """Give the requests, answered before a moment, whose address is still kept."""
    query = select(Correction).where(Correction.answered_at < before, Correction.email.is_not(None))
    return session.scalars(query.order_by(Correction.id)).all()


def latest_commitment(ask_target: AskTarget) -> Commitment | None:
    """Give the promise that was kept last."""
    query = select(Commitment).where(Commitment.ask_target_id == ask_target.id)
    return session.scalars(query.order_by(Commitment.id.desc()).limit(1)).first()


def watch_of(ask_target: AskTarget) -> Watch:
    """Give what the calendar has to know of one ask put to one target."""
    noted_on = session.scalar(
        select(func.max(StatusEntry.on)).where(
            StatusEntry.ask_target_id == ask_target.id, StatusEntry.after == Standing.OVERDUE
        )
    )
    return Watch(ask_target.standing, ask_target.asked_on, ask_target.due_on, noted_on)


def due_to_turn(today: date, after_days: int) -> Sequence[int]:
    """Give the ids of what may have fallen silent or overdue; `turned` decides."""
    silent = and_(
        AskTarget.standing == Standing.ASKED, AskTarget.asked_on <= today - timedelta(days=after_days)
    )
    overdue = and_(
        AskTarget.standing.in_(OPEN_STANDINGS - {Standing.OVERDUE}),
        AskTarget.due_on < today,
    )
    query = (
        select(AskTarget.id)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(Ask.status == AskStatus.PUBLISHED, or_(silent, overdue))
    )
    return session.scalars(query.order_by(AskTarget.id)).all()


def asks_with_window_on(today: date) -> Sequence[Ask]:
    """Give the asks that are hidden, or shown again, from this day on."""
    turns = or_(Ask.hidden_from == today, Ask.hidden_until == today - timedelta(days=1))
    return session.scalars(select(Ask).where(Ask.status == AskStatus.PUBLISHED, turns)).all()


def _waiting() -> Select[StatusEntry]:
    return (
        select(StatusEntry)
        .join(AskTarget, AskTarget.id == StatusEntry.ask_target_id)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(StatusEntry.needs_review.is_(True), Ask.status == AskStatus.PUBLISHED)
        .options(
            joinedload(StatusEntry.ask_target).joinedload(AskTarget.ask),
            joinedload(StatusEntry.ask_target).joinedload(AskTarget.target),
            joinedload(StatusEntry.organisation),
        )
        .order_by(StatusEntry.id)
        .limit(MOST_WAITING)
    )
