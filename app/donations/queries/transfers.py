"""Parts of gifts that are passed on to hosts: found by what the provider tells, and those that wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.database import session
from app.donations.models import Donation, Fund, Transfer, TransferStatus
from app.donations.queries.gifts import locked


def transfer_told_of(provider_id: str, reference: str) -> Transfer | None:
    """Give the transfer of the provider's id, or of our reference, held; its gift is held first."""
    query = select(Transfer.id, Transfer.donation_id).where(Transfer.provider_id == provider_id)
    row = session.execute(query).first()
    if row is None:
        gift, _dash, organisation = reference.rpartition("-")
        if not (gift and organisation.isascii() and organisation.isdigit()):
            return None
        query = (
            select(Transfer.id, Transfer.donation_id)
            .join(Donation, Donation.id == Transfer.donation_id)
            .where(Donation.reference == gift, Transfer.organisation_id == int(organisation))
        )
        row = session.execute(query).first()
    if row is None:
        return None
    locked(Donation, row.donation_id)
    return locked(Transfer, row.id)


def pending_transfers(donation_id: int) -> Sequence[Transfer]:
    """Give the parts of a gift that are to be sent."""
    query = select(Transfer).where(
        Transfer.donation_id == donation_id, Transfer.status == TransferStatus.PENDING
    )
    return session.scalars(query.order_by(Transfer.id)).all()


def gifts_to_pass_on(before: datetime, limit: int) -> Sequence[int]:
    """Give the gifts with parts that are to be sent or taken back, and were not asked about lately."""
    is_open = or_(
        Transfer.status == TransferStatus.PENDING, Transfer.reversing_minor > Transfer.reversed_minor
    )
    query = select(Transfer.donation_id).where(
        is_open, or_(Transfer.asked_at.is_(None), Transfer.asked_at < before)
    )
    return session.scalars(query.group_by(Transfer.donation_id).limit(limit)).all()


def refused_transfers_in(fund: Fund) -> Sequence[Transfer]:
    """Give the parts of a fund's gifts that the provider would not pass on."""
    query = (
        select(Transfer)
        .join(Donation, Donation.id == Transfer.donation_id)
        .where(Donation.fund_id == fund.id, Transfer.status == TransferStatus.FAILED)
        .options(joinedload(Transfer.organisation), contains_eager(Transfer.donation))
    )
    return session.scalars(query.order_by(Transfer.id)).all()


def refused_transfer_in(fund: Fund, transfer_id: int) -> Transfer | None:
    """Give one part that the provider would not pass on."""
    return next((each for each in refused_transfers_in(fund) if each.id == transfer_id), None)
