"""Charities that claim Gift Aid, and what givers declared to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

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


def covering_declarations(donations: Collection[Donation], organisation_id: int) -> Mapping[int, Declaration]:
    """Give, by the gift's id, the declaration to a charity under which it can claim for each: the newest.

    One that was cancelled is given only when no other covers the gift; a gift without any is left out.
    """
    made = or_(
        Declaration.donation_id.in_([each.id for each in donations]),
        Declaration.recurring_id.in_({each.recurring_id for each in donations} - {None}),
        Declaration.email_key.in_({each.email_key for each in donations} - {None}),
    )
    query = select(Declaration).where(Declaration.organisation_id == organisation_id, made)
    by_mark: dict[tuple[str, object], list[Declaration]] = defaultdict(list)
    for declaration in session.scalars(query):
        for mark in _marks(declaration.donation_id, declaration.recurring_id, declaration.email_key):
            by_mark[mark].append(declaration)
    found = {}
    for donation in donations:
        covering = [
            each
            for mark in _marks(donation.id, donation.recurring_id, donation.email_key)
            for each in by_mark[mark]
            if _covers(each, donation)
        ]
        if covering:
            found[donation.id] = max(covering, key=lambda each: (each.cancelled_at is None, each.id))
    return found


def _marks(
    donation_id: int | None, recurring_id: int | None, email_key: str | None
) -> list[tuple[str, object]]:
    """Give all by which a gift and a declaration know each other."""
    marks = {"gift": donation_id, "monthly": recurring_id, "giver": email_key}
    return [(name, value) for name, value in marks.items() if value is not None]


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
