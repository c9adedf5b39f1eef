"""The public log: its lines, its tree, its signed heads, and proofs from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.crypto import sign_publicly
from app.core.database import session
from app.petitions.models import LogEnd, LogKind, LogTile, PaperBatch, PaperRow, Petition, Signature, TreeHead
from app.petitions.rules import merkle
from app.petitions.rules.log import MOST_LINES, head_text, line_of
from app.petitions.rules.merkle import HALVINGS, HASH, WIDTH, FullSubtree

_TILES_AT_ONCE = 100


@dataclass(frozen=True)
class Head:
    """The log's root at one size and time, signed."""

    size: int
    root: bytes
    at: datetime
    public_key: bytes
    signature: bytes


@dataclass(frozen=True)
class Found:
    """Where a commitment stands in the log, and what proves it against the newest head."""

    index: int
    line: str
    path: list[bytes]
    #: The number of the line that says it was withdrawn or removed, if one does.
    ended_by: int | None


def full_subtrees(petition_id: int) -> FullSubtree:
    """Give what `rules.merkle` reads a petition's tree by; each tile is read once."""
    tiles: dict[tuple[int, int], bytes] = {}

    def tile(level: int, number: int) -> bytes:
        if (level, number) not in tiles:
            found = session.get(LogTile, (petition_id, level, number))
            tiles[level, number] = found.hashes if found else b""
        return tiles[level, number]

    def full(height: int, index: int) -> bytes:
        level, halvings = divmod(height, HALVINGS)
        first = index << halvings
        number, offset = divmod(first, WIDTH)
        hashes = tile(level, number)
        many = range(offset, offset + (1 << halvings))
        return merkle.fold([hashes[at * HASH : (at + 1) * HASH] for at in many])

    return full


def tiles(petition_id: int, level: int) -> Iterator[bytes]:
    """Give the kept tiles of one level of a petition's tree in their order, read in parts."""
    query = select(LogTile.hashes).where(LogTile.petition_id == petition_id, LogTile.level == level)
    yield from session.scalars(query.order_by(LogTile.number).execution_options(yield_per=_TILES_AT_ONCE))


def newest_head(petition: Petition) -> Head:
    """Give the head of the log as it stands since it was last counted, signed."""
    root = merkle.root(petition.log_size, full_subtrees(petition.id))
    at = petition.counted_at or petition.opened_at or petition.created_at
    return signed_head(petition.slug, petition.log_size, root, at)


def signed_head(slug: str, size: int, root: bytes, at: datetime) -> Head:
    """Sign a head."""
    public_key, signature = sign_publicly(head_text(slug, size, root, at).encode())
    return Head(size, root, at, public_key, signature)


def daily_heads(petition: Petition, limit: int = 400) -> list[Head]:
    """Give the heads that were published, oldest first."""
    query = select(TreeHead).where(TreeHead.petition_id == petition.id).order_by(TreeHead.size.desc())
    found = session.scalars(query.limit(limit)).all()
    return [Head(each.size, each.root, each.at, each.public_key, each.signature) for each in reversed(found)]


def found_in_log(petition: Petition, commitment: bytes) -> Found | None:
    """Give the proof that a commitment is in the log; None when it is not, or not yet."""
    columns = (Signature.petition_id, Signature.leaf_index, Signature.end_index)
    # Asked by the commitment alone, so that no database looks through all signatures of the petition.
    rows = session.execute(select(*columns).where(Signature.commitment == commitment))
    row = next((each for each in rows if each.petition_id == petition.id), None)
    if row is None or row.leaf_index is None:
        return None
    path = merkle.inclusion_proof(row.leaf_index, petition.log_size, full_subtrees(petition.id))
    return Found(row.leaf_index, line_of(LogKind.SIGNED, commitment), path, row.end_index)


def lines(petition_id: int, first: int, end: int) -> Iterator[str]:
    """Give the lines of the log from one number up to (without) another, read in parts."""
    for start in range(first, end, MOST_LINES):
        found = _part(petition_id, start, min(end, start + MOST_LINES) - 1)
        yield from (found[index] for index in sorted(found))


def _part(petition_id: int, start: int, last: int) -> dict[int, str]:
    signed = select(Signature.leaf_index, Signature.commitment).where(
        Signature.petition_id == petition_id, Signature.leaf_index.between(start, last)
    )
    paper = (
        select(PaperRow.leaf_index, PaperRow.commitment)
        .join(PaperBatch, PaperBatch.id == PaperRow.batch_id)
        .where(PaperBatch.petition_id == petition_id, PaperRow.leaf_index.between(start, last))
    )
    ended = select(LogEnd.leaf_index, LogEnd.kind, LogEnd.of_index).where(
        LogEnd.petition_id == petition_id, LogEnd.leaf_index.between(start, last)
    )
    found: dict[Any, str] = {index: line_of(LogKind.SIGNED, of) for index, of in session.execute(signed)}
    found |= {index: line_of(LogKind.PAPER, of) for index, of in session.execute(paper)}
    return found | {index: line_of(kind, of) for index, kind, of in session.execute(ended)}
