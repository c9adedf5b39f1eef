"""Gift Aid that was claimed and no longer holds, as the gift went back, was disputed or never was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.donations.models import (
    ClaimAdjustment,
    ClaimedPart,
    Dispute,
    DisputeStatus,
    Donation,
    DonationStatus,
    GiftAidClaim,
)
from app.donations.rules.gift_aid import relief_on
from app.donations.rules.giving import kept_for
from app.organisations.models import Organisation


@dataclass(frozen=True)
class Adjustment:
    """What was claimed too much on a part, and HMRC has not been told of; below nought when it came back."""

    part: ClaimedPart
    amount_minor: int
    relief_minor: int


def due_adjustments(organisation: Organisation) -> Sequence[Adjustment]:
    """Give what a charity has to tell HMRC of earlier claims, the oldest first."""
    of_part = ClaimAdjustment.part_id == ClaimedPart.id
    told = select(func.coalesce(func.sum(ClaimAdjustment.amount_minor), 0)).where(of_part).scalar_subquery()
    is_lost = exists().where(Dispute.donation_id == Donation.id, Dispute.status == DisputeStatus.LOST)
    query = (
        select(ClaimedPart, is_lost, told)
        .join(Donation, Donation.id == ClaimedPart.donation_id)
        .where(
            ClaimedPart.organisation_id == organisation.id,
            or_(
                Donation.refunded_minor > 0,
                Donation.status != DonationStatus.PAID,
                is_lost,
                exists().where(of_part),
            ),
        )
        .options(joinedload(ClaimedPart.donation).joinedload(Donation.fund))
        .order_by(ClaimedPart.id)
    )
    found = [_adjustment(part, lost, int(already)) for part, lost, already in session.execute(query)]
    return [each for each in found if each.amount_minor]


def is_adjusted_elsewhere(claim: GiftAidClaim) -> bool:
    """Tell whether another claim tells HMRC that something of this one was too much."""
    query = select(ClaimAdjustment.id).join(ClaimedPart, ClaimedPart.id == ClaimAdjustment.part_id)
    return session.scalar(query.where(ClaimedPart.claim_id == claim.id).limit(1)) is not None


def adjustments_in(claim: GiftAidClaim) -> Sequence[ClaimAdjustment]:
    """Give what a claim tells of earlier ones."""
    return session.scalars(select(ClaimAdjustment).where(ClaimAdjustment.claim_id == claim.id)).all()


def told_in_claims(organisation: Organisation) -> Mapping[int, int]:
    """Give how much each claim of a charity tells HMRC was claimed too much before."""
    query = (
        select(ClaimAdjustment.claim_id, func.sum(ClaimAdjustment.relief_minor))
        .join(GiftAidClaim, GiftAidClaim.id == ClaimAdjustment.claim_id)
        .where(GiftAidClaim.organisation_id == organisation.id)
        .group_by(ClaimAdjustment.claim_id)
    )
    return {claim_id: int(relief) for claim_id, relief in session.execute(query)}


def _adjustment(part: ClaimedPart, is_lost: bool, told: int) -> Adjustment:  # noqa: FBT001  # a row of the query
    gift, standing = part.donation, part.amount_minor - told
    is_gone = is_lost or gift.status is not DonationStatus.PAID
    kept = 0 if is_gone else kept_for(part.organisation_id, gift)
    return Adjustment(part, standing - kept, relief_on(standing) - relief_on(kept))
