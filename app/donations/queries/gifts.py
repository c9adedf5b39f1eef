"""Gifts, monthly gifts and what becomes of them: by address, by the provider's ids, held for writing."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, text
from sqlalchemy.orm import joinedload

from app.core.database import Base, session
from app.core.errors import existing
from app.core.tokens import token_hash
from app.donations.models import (
    Dispute,
    DisputeStatus,
    Donation,
    Fund,
    RecurringGift,
    RecurringStatus,
    Refund,
    RefundStatus,
    Share,
    Transfer,
)
from app.donations.models.donations import WAITING, WITHOUT_FEE
from app.donations.rules.giving import THROUGH_PROVIDER

Row = TypeVar("Row", bound=Base)


def locked(kind: type[Row], row_id: int) -> Row:
    """Give a row, read anew and held until the transaction ends; raise NotFound when it is gone."""
    return existing(session.get(kind, row_id, populate_existing=True, with_for_update=True))


def donation_by_token(token: str) -> Donation | None:
    """Give the gift whose link this is."""
    return session.scalar(select(Donation).where(Donation.token_hash == token_hash(token)))


def donation_by_reference(reference: str) -> Donation | None:
    """Give the gift of a reference."""
    return session.scalar(select(Donation).where(Donation.reference == reference))


def recurring_by_token(token: str) -> RecurringGift | None:
    """Give the monthly gift whose link this is."""
    return session.scalar(select(RecurringGift).where(RecurringGift.token_hash == token_hash(token)))


def recurring_by_reference(reference: str) -> RecurringGift | None:
    """Give the monthly gift of a reference."""
    return session.scalar(select(RecurringGift).where(RecurringGift.reference == reference))


def locked_gift(reference: str) -> Donation | None:
    """Give the gift of a reference, held until the transaction ends."""
    return session.scalar(_OF_REFERENCE, {"reference": reference}) if reference else None


def locked_gift_of_payment(payment: str | None, charge: str | None = None) -> Donation | None:
    """Give the gift whose money this is, held until the transaction ends."""
    known = [Donation.payment_id == payment] if payment else []
    if charge:
        known.append(Donation.charge_id == charge)
    return _locked_donation(or_(*known)) if known else None


def locked_gift_of_invoice(invoice: str) -> Donation | None:
    """Give the gift of one month, held until the transaction ends."""
    return _locked_donation(Donation.invoice_id == invoice)


def gift_of_invoice(invoice: str) -> Donation | None:
    """Give the gift of one month as it is now, for who holds its monthly gift."""
    query = select(Donation).where(Donation.invoice_id == invoice)
    return session.scalar(query.execution_options(populate_existing=True))


def locked_recurring(subscription: str | None, reference: str = "") -> RecurringGift | None:
    """Give the monthly gift of the provider's id, or of the reference of its first gift, held.

    Whoever needs one of its gifts, too, holds that first: so no two wait for each other.
    """
    found = _recurring_id(subscription, reference)
    return locked(RecurringGift, found) if found is not None else None


def locked_first_gift(subscription: str | None, reference: str = "") -> Donation | None:
    """Give the gift with which the monthly gift of these ids begins, held."""
    found = _recurring_id(subscription, reference)
    first = select(func.min(Donation.id)).where(Donation.recurring_id == found).scalar_subquery()
    return _locked_donation(Donation.id == first) if found is not None else None


def gifts_of(recurring: RecurringGift) -> Sequence[Donation]:
    """Give what a monthly gift has made, newest first."""
    query = select(Donation).where(Donation.recurring_id == recurring.id).order_by(Donation.id.desc())
    return session.scalars(query).all()


def held_with_its_gifts(recurring: RecurringGift) -> list[Donation | RecurringGift]:
    """Give a monthly gift and all that it has made, held; its gifts first, as everywhere."""
    ids = select(Donation.id).where(Donation.recurring_id == recurring.id).order_by(Donation.id)
    session.execute(ids.with_for_update())
    return [locked(RecurringGift, recurring.id), *gifts_of(recurring)]


def weights_of(fund: Fund) -> list[dict[str, int]]:
    """Give the shares of today, as a gift keeps them."""
    query = select(Share.organisation_id, Share.weight).where(Share.fund_id == fund.id).order_by(Share.id)
    return [
        {"organisation": organisation, "weight": weight} for organisation, weight in session.execute(query)
    ]


def refunds_of(donation: Donation) -> Sequence[Refund]:
    """Give the refunds of a gift, oldest first."""
    return session.scalars(select(Refund).where(Refund.donation_id == donation.id).order_by(Refund.id)).all()


def transfers_of(donation: Donation) -> Sequence[Transfer]:
    """Give the parts of a gift that are passed on, in the order of the shares."""
    query = select(Transfer).where(Transfer.donation_id == donation.id).order_by(Transfer.id)
    return session.scalars(query).all()


def disputed_among(donations: Collection[Donation]) -> frozenset[int]:
    """Give the ids of those gifts that a bank looks into, or has taken back."""
    query = select(Dispute.donation_id).where(
        Dispute.donation_id.in_([each.id for each in donations]), Dispute.status != DisputeStatus.WON
    )
    return frozenset(session.scalars(query))


def gifts_to_ask_about(before: datetime, limit: int) -> Sequence[int]:
    """Give the gifts that wait since before a moment, and were not asked about since."""
    query = select(Donation.id).where(
        text(WAITING),
        Donation.source.in_(THROUGH_PROVIDER),
        Donation.created_at < before,
        or_(Donation.asked_at.is_(None), Donation.asked_at < before),
    )
    return session.scalars(query.order_by(Donation.created_at).limit(limit)).all()


def waiting_gifts_of(fund: Fund) -> Sequence[int]:
    """Give the gifts of a fund that were begun with the payment provider and have no end yet."""
    query = select(Donation.id).where(
        Donation.fund_id == fund.id, text(WAITING), Donation.source.in_(THROUGH_PROVIDER)
    )
    return session.scalars(query.order_by(Donation.created_at, Donation.id)).all()


def gifts_without_fee(before: datetime, limit: int) -> Sequence[int]:
    """Give the gifts that came online and whose fee is not known yet."""
    query = select(Donation.id).where(
        text(WITHOUT_FEE),
        or_(Donation.payment_id.is_not(None), Donation.invoice_id.is_not(None)),
        or_(Donation.asked_at.is_(None), Donation.asked_at < before),
    )
    return session.scalars(query.order_by(Donation.id).limit(limit)).all()


def refunds_to_send(before: datetime, limit: int) -> Sequence[int]:
    """Give the refunds that are decided and not at their end, and were not asked about lately."""
    is_due = or_(Refund.asked_at.is_(None), Refund.asked_at < before)
    query = select(Refund.id).where(Refund.status == RefundStatus.PENDING, is_due)
    return session.scalars(query.order_by(Refund.id).limit(limit)).all()


def recurring_with_wishes(limit: int) -> Sequence[int]:
    """Give the monthly gifts of which something is wished that has not been done."""
    query = select(RecurringGift.id).where(
        RecurringGift.wish.is_not(None), RecurringGift.status != RecurringStatus.CANCELLED
    )
    return session.scalars(query.order_by(RecurringGift.id).limit(limit)).all()


def recurring_without_news(since: datetime, limit: int) -> Sequence[int]:
    """Give the monthly gifts that should go on and have brought nothing since an instant."""
    has_given = select(Donation.id).where(
        Donation.recurring_id == RecurringGift.id, Donation.paid_at >= since
    )
    query = select(RecurringGift.id).where(
        RecurringGift.status.in_([RecurringStatus.ACTIVE, RecurringStatus.PAST_DUE]),
        RecurringGift.subscription_id.is_not(None),
        RecurringGift.begun_at < since,
        ~has_given.exists(),
    )
    return session.scalars(query.order_by(RecurringGift.id.desc()).limit(limit)).all()


def _recurring_id(subscription: str | None, reference: str) -> int | None:
    found = None
    if subscription:
        found = session.scalar(select(RecurringGift.id).where(RecurringGift.subscription_id == subscription))
    if found is None and reference:
        found = session.scalar(select(Donation.recurring_id).where(Donation.reference == reference))
    return found


def _locked_donation(condition: ColumnElement[bool]) -> Donation | None:
    return session.scalar(_locking(condition))


def _locking(condition: ColumnElement[bool]) -> Select[Donation]:
    query = select(Donation).where(condition).options(joinedload(Donation.fund, innerjoin=True))
    return query.with_for_update(of=Donation).execution_options(populate_existing=True)


#: Built once: it is asked for each delivery of the payment provider.
_OF_REFERENCE = _locking(Donation.reference == bindparam("reference"))
