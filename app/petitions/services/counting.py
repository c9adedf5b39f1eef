"""Count: the only place that writes counts and the public log.

A signature is counted by getting its line in the log. One transaction takes a batch, under a lock of
the petition's row, so a counter that dies leaves nothing behind and two never count at once.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, func, insert, select, text, update
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.database import insert as upsert
from app.core.database import session
from app.core.facts import announce
from app.core.revisions import touch
from app.petitions.facts import CountChanged
from app.petitions.models import (
    AreaCount,
    BatchStatus,
    DayCount,
    LogEnd,
    LogKind,
    LogTile,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureSource,
    SignatureStatus,
)
from app.petitions.models.signatures import UNCOUNTED, UNCOUNTED_END
from app.petitions.queries import petitions as queries
from app.petitions.queries.counts import as_day
from app.petitions.rules.log import line_of
from app.petitions.rules.merkle import FULL_TILE, WIDTH, leaf_hash, tile_root

BATCH = 10_000
_ENDS = {SignatureStatus.WITHDRAWN: LogKind.WITHDRAWN, SignatureStatus.REMOVED: LogKind.REMOVED}


class _Changes:
    """What a batch adds: lines for the log, and steps of the counts."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.areas: Counter[str] = Counter()
        self.signed: Counter[tuple[date, SignatureSource]] = Counter()
        self.ended: Counter[tuple[date, SignatureSource]] = Counter()

    def came(self, area: str, on: date, source: SignatureSource, number: int = 1) -> None:
        self.areas[area] += number
        self.signed[on, source] += number

    def left(self, area: str, on: date, source: SignatureSource) -> None:
        self.areas[area] -= 1
        self.ended[on, source] += 1


def count_batch(petition_id: int, most: int = BATCH) -> int:
    """Count up to so many signatures, paper rows and ends each; give how many lines that made."""
    petition = queries.locked(session.get_one(Petition, petition_id))
    before, changes = petition.total, _Changes()
    _count_signed(petition, changes, most)
    _count_paper(petition, changes, most)
    _count_ended(petition, changes, most)
    if not changes.lines:
        return 0
    append_lines(petition, changes.lines)
    _write_journals(petition, changes)
    petition.counted_at = clock.now()
    session.flush()
    touch(f"petition:{petition.slug}", "petitions")
    announce(CountChanged(petition, before))
    return len(changes.lines)


def append_lines(petition: Petition, lines: list[str]) -> None:
    """Add lines to the log's tree: hashes to the last tile of level 0, roots of full tiles above."""
    hashes, level, first = [leaf_hash(line.encode()) for line in lines], 0, petition.log_size
    while hashes:
        number, offset = divmod(first, WIDTH)
        tile = session.get(LogTile, (petition.id, level, number)) if offset else None
        row = b"".join([tile.hashes if tile else b"", *hashes])
        tiles = [row[at : at + FULL_TILE] for at in range(0, len(row), FULL_TILE)]
        if tile is not None:
            tile.hashes = tiles[0]
        for step, content in list(enumerate(tiles))[1 if tile else 0 :]:
            session.add(LogTile(petition_id=petition.id, level=level, number=number + step, hashes=content))
        hashes = [tile_root(content) for content in tiles if len(content) == FULL_TILE]
        level, first = level + 1, number
    petition.log_size += len(lines)


def _count_signed(petition: Petition, changes: _Changes, most: int) -> None:
    mine, first = Signature.petition_id == petition.id, petition.log_size
    numbered = _numbered(Signature.leaf_index, mine & text(UNCOUNTED), Signature.confirmed_at, first, most)
    rows = _in_order(numbered.returning(Signature.leaf_index, Signature.commitment))
    if not rows:
        return
    changes.lines += [line_of(LogKind.SIGNED, commitment) for _index, commitment in rows]
    day = func.date(Signature.confirmed_at)
    new = mine & Signature.leaf_index.between(first, rows[-1][0])
    query = select(Signature.area, day, Signature.source, func.count()).where(new)
    for area, on, source, number in session.execute(query.group_by(Signature.area, day, Signature.source)):
        changes.came(area, as_day(on), source, number)
        petition.signature_count += number


