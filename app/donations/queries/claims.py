"""A charity's parts of gifts as Gift Aid sees them: what can be claimed for, and what not and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, exists, or_, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.database import session
from app.core.errors import existing
from app.donations.models import (
    Charity,
    ClaimedPart,
    Declaration,
    Donation,
    DonationStatus,
    GiftAidClaim,
    LedgerEntry,
    Posting,
)
from app.donations.queries.gift_aid import charity_of, covering_declarations
from app.donations.queries.gifts import disputed_among
from app.donations.rules.gift_aid import Claimable, Obstacle, ScheduleRow, british_day, obstacle_to, relief_on
from app.donations.rules.giving import kept_for
from app.organisations.models import Organisation

MOST_SHOWN = 1_000


@dataclass(frozen=True)
class Part:
    """A charity's part of one gift: `part` and `relief` in pence, and why it cannot be claimed for."""

    donation: Donation
    part: int
    relief: int
    declaration: Declaration | None
    obstacle: Obstacle | None


def locked_charity(organisation: Organisation) -> Charity:
    """Give what an organisation needs to claim, held until the transaction ends; raise NotFound without."""
    query = select(Charity).where(Charity.organisation_id == organisation.id).with_for_update()
    return existing(session.scalar(query))


def claimable_parts(organisation: Organisation, limit: int = MOST_SHOWN) -> Sequence[Part]:
    """Give the organisation's parts that no claim holds yet: those declared to it first, then by age.

    Most gifts are never declared: in their order of age they would soon fill every list.
    """
    claimed = select(ClaimedPart.donation_id).where(ClaimedPart.organisation_id == organisation.id)
    given = (
        select(LedgerEntry.donation_id)
        .join(Posting, Posting.entry_id == LedgerEntry.id)
        .where(Posting.organisation_id == organisation.id, LedgerEntry.donation_id.is_not(None))
    )
    query = (
        select(Donation)
        .where(
            Donation.id.in_(given),
            Donation.id.not_in(claimed),
            Donation.status == DonationStatus.PAID,
        )
        .options(joinedload(Donation.fund))
        .order_by(_is_declared_to(organisation).desc(), Donation.paid_at, Donation.id)
        .limit(limit)
    )
    return _parts(session.scalars(query).all(), organisation)


def _is_declared_to(organisation: Organisation) -> ColumnElement[int]:
    """Tell, as one or nought, whether a gift or its giver has a declaration to a charity that stands."""
    made = or_(
        Declaration.donation_id == Donation.id,
        Declaration.recurring_id == Donation.recurring_id,
        Declaration.email_key == Donation.email_key,
    )
    stands = Declaration.organisation_id == organisation.id, Declaration.cancelled_at.is_(None)
    return case((exists(select(Declaration.id).where(*stands, made)), 1), else_=0)


def claims_of(organisation: Organisation) -> Sequence[GiftAidClaim]:
    """Give the claims of a charity, newest first."""
    query = select(GiftAidClaim).where(GiftAidClaim.organisation_id == organisation.id)
    return session.scalars(query.options(joinedload(GiftAidClaim.by)).order_by(GiftAidClaim.id.desc())).all()


def claim_of(organisation: Organisation, claim_id: int) -> GiftAidClaim:
    """Give one claim of a charity; raise NotFound for another's."""
    query = select(GiftAidClaim).where(
        GiftAidClaim.organisation_id == organisation.id, GiftAidClaim.id == claim_id
    )
    return existing(session.scalar(query))


def parts_of_claim(claim: GiftAidClaim) -> Sequence[ClaimedPart]:
    """Give what a claim holds, as it was made."""
    query = select(ClaimedPart).where(ClaimedPart.claim_id == claim.id)
    query = query.options(joinedload(ClaimedPart.donation), joinedload(ClaimedPart.declaration))
    return session.scalars(query.order_by(ClaimedPart.id)).all()


def schedule_rows(claim: GiftAidClaim) -> Sequence[ScheduleRow]:
    """Give a claim as HMRC's lines."""
    return [
        ScheduleRow(
            title=each.declaration.title or "",
            first_name=each.declaration.first_name,
            last_name=each.declaration.last_name,
            house=each.declaration.house,
            postcode=each.declaration.postcode,
            given_on=_given_on(each.donation),
            amount=each.amount_minor,
        )
        for each in parts_of_claim(claim)
    ]


def _given_on(donation: Donation) -> date:
    """Give the day on which a gift was made, also one that was handed over by hand."""
    return donation.received_on or british_day(donation.paid_at or donation.created_at)


def _parts(donations: Sequence[Donation], organisation: Organisation) -> Sequence[Part]:
    """Give an organisation's parts of some gifts, in their order."""
    charity = charity_of(organisation.id)
    declarations = covering_declarations(donations, organisation.id)
    disputed = disputed_among(donations)
    found = []
    for donation in donations:
        declaration = declarations.get(donation.id)
        kept = kept_for(organisation.id, donation)
        is_cancelled = declaration is not None and declaration.cancelled_at is not None
        facts = Claimable(
            is_paid=donation.status is DonationStatus.PAID,
            given_on=_given_on(donation),
            currency=donation.currency,
            part=kept,
            is_charity=charity is not None and charity.is_claiming,
            has_declaration=declaration is not None and not is_cancelled,
            is_cancelled=is_cancelled,
            is_given_back=donation.refunded_minor >= donation.amount_minor,
            is_disputed=donation.id in disputed,
        )
        obstacle = obstacle_to(facts, british_day(clock.now()))
        found.append(Part(donation, kept, 0 if obstacle else relief_on(kept), declaration, obstacle))
    return found


def gift_aid_of(donation: Donation) -> Sequence[tuple[str, Part]]:
    """Give each host's name with its part of a gift, as Gift Aid sees it."""
    ids = [each for each, _weight in donation.weights]
    hosts = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    by_id = {host.id: host for host in hosts}
    shown = [by_id[each] for each in ids if each in by_id]
    return [(host.name, part) for host in shown for part in _parts([donation], host)]
