"""Refunds and disputes: found by what the provider tells, and who is to hear of them."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.cohosting.models import Cohosting
from app.cohosting.queries import Reader, host_readers
from app.core.database import session
from app.donations.models import Dispute, Donation, Refund, RefundStatus
from app.donations.policies import KEEPING
from app.donations.queries.gifts import locked


def refund_told_of(provider_id: str, reference: str) -> Refund | None:
    """Give the refund of the provider's id, or of our reference, held; its gift is held first."""
    known = [Refund.provider_id == provider_id, *([Refund.reference == reference] if reference else [])]
    row = session.execute(select(Refund.id, Refund.donation_id).where(or_(*known))).first()
    return None if row is None else held_refund(row.id, row.donation_id)


def held_refund(refund_id: int, donation_id: int) -> Refund:
    """Give a refund, held, after its gift: always in this order."""
    locked(Donation, donation_id)
    return locked(Refund, refund_id)


def refund_by_reference(reference: str) -> Refund | None:
    """Give the refund of a reference."""
    return session.scalar(select(Refund).where(Refund.reference == reference))


def requested_refund(donation: Donation) -> Refund | None:
    """Give the refund of a gift about which nobody has decided yet."""
    query = select(Refund).where(Refund.donation_id == donation.id, Refund.status == RefundStatus.REQUESTED)
    return session.scalar(query.limit(1))


def refunds_at_provider(donation: Donation) -> int:
    """Give what the provider is known to have sent back of a gift, or to be sending."""
    sums = session.scalars(
        select(Refund.amount_minor).where(
            Refund.donation_id == donation.id,
            Refund.provider_id.is_not(None),
            Refund.status.in_((RefundStatus.PENDING, RefundStatus.SUCCEEDED)),
        )
    )
    return sum(sums)


def locked_dispute(provider_id: str) -> Dispute | None:
    """Give a dispute of the provider's id, held."""
    found = session.scalar(select(Dispute.id).where(Dispute.provider_id == provider_id))
    return None if found is None else locked(Dispute, found)


def keepers_of(cohosting: Cohosting) -> Sequence[Reader]:
    """Give those who look after the money of the accepted hosts, each person once."""
    return host_readers(cohosting, KEEPING)