def _count_ended(petition: Petition, changes: _Changes, most: int) -> None:
    mine, first = Signature.petition_id == petition.id, petition.log_size + len(changes.lines)
    numbered = _numbered(Signature.end_index, mine & text(UNCOUNTED_END), Signature.ended_at, first, most)
    columns = (
        Signature.end_index,
        Signature.leaf_index,
        Signature.status,
        Signature.area,
        Signature.ended_at,
        Signature.source,
    )
    rows = _in_order(numbered.returning(*columns))
    for _index, of, status, area, at, source in rows:
        changes.lines.append(line_of(_ENDS[status], of))
        changes.left(area, at.date(), source)
        petition.signature_count -= 1
    if rows:
        ends = [
            {"petition_id": petition.id, "leaf_index": index, "kind": _ENDS[status], "of_index": of, "at": at}
            for index, of, status, _area, at, _source in rows
        ]
        session.execute(insert(LogEnd), ends)


def _count_paper(petition: Petition, changes: _Changes, most: int) -> None:
    query = (
        select(PaperRow, PaperBatch)
        .join(PaperBatch, PaperBatch.id == PaperRow.batch_id)
        .where(PaperBatch.petition_id == petition.id, PaperBatch.status == BatchStatus.COUNTED)
        .where(PaperRow.is_valid.is_(True), PaperRow.leaf_index.is_(None))
        .order_by(PaperRow.id)
        .limit(most)
    )
    for row, batch in session.execute(query):
        row.leaf_index = petition.log_size + len(changes.lines)
        changes.lines.append(line_of(LogKind.PAPER, row.commitment))
        at = batch.checked_at or batch.created_at
        changes.came(row.area, at.date(), SignatureSource.PAPER)
        petition.paper_count += 1


def _numbered(
    column: InstrumentedAttribute[int | None],
    wanted: ColumnElement[bool],
    order: InstrumentedAttribute[datetime | None],
    first: int,
    most: int,
) -> Update:
    """Give the one statement that numbers up to so many signatures; others cannot change them meanwhile."""
    picked = select(Signature.id, order.label("at")).where(wanted).order_by(order, Signature.id)
    cte = picked.limit(most).with_for_update().cte("picked")
    place = func.row_number().over(order_by=(cte.c.at, cte.c.id)).label("place")
    ranked = select(cte.c.id, place).cte("ranked")
    return (
        update(Signature)
        .where(Signature.id == ranked.c.id)
        .values({column: first - 1 + ranked.c.place})
        .execution_options(synchronize_session=False)
    )


def _in_order(statement: Any) -> list[Any]:  # noqa: ANN401  # an update with returning
    """Run a numbering and give its rows by number, which comes first."""
    return sorted(session.execute(statement), key=lambda row: row[0])


def _write_journals(petition: Petition, changes: _Changes) -> None:
    areas = [
        {"petition_id": petition.id, "area": area, "count": step}
        for area, step in changes.areas.items()
        if step
    ]
    if areas:
        table = upsert(AreaCount)
        key = [AreaCount.petition_id, AreaCount.area]
        session.execute(
            table.on_conflict_do_update(
                index_elements=key, set_={"count": AreaCount.count + table.excluded.count}
            ),
            areas,
        )
    days = [
        {
            "petition_id": petition.id,
            "on": on,
            "source": source,
            "signed": changes.signed[on, source],
            "ended": changes.ended[on, source],
        }
        for on, source in changes.signed.keys() | changes.ended.keys()
    ]
    counts = upsert(DayCount)
    added = {
        "signed": DayCount.signed + counts.excluded.signed,
        "ended": DayCount.ended + counts.excluded.ended,
    }
    key = [DayCount.petition_id, DayCount.on, DayCount.source]
    session.execute(counts.on_conflict_do_update(index_elements=key, set_=added), days)
