"""Charities that claim Gift Aid, and what givers declared to them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.donations.models import (
    Charity,
    Declaration,
    DeclarationScope,
    Donation,
    Fund,
    RecurringGift,
    Share,
)
from app.donations.rules.gift_aid import CURRENCY, is_covered


def charities_of(fund: Fund) -> Sequence[Charity]:
    """Give those of a fund's hosts that claim Gift Aid on their part, in the order of the shares."""
    if fund.currency != CURRENCY:
        return ()
    query = (
        select(Charity)
        .join(Share, Share.organisation_id == Charity.organisation_id)
        .where(Share.fund_id == fund.id, Share.weight > 0, Charity.is_claiming)
        .order_by(Share.id)
    )
    return session.scalars(query).all()


def charity_of(organisation_id: int) -> Charity | None:
    """Give what an organisation has written down to claim Gift Aid."""
    return session.scalar(select(Charity).where(Charity.organisation_id == organisation_id))


def declarations_on(gift: Donation | RecurringGift) -> Sequence[Declaration]:
    """Give what was declared with this gift, and what its giver declared with others that covers it too."""
    query = select(Declaration).options(joinedload(Declaration.organisation)).order_by(Declaration.id)
    if isinstance(gift, Donation):
        hosts = [each["organisation"] for each in gift.shares]
        found = session.scalars(query.where(_with(gift), Declaration.organisation_id.in_(hosts)))
        return [each for each in found if _covers(each, gift)]
    hosts_now = select(Share.organisation_id).where(Share.fund_id == gift.fund_id, Share.weight > 0)
    is_wider = and_(
        Declaration.email_key == gift.email_key,
        Declaration.scope != DeclarationScope.THIS,
        Declaration.organisation_id.in_(hosts_now),
    )
    own = Declaration.recurring_id == gift.id
    return session.scalars(query.where(own if gift.email_key is None else or_(own, is_wider))).all()


def is_made_with(declaration: Declaration, gift: Donation | RecurringGift) -> bool:
    """Tell whether a declaration was made with this very gift, or with the monthly one it is of."""
    if isinstance(gift, RecurringGift):
        return declaration.recurring_id == gift.id
    of_month = declaration.recurring_id is not None and declaration.recurring_id == gift.recurring_id
    return declaration.donation_id == gift.id or of_month


def is_declared(donation: Donation) -> bool:
    """Tell whether anything was declared that may cover a gift, to any of its hosts: asked of each gift."""
    if donation.currency != CURRENCY:
        return False
    asked_of = {
        "hosts": [each["organisation"] for each in donation.shares],
        "donation": donation.id,
        "recurring": donation.recurring_id,
        "giver": donation.email_key,
    }
    return session.connection().scalar(_ANY_DECLARATION, asked_of) is not None


def covering_declaration(donation: Donation, organisation_id: int) -> Declaration | None:
    """Give the declaration to a charity under which it can claim for a gift: its own one, else the newest.

    One that was cancelled is given only when no other covers the gift.
    """
    query = select(Declaration).where(Declaration.organisation_id == organisation_id, _with(donation))
    found = session.scalars(query.order_by(Declaration.id.desc())).all()
    covering = [each for each in found if _covers(each, donation)]
    return min(covering, key=lambda each: each.cancelled_at is not None, default=None)


def _with(donation: Donation) -> ColumnElement[bool]:
    """Give the condition that a declaration was made with a gift, or by whoever gave it."""
    found = [Declaration.donation_id == donation.id]
    if donation.recurring_id is not None:
        found.append(Declaration.recurring_id == donation.recurring_id)
    if donation.email_key is not None:
        found.append(Declaration.email_key == donation.email_key)
    return or_(*found)


def _covers(declaration: Declaration, donation: Donation) -> bool:
    given_at, is_own = donation.paid_at or donation.created_at, is_made_with(declaration, donation)
    return is_covered(declaration.scope, declaration.made_at, given_at, is_own=is_own)


#: Built once, as it is asked of each gift; what a gift does not have equals nothing.
_ANY_DECLARATION = (
    select(Declaration.id)
    .where(
        Declaration.organisation_id.in_(bindparam("hosts", expanding=True)),
        or_(
            Declaration.donation_id == bindparam("donation"),
            Declaration.recurring_id == bindparam("recurring"),
            Declaration.email_key == bindparam("giver"),
        ),
    )
    .limit(1)
)
