"""What the counter looks for, and what it has written: by area, by day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, text, union

from app.core.database import session
from app.petitions.models import (
    AreaCount,
    BatchStatus,
    DayCount,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureSource,
    SignatureStatus,
)
from app.petitions.models.signatures import UNCOUNTED, UNCOUNTED_END
from app.petitions.rules.small_areas import protected

Days = dict[tuple[date, SignatureSource], tuple[int, int]]


@dataclass(frozen=True)
class Tally:
    """A count made from the signatures themselves: signed and ended by day and way, standing by area."""

    signed: int
    paper: int
    areas: dict[str, int]
    days: Days


def uncounted_petitions() -> list[int]:
    """Give the ids of petitions for which the counter has something to do."""
    signed = select(Signature.petition_id).distinct().where(text(UNCOUNTED))
    ended = select(Signature.petition_id).distinct().where(text(UNCOUNTED_END))
    paper = (
        select(PaperBatch.petition_id)
        .distinct()
        .join(PaperRow, PaperRow.batch_id == PaperBatch.id)
        .where(PaperBatch.status == BatchStatus.COUNTED)
        .where(PaperRow.is_valid.is_(True), PaperRow.leaf_index.is_(None))
    )
    return sorted(session.scalars(union(signed, ended, paper)))


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
        query = _grouped(
            (Signature.petition_id == petition.id)
            & (Signature.status == SignatureStatus.CONFIRMED)
            & column.is_not(None),
            column,
        )
        found.append({each: number for each, number in session.execute(query)})  # noqa: C416  # rows, not pairs
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


def tally(petition_id: int) -> Tally:
    """Count a petition anew from its signatures and paper rows."""
    areas: Counter[str] = Counter()
    came: Counter[tuple[date, SignatureSource]] = Counter()
    left: Counter[tuple[date, SignatureSource]] = Counter()
    signed = paper = 0
    for source, on, area, ended_on, number in session.execute(_counted_rows(petition_id)):
        came[as_day(on), source] += number
        if ended_on is None:
            areas[area] += number
            signed += number
        else:
            left[as_day(ended_on), source] += number
    for area, on, number in session.execute(_paper_rows(petition_id)):
        areas[area] += number
        came[as_day(on), SignatureSource.PAPER] += number
        paper += number
    days = {key: (came[key], left[key]) for key in came.keys() | left.keys()}
    return Tally(signed, paper, dict(areas), days)


def written_tally(petition_id: int) -> Tally:
    """Give what the counter has written, in the same shape."""
    petition = session.get_one(Petition, petition_id)
    areas = select(AreaCount.area, AreaCount.count).where(AreaCount.petition_id == petition_id)
    days = select(DayCount).where(DayCount.petition_id == petition_id)
    return Tally(
        petition.signature_count,
        petition.paper_count,
        {area: number for area, number in session.execute(areas.where(AreaCount.count != 0))},  # noqa: C416  # rows, not pairs
        {(each.on, each.source): (each.signed, each.ended) for each in session.scalars(days)},
    )


def _grouped(condition: ColumnElement[bool], *columns: Any) -> Select[Any]:  # noqa: ANN401  # any columns
    return select(*columns, func.count()).where(condition).group_by(*columns)


def _counted_rows(petition_id: int) -> Select[Any]:
    """Ask for everything in one pass, since the signatures of a petition lie far apart on the disk."""
    counted = (Signature.petition_id == petition_id) & Signature.leaf_index.is_not(None)
    ended_on = case((Signature.end_index.is_not(None), func.date(Signature.ended_at)))
    return _grouped(counted, Signature.source, func.date(Signature.confirmed_at), Signature.area, ended_on)


def _paper_rows(petition_id: int) -> Select[Any]:
    on = func.date(PaperBatch.checked_at)
    return (
        select(PaperRow.area, on, func.count())
        .join(PaperBatch, PaperBatch.id == PaperRow.batch_id)
        .where(PaperBatch.petition_id == petition_id, PaperRow.leaf_index.is_not(None))
        .group_by(PaperRow.area, on)
    )


def as_day(value: date | str) -> date:
    """Give a day as both databases tell it (SQLite: as text)."""
    return date.fromisoformat(value) if isinstance(value, str) else value
