"""Claim Gift Aid: once for each part, in files that can be made again."""

from collections.abc import Sequence

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.donations import queries
from app.donations.models import ClaimAdjustment, ClaimedPart, GiftAidClaim
from app.donations.queries.adjusting import adjustments_in, due_adjustments, is_adjusted_elsewhere
from app.donations.rules.gift_aid import MOST_ROWS, fitting
from app.organisations.models import Organisation


def make_claim(organisation: Organisation, *, by: User) -> GiftAidClaim:
    """Put what can be claimed for now into a claim, as much as one file holds, and what is to be adjusted."""
    queries.locked_charity(organisation)
    parts = [each for each in queries.claimable_parts(organisation) if each.obstacle is None]
    if not parts:
        raise Refused(_("There is nothing to claim for now."))
    claim = GiftAidClaim(organisation=organisation, made_at=clock.now(), by=by)
    session.add(claim)
    session.flush()
    _adjust(claim, sum(each.relief for each in parts[:MOST_ROWS]))
    for each in parts[:MOST_ROWS]:
        session.add(
            ClaimedPart(
                claim=claim,
                donation_id=each.donation.id,
                organisation_id=organisation.id,
                declaration=each.declaration,
                amount_minor=each.part,
            )
        )
    session.flush()
    record(Action.GIFT_AID_CLAIMED, claim, by=by, on_behalf_of=organisation)
    return claim


def take_back_claim(claim: GiftAidClaim, parts: Sequence[ClaimedPart], *, by: User) -> None:
    """Take back a claim that was never sent: its gifts can be claimed for anew."""
    if is_adjusted_elsewhere(claim):
        raise Refused(_("A later file tells HMRC of gifts in this one. Take that one back first."))
    record(Action.GIFT_AID_CLAIM_TAKEN_BACK, claim, by=by, on_behalf_of=claim.organisation)
    for each in (*adjustments_in(claim), *parts):
        session.delete(each)
    session.flush()
    session.delete(claim)
    session.flush()


def note_file(claim: GiftAidClaim, *, by: User) -> None:
    """Write down that someone took the file of a claim."""
    record(Action.GIFT_AID_FILE_TAKEN, claim, by=by, on_behalf_of=claim.organisation)


def _adjust(claim: GiftAidClaim, relief: int) -> None:
    """Let a claim tell what was claimed too much before, up to what it claims itself; the rest waits."""
    due = due_adjustments(claim.organisation)
    for each, fits in zip(due, fitting([one.relief_minor for one in due], relief), strict=True):
        if fits:
            session.add(
                ClaimAdjustment(
                    claim_id=claim.id,
                    part_id=each.part.id,
                    amount_minor=each.amount_minor,
                    relief_minor=each.relief_minor,
                )
            )
