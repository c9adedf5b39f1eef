"""The public log: its lines, its tree, its signed heads, and proofs from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, select, type_coerce

from app.core.crypto import sign_publicly
from app.core.database import session, streamed
from app.petitions.models import LogKind, LogLine, LogTile, Petition, Signature, TreeHead
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
    yield from streamed(query.order_by(LogTile.number), _TILES_AT_ONCE).scalars()


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
    """Give the proof that a commitment is in the log; None when it is not, or not yet.

    What the counter has added since the petition was read is not in its log yet.
    """
    # Asked by the commitment alone, so that no database looks through all signatures of the petition.
    query = select(Signature).where(Signature.commitment == commitment)
    signature = next((each for each in session.scalars(query) if each.petition_id == petition.id), None)
    index = line_number(signature) if signature else None
    if signature is None or index is None or index >= petition.log_size:
        return None
    is_end = LogLine.of_index.is_not(None) & (LogLine.leaf_index < petition.log_size)
    ended_by = session.scalar(_index_of(signature).where(is_end))
    path = merkle.inclusion_proof(index, petition.log_size, full_subtrees(petition.id))
    return Found(index, line_of(LogKind.SIGNED, commitment), path, ended_by)


def line_number(signature: Signature) -> int | None:
    """Give the number of the line that says it was signed; None when it has none, or not yet."""
    return session.scalar(_index_of(signature).where(LogLine.of_index.is_(None)))


def _index_of(signature: Signature) -> Select[int]:
    return select(LogLine.leaf_index).where(LogLine.signature_id == signature.id)


def lines(petition_id: int, first: int, end: int) -> Iterator[str]:
    """Give the lines of the log from one number up to (without) another, read in parts."""
    for start in range(first, end, MOST_LINES):
        last = min(end, start + MOST_LINES) - 1
        kind = type_coerce(LogLine.kind, String)  # as text: a million enums take longer to make than to hash
        query = select(kind, LogLine.commitment, LogLine.of_index).where(
            LogLine.petition_id == petition_id, LogLine.leaf_index.between(start, last)
        )
        for said, commitment, of in session.execute(query.order_by(LogLine.leaf_index)):
            yield line_of(said, commitment, of)
