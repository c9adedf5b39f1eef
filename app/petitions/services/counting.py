"""Count: the only place that writes counts and the public log.

A signature is counted by getting its line in the log; its own row is not touched. One transaction takes
a batch, under a lock of the petition's row, so a counter that dies leaves nothing behind and two never
count at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, func, insert, literal, select
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
    LogKind,
    LogLine,
    LogTile,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureStatus,
    Uncounted,
)
from app.petitions.queries import counts
from app.petitions.queries import petitions as queries
from app.petitions.rules.log import line_of
from app.petitions.rules.merkle import FULL_TILE, WIDTH, leaf_hash, tile_root

BATCH = 10_000
#: What ends a signature is said in the log by the same word.
_ENDED = [SignatureStatus.WITHDRAWN, SignatureStatus.REMOVED]
_ORDER = (Signature.confirmed_at, Signature.id)


def count_batch(petition_id: int, most: int = BATCH) -> int:
    """Look at up to so many changed signatures and paper rows each; give how many there were."""
    petition = queries.locked(session.get_one(Petition, petition_id))
    before, first = petition.total, petition.log_size
    changed = _changed(petition, most)
    lines = _log_signatures(petition, changed)
    paper = _log_paper(petition, first + len(lines), most)
    if lines or paper:
        append_lines(petition, lines + paper)
        add_up(petition, counts.tally(petition_id, first))
        petition.counted_at = clock.now()
        session.flush()
        touch(f"petition:{petition.slug}", "petitions")
        announce(CountChanged(petition, before))
    return len(changed) + len(paper)


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


def add_up(petition: Petition, tally: counts.Tally) -> None:
    """Add to what is kept: the totals, and the steps of each area and day."""
    petition.signature_count += tally.signed
    petition.paper_count += tally.paper
    areas = [
        {"petition_id": petition.id, "area": area, "count": step}
        for area, step in tally.areas.items()
        if step
    ]
    if areas:
        table = upsert(AreaCount)
        key = [AreaCount.petition_id, AreaCount.area]
        added = {"count": AreaCount.count + table.excluded.count}
        session.execute(table.on_conflict_do_update(index_elements=key, set_=added), areas)
    days = [
        {
            "petition_id": petition.id,
            "on": on,
            "source": source,
            "signed": tally.came[on, source],
            "ended": tally.left[on, source],
        }
        for on, source in tally.came.keys() | tally.left.keys()
    ]
    if days:
        table = upsert(DayCount)
        key = [DayCount.petition_id, DayCount.on, DayCount.source]
        added = {name: getattr(DayCount, name) + table.excluded[name] for name in ("signed", "ended")}
        session.execute(table.on_conflict_do_update(index_elements=key, set_=added), days)


def _changed(petition: Petition, most: int) -> Sequence[int]:
    """Take rows off the list of what changed; one that is written meanwhile waits for the next batch.

    Taken first: what else this transaction asks about these signatures is asked after they were written.
    """
    query = select(Uncounted.id, Uncounted.signature_id).where(Uncounted.petition_id == petition.id)
    rows = session.execute(query.order_by(Uncounted.id).limit(most)).all()
    taken = delete(Uncounted).where(_one_of(Uncounted.id, [each for each, _signature in rows]))
    session.execute(taken.execution_options(synchronize_session=False))
    return [signature for _each, signature in rows]


def _log_signatures(petition: Petition, changed: Sequence[int]) -> list[str]:
    """Give signatures the lines that they lack, in the order of confirmation: that they stand, or ended.

    One that ends while this is done has stood, and gets its last line in the next batch.
    """
    said = _first_lines(changed)
    columns = (Signature.id, Signature.status, Signature.commitment)
    query = select(*columns).where(_one_of(Signature.id, changed)).order_by(*_ORDER)
    new, ended = {}, {}
    for each, status, commitment in session.execute(query):
        if status is SignatureStatus.CONFIRMED and each not in said:
            new[each] = commitment
        elif status in _ENDED and each in said:
            ended[each] = LogKind(status)
    _write_first_lines(petition, new)
    lines = [line_of(LogKind.SIGNED, commitment) for commitment in new.values()]
    return lines + _log_ended(petition, petition.log_size + len(new), ended, said)


def _first_lines(ids: Iterable[int]) -> dict[int, int]:
    query = select(LogLine.signature_id, LogLine.leaf_index)
    rows = session.execute(query.where(_one_of(LogLine.signature_id, ids), LogLine.of_index.is_(None)))
    return {each: index for each, index in rows if each is not None}


def _write_first_lines(petition: Petition, ids: Iterable[int]) -> None:
    number = petition.log_size - 1 + func.row_number().over(order_by=_ORDER)
    line = (literal(petition.id), number, literal(LogKind.SIGNED.value), Signature.commitment, Signature.id)
    names = ("petition_id", "leaf_index", "kind", "commitment", "signature_id")
    session.execute(insert(LogLine).from_select(names, select(*line).where(_one_of(Signature.id, ids))))


def _log_ended(
    petition: Petition, first: int, kinds: Mapping[int, LogKind], said: Mapping[int, int]
) -> list[str]:
    if not kinds:
        return []
    query = select(LogLine.signature_id).where(
        _one_of(LogLine.signature_id, kinds), LogLine.of_index.is_not(None)
    )
    logged = set(session.scalars(query))
    ended = [(each, kind) for each, kind in kinds.items() if each not in logged]
    session.add_all(
        LogLine(petition_id=petition.id, leaf_index=index, kind=kind, of_index=said[each], signature_id=each)
        for index, (each, kind) in enumerate(ended, first)
    )
    session.flush()
    return [line_of(kind, None, said[each]) for each, kind in ended]


def _one_of(column: InstrumentedAttribute[Any], ids: Iterable[int]) -> ColumnElement[bool]:
    """Ask for rows by many numbers, which are written into the statement: as parameters they cost more.

    They lie close together, and PostgreSQL finds a short stretch of an index where it would not find each.
    """
    many = list(ids)
    numbers: BindParameter[list[int]] = bindparam(None, many, expanding=True, literal_execute=True)
    return column.in_(numbers) & column.between(min(many, default=0), max(many, default=0))


def _log_paper(petition: Petition, first: int, most: int) -> list[str]:
    query = (
        select(PaperRow)
        .join(PaperBatch, PaperBatch.id == PaperRow.batch_id)
        .where(PaperBatch.petition_id == petition.id, PaperBatch.status == BatchStatus.COUNTED)
        .where(PaperRow.is_valid.is_(True), PaperRow.leaf_index.is_(None))
        .order_by(PaperRow.id)
        .limit(most)
    )
    rows = session.scalars(query).all()
    for index, row in enumerate(rows, first):
        row.leaf_index = index
        line = {"leaf_index": index, "kind": LogKind.PAPER, "commitment": row.commitment}
        session.add(LogLine(petition_id=petition.id, **line))
    session.flush()
    return [line_of(LogKind.PAPER, row.commitment) for row in rows]
