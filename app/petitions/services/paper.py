"""Paper signatures: entered by one person, checked by another, then counted like the others."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import User
from app.asks.rules.evidence import Document
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.transitions import moved
from app.events.models import Event
from app.organisations.models import Organisation
from app.petitions.models import BatchStatus, PaperBatch, PaperRow, Petition, PetitionStatus
from app.petitions.queries.lists import rows_of
from app.petitions.rules.addresses import area_for
from app.petitions.rules.paper import PaperLine, paper_commitment, row_words
from app.petitions.rules.signing import SALT_BYTES
from app.petitions.rules.status import BATCH
from app.petitions.services.keeping import hold

_TAKES_PAPER = frozenset({PetitionStatus.OPEN, PetitionStatus.CLOSED})


@dataclass(frozen=True)
class PaperDetails:
    """Where sheets come from."""

    note: str = ""
    scan: Document | None = None
    event: Event | None = None


def begin_batch(
    petition: Petition, details: PaperDetails, *, by: User, on_behalf_of: Organisation
) -> PaperBatch:
    """Begin to enter sheets."""
    hold(petition)
    _check_takes_paper(petition)
    scan = details.scan
    batch = PaperBatch(
        petition=petition,
        event_id=details.event.id if details.event else None,
        status=BatchStatus.ENTERING,
        note=details.note,
        scan=scan.content if scan else None,
        scan_type=scan.media_type if scan else "",
        scan_hash=scan.sha256 if scan else "",
        entered_by_id=by.id,
        organisation=on_behalf_of,
        created_at=clock.now(),
    )
    session.add(batch)
    session.flush()
    record(
        Action.PETITION_PAPER_BEGUN, petition, by=by, on_behalf_of=on_behalf_of, detail={"batch": batch.id}
    )
    return batch


def enter_lines(batch: PaperBatch, lines: Sequence[PaperLine], *, by: User) -> list[PaperLine]:
    """Enter lines of a sheet; give those left out, since they stand on paper under this petition already."""
    held = _held(batch, BatchStatus.ENTERING)
    if held.entered_by_id != by.id:
        raise Refused(_("Somebody else is entering these sheets. Begin a batch of your own."))
    keys = [lookup_hash(row_words(held.petition_id, line)) for line in lines]
    known = _known(held.petition_id, keys)
    twice: list[PaperLine] = []
    for line, key in zip(lines, keys, strict=True):
        if key in known:
            twice.append(line)
            continue
        known.add(key)
        session.add(_row(held, line, key))
    session.flush()
    return twice


def leave_out_row(row: PaperRow, *, by: User) -> None:
    """Take a line out again while its sheet is being entered."""
    held = _held(row.batch, BatchStatus.ENTERING)
    if held.entered_by_id != by.id:
        raise Refused(_("Somebody else is entering these sheets. Begin a batch of your own."))
    session.delete(row)


def hand_to_checker(batch: PaperBatch, *, by: User) -> None:
    """Say that all is entered; somebody else has to check it now."""
    held = _held(batch, BatchStatus.ENTERING)
    if not rows_of(held):
        raise Refused(_("Enter at least one name first."))
    held.status = moved(BATCH, held.status, BatchStatus.CHECKING)
    record(Action.PETITION_PAPER_ENTERED, held.petition, by=by, detail={"batch": held.id})


def count_batch_rows(batch: PaperBatch, valid: Collection[int], *, by: User) -> int:
    """Count the rows that agree with the sheets (ids in `valid`); give how many. Not for who entered them."""
    held = _held(batch, BatchStatus.CHECKING)
    if held.entered_by_id == by.id:
        raise Refused(_("You entered these names, so somebody else has to check them."))
    rows = rows_of(held)
    for row in rows:
        row.is_valid = row.id in valid
    held.status = moved(BATCH, held.status, BatchStatus.COUNTED)
    held.checked_by_id, held.checked_at = by.id, clock.now()
    number = sum(bool(row.is_valid) for row in rows)
    detail = {"batch": held.id, "counted": number, "left_out": len(rows) - number}
    record(Action.PETITION_PAPER_COUNTED, held.petition, by=by, detail=detail)
    return number


def discard_batch(batch: PaperBatch, *, by: User) -> None:
    """Throw sheets away that were not counted; the names in them are forgotten."""
    held = _locked(batch)
    if BatchStatus.DISCARDED not in BATCH[held.status]:
        raise Refused(_("These sheets are counted already."))
    held.status = moved(BATCH, held.status, BatchStatus.DISCARDED)
    held.scan, held.scan_type = None, ""
    for row in rows_of(held):
        session.delete(row)
    record(Action.PETITION_PAPER_DISCARDED, held.petition, by=by, detail={"batch": held.id})


def forget_paper(petition_id: int) -> None:
    """Forget names, postcodes and scans of a petition's sheets; that they counted stays."""
    for batch in session.scalars(select(PaperBatch).where(PaperBatch.petition_id == petition_id)):
        batch.scan, batch.scan_type = None, ""
        for row in rows_of(batch):
            row.name = row.postcode = None


def _held(batch: PaperBatch, status: BatchStatus) -> PaperBatch:
    held = _locked(batch)
    if held.status is not status:
        raise Refused(_("Somebody else has gone on with these sheets. See how they stand now."))
    _check_takes_paper(held.petition)
    return held


def _check_takes_paper(petition: Petition) -> None:
    """Refuse names where nobody would count them, or forget them any more."""
    if petition.status not in _TAKES_PAPER or petition.anonymised_at is not None:
        raise Refused(_("This petition takes no names now."))


def _locked(batch: PaperBatch) -> PaperBatch:
    """Read the batch anew and keep others off the petition's paper until the transaction ends."""
    hold(batch.petition)
    query = select(PaperBatch).where(PaperBatch.id == batch.id)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _known(petition_id: int, keys: Sequence[str]) -> set[str]:
    query = (
        select(PaperRow.row_key)
        .join(PaperBatch, PaperBatch.id == PaperRow.batch_id)
        .where(PaperBatch.petition_id == petition_id, PaperRow.row_key.in_(keys))
    )
    return set(session.scalars(query.where(PaperRow.is_valid.is_not(False))))


def _row(batch: PaperBatch, line: PaperLine, key: str) -> PaperRow:
    salt = os.urandom(SALT_BYTES)
    return PaperRow(
        batch_id=batch.id,
        name=line.name,
        postcode=line.place or None,
        row_key=key,
        area=area_for(batch.petition.area_question, line.place),
        salt=salt,
        commitment=paper_commitment(salt, batch.petition_id, key, clock.now()),
    )
