"""Lists of signers for those who may have them, read in parts so that a million costs no memory."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.core.database import session, streamed
from app.events.models import Event
from app.events.rules import SHOWN
from app.organisations.models import Organisation
from app.petitions.models import (
    DisplayName,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureConsent,
    SignatureStatus,
)

_AT_ONCE = 1_000
_NAMED = (DisplayName.FIRST_NAME, DisplayName.FULL_NAME)


def named_signers(petition: Petition) -> Iterator[tuple[str, str, str]]:
    """Give (name as they chose to show it, area, day) of all who agreed to be named."""
    columns = (Signature.name, Signature.display, Signature.area, Signature.confirmed_at)
    query = _named(petition).order_by(Signature.id).with_only_columns(*columns)
    for name, display, area, at in streamed(query, _AT_ONCE):
        shown = (name or "") if display is DisplayName.FULL_NAME else (name or "").split(" ")[0]
        yield shown, area, at.date().isoformat() if at else ""


def count_named(petition: Petition) -> int:
    """Count those who agreed to be named."""
    return session.scalar(_named(petition).with_only_columns(func.count())) or 0


def consenting_signers(petition: Petition, host: Organisation) -> Iterator[tuple[str, str, str, str]]:
    """Give (name, address, area, day) of all who said that this host may write to them."""
    query = (
        select(Signature.name, Signature.email, Signature.area, Signature.confirmed_at)
        .join(SignatureConsent, SignatureConsent.signature_id == Signature.id)
        .where(
            Signature.petition_id == petition.id,
            Signature.status == SignatureStatus.CONFIRMED,
            SignatureConsent.organisation_id == host.id,
        )
        .order_by(Signature.id)
    )
    for name, email, area, at in streamed(query, _AT_ONCE):
        yield name or "", email or "", area, at.date().isoformat() if at else ""


def count_consenting(petition: Petition) -> dict[int, int]:
    """Count for each host those who said that it may write to them."""
    query = (
        select(SignatureConsent.organisation_id, func.count())
        .join(Signature, Signature.id == SignatureConsent.signature_id)
        .where(Signature.petition_id == petition.id, Signature.status == SignatureStatus.CONFIRMED)
        .group_by(SignatureConsent.organisation_id)
    )
    return {host: number for host, number in session.execute(query)}  # noqa: C416  # rows, not pairs


def events_of(petition: Petition) -> Sequence[Event]:
    """Give the events of the petition's initiative that took place or will, latest first."""
    if petition.initiative_id is None:
        return []
    query = select(Event).where(Event.initiative_id == petition.initiative_id, Event.status.in_(SHOWN))
    return session.scalars(query.order_by(Event.starts_at.desc())).all()


def batches_of(petition: Petition) -> Sequence[PaperBatch]:
    """Give the batches of paper signatures, newest first."""
    query = select(PaperBatch).where(PaperBatch.petition_id == petition.id)
    return session.scalars(query.order_by(PaperBatch.id.desc())).all()


def batch_of(petition: Petition, batch_id: int) -> PaperBatch | None:
    """Give one batch of a petition."""
    query = select(PaperBatch).where(PaperBatch.petition_id == petition.id, PaperBatch.id == batch_id)
    return session.scalar(query)


def rows_of(batch: PaperBatch) -> Sequence[PaperRow]:
    """Give the rows of a batch, in the order in which they were entered."""
    return session.scalars(select(PaperRow).where(PaperRow.batch_id == batch.id).order_by(PaperRow.id)).all()


def row_of(batch: PaperBatch, row_id: int) -> PaperRow | None:
    """Give one row of a batch."""
    return session.scalar(select(PaperRow).where(PaperRow.batch_id == batch.id, PaperRow.id == row_id))


def count_rows(batches: Sequence[PaperBatch]) -> dict[int, int]:
    """Count the rows of some batches."""
    query = select(PaperRow.batch_id, func.count()).where(
        PaperRow.batch_id.in_([each.id for each in batches])
    )
    return {batch: number for batch, number in session.execute(query.group_by(PaperRow.batch_id))}  # noqa: C416  # rows, not pairs


def _named(petition: Petition) -> Select[Any]:
    return select(Signature).where(
        Signature.petition_id == petition.id,
        Signature.status == SignatureStatus.CONFIRMED,
        Signature.display.in_(_NAMED),
    )
