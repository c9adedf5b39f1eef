"""What the counter looks for, and what it has written: by area, by day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select, union

from app.core.database import session
from app.petitions.models import (
    AreaCount,
    BatchStatus,
    DayCount,
    LogLine,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureSource,
    SignatureStatus,
    Uncounted,
)
from app.petitions.rules.small_areas import protected


@dataclass(frozen=True)
class Tally:
    """What lines of the log add up to: signed and ended by day and way, standing by area."""

    signed: int = 0
    paper: int = 0
    areas: Counter[str] = field(default_factory=Counter)
    came: Counter[tuple[date, SignatureSource]] = field(default_factory=Counter)
    left: Counter[tuple[date, SignatureSource]] = field(default_factory=Counter)
    #: Lines that say something else than their signature.
    untrue: int = 0


def uncounted_petitions() -> list[int]:
    """Give the ids of petitions for which the counter has something to do."""
    changed = select(Uncounted.petition_id).distinct()
    paper = (
        select(PaperBatch.petition_id)
        .distinct()
        .join(PaperRow, PaperRow.batch_id == PaperBatch.id)
        .where(PaperBatch.status == BatchStatus.COUNTED)
        .where(PaperRow.is_valid.is_(True), PaperRow.leaf_index.is_(None))
    )
    return sorted(session.scalars(union(changed, paper)))


def counted_since(moment: datetime) -> list[int]:
    """Give the ids of petitions that were counted since an instant and are to be counted anew."""
    recent = Petition.counted_at >= moment
    never = Petition.verified_at.is_(None) & Petition.counted_at.is_not(None)
    return list(session.scalars(select(Petition.id).where(recent | never).order_by(Petition.id)))


def shown_areas(petition: Petition) -> dict[str, int]:
    """Give the areas of a petition that may be shown, with rounded counts (`rules.small_areas`)."""
    query = select(AreaCount.area, AreaCount.count).where(
        AreaCount.petition_id == petition.id, AreaCount.area != "", AreaCount.count > 0
    )
    counts = {area: number for area, number in session.execute(query)}  # noqa: C416  # rows, not pairs
    return protected(counts, petition.total, can_be_unsaid=not petition.is_area_required)


def days_of(petition: Petition) -> list[tuple[date, int]]:
    """Give how many signatures were added on each day, less those that ended on it, oldest first."""
    change = func.sum(DayCount.signed - DayCount.ended)
    query = select(DayCount.on, change).where(DayCount.petition_id == petition.id)
    return [
        (on, int(number)) for on, number in session.execute(query.group_by(DayCount.on).order_by(DayCount.on))
    ]


def sources_of(petition: Petition) -> dict[SignatureSource, int]:
    """Give how many signatures that stand came by each way."""
    query = select(DayCount.source, func.sum(DayCount.signed - DayCount.ended)).where(
        DayCount.petition_id == petition.id
    )
    return {source: int(number) for source, number in session.execute(query.group_by(DayCount.source))}


def came_by(petition: Petition) -> tuple[dict[int, int], dict[int, int]]:
    """Give how many confirmed signatures came by the link of each host, and of each event."""
    found = []
    for column in (Signature.via_id, Signature.event_id):
        query = select(column, func.count()).where(
            Signature.petition_id == petition.id,
            Signature.status == SignatureStatus.CONFIRMED,
            column.is_not(None),
        )
        rows = session.execute(query.group_by(column))
        found.append({each: number for each, number in rows if each is not None})
    return found[0], found[1]


def signed_lately(petition_ids: list[int], since: date) -> dict[int, int]:
    """Give how many signed each of some petitions since a day."""
    query = select(DayCount.petition_id, func.sum(DayCount.signed)).where(
        DayCount.petition_id.in_(petition_ids), DayCount.on >= since
    )
    return {each: int(number) for each, number in session.execute(query.group_by(DayCount.petition_id))}


def removed_by_reason(petition: Petition) -> dict[str, int]:
    """Give how many signatures moderators took off, by reason."""
    query = select(Signature.ended_reason, func.count()).where(
        Signature.petition_id == petition.id, Signature.status == SignatureStatus.REMOVED
    )
    return {reason: number for reason, number in session.execute(query.group_by(Signature.ended_reason))}  # noqa: C416  # rows, not pairs


def tally(petition_id: int, first: int = 0) -> Tally:
    """Add the lines of a petition's log up anew, from one on, by what their signatures and paper rows say."""
    areas: Counter[str] = Counter()
    came: Counter[tuple[date, SignatureSource]] = Counter()
    left: Counter[tuple[date, SignatureSource]] = Counter()
    signed = paper = untrue = 0
    for is_end, is_true, source, area, on, number in session.execute(_signature_lines(petition_id, first)):
        (left if is_end else came)[as_day(on), source] += number
        step = -number if is_end else number
        areas[area] += step
        signed += step
        untrue += 0 if is_true else number
    for area, on, number in session.execute(_paper_lines(petition_id, first)):
        areas[area] += number
        came[as_day(on), SignatureSource.PAPER] += number
        paper += number
    return Tally(signed, paper, areas, came, left, untrue)


def written_tally(petition_id: int) -> Tally:
    """Give what the counter has written, in the same shape."""
    petition = session.get_one(Petition, petition_id)
    areas = select(AreaCount).where(AreaCount.petition_id == petition_id)
    days = session.scalars(select(DayCount).where(DayCount.petition_id == petition_id)).all()
    return Tally(
        petition.signature_count,
        petition.paper_count,
        Counter({each.area: each.count for each in session.scalars(areas)}),
        Counter({(each.on, each.source): each.signed for each in days}),
        Counter({(each.on, each.source): each.ended for each in days}),
    )


def _signature_lines(petition_id: int, first: int) -> Select[Any]:
    is_end = LogLine.of_index.is_not(None)
    is_true = is_end | (LogLine.commitment == Signature.commitment)
    on = func.date(case((is_end, Signature.ended_at), else_=Signature.confirmed_at))
    columns = (is_end, is_true, Signature.source, Signature.area, on)
    query = select(*columns, func.count()).join(Signature, Signature.id == LogLine.signature_id)
    return query.where(LogLine.petition_id == petition_id, LogLine.leaf_index >= first).group_by(*columns)


def _paper_lines(petition_id: int, first: int) -> Select[Any]:
    on = func.date(PaperBatch.checked_at)
    return (
        select(PaperRow.area, on, func.count())
        .join(PaperBatch, PaperBatch.id == PaperRow.batch_id)
        .where(PaperBatch.petition_id == petition_id, PaperRow.leaf_index >= first)
        .group_by(PaperRow.area, on)
    )


def as_day(value: date | str) -> date:
    """Give a day as both databases tell it (SQLite: as text)."""
    return date.fromisoformat(value) if isinstance(value, str) else value
