"""Make the whole count anew, repair what differs, check the log, and publish its head."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import zip_longest
from logging import getLogger

from sqlalchemy import delete

from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.revisions import touch
from app.petitions.facts import CountChanged
from app.petitions.models import AreaCount, DayCount, Petition, TreeHead
from app.petitions.queries import counts
from app.petitions.queries import petitions as queries
from app.petitions.queries.log import daily_heads, full_subtrees, lines, newest_head, tiles
from app.petitions.rules import merkle
from app.petitions.rules.merkle import FULL_TILE, HASH, leaf_hash, tile_root, tiles_of
from app.petitions.services.counting import add_up

_log = getLogger(__name__)


def recount(petition_id: int) -> bool:
    """Compare the count with the signatures themselves and repair it; tell whether it was right.

    What was wrong stands in the audit trail and in the server's log, which is the alarm.
    """
    petition = queries.locked(session.get_one(Petition, petition_id))
    found, written = counts.tally(petition_id), counts.written_tally(petition_id)
    is_right, is_log_right = found == written, check_log(petition)
    petition.verified_at = clock.now()
    if not is_right:
        before = petition.total
        _repair(petition, found)
        announce(CountChanged(petition, before))
    if not (is_right and is_log_right):
        detail = {
            "written": written.signed + written.paper,
            "found": found.signed + found.paper,
            "is_log_right": is_log_right,
        }
        record(Action.PETITION_COUNT_REPAIRED, petition, detail=detail)
        _log.error("a petition's count or log was wrong", extra={"petition": petition_id, **detail})
    touch(f"petition:{petition.slug}", "petitions")
    return is_right and is_log_right


def check_log(petition: Petition) -> bool:
    """Tell whether the kept tree is the tree over the lines, and begins with every published head."""
    hashes: Iterable[bytes] = _leaf_hashes(petition)
    size, level = petition.log_size, 0
    while size:
        roots = _checked_roots(petition, level, size, hashes)
        if roots is None:
            return False
        hashes, size, level = roots, len(roots), level + 1
    full = full_subtrees(petition.id)
    return all(merkle.root(head.size, full) == head.root for head in daily_heads(petition))


def publish_head(petition_id: int) -> bool:
    """Sign and keep the log's head, once for each size; tell whether it was new."""
    petition = queries.locked(session.get_one(Petition, petition_id))
    if petition.log_size == 0 or session.get(TreeHead, (petition_id, petition.log_size)) is not None:
        return False
    session.add(TreeHead(petition_id=petition_id, **asdict(newest_head(petition))))
    touch(f"petition:{petition.slug}")
    return True


def _leaf_hashes(petition: Petition) -> Iterator[bytes]:
    for line in lines(petition.id, 0, petition.log_size):
        yield leaf_hash(line.encode())


def _checked_roots(petition: Petition, level: int, size: int, hashes: Iterable[bytes]) -> list[bytes] | None:
    """Give the roots of the full tiles of a level; None when it does not hold exactly these hashes."""
    roots, length = [], 0
    for wanted, kept in zip_longest(tiles_of(hashes), tiles(petition.id, level)):
        if wanted != kept:
            return None
        length += len(wanted)
        if len(wanted) == FULL_TILE:
            roots.append(tile_root(wanted))
    return roots if length == size * HASH else None


def _repair(petition: Petition, found: counts.Tally) -> None:
    for table in (AreaCount, DayCount):
        session.execute(delete(table).where(table.petition_id == petition.id))
    petition.signature_count = petition.paper_count = 0
    add_up(petition, found)
