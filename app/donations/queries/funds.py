"""Funds by address and by what holds them; the shares of their hosts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.cohosting.models import Cohosting
from app.core.database import session
from app.donations.models import Fund, FundStatus, LedgerEntry, Share


def fund_by_slug(slug: str) -> Fund | None:
    """Give the fund at an address, with its cohosting; deleted ones are not there."""
    query = select(Fund).where(Fund.slug == slug, Fund.status != FundStatus.DELETED)
    return session.scalar(query.options(joinedload(Fund.cohosting)))


def fund_of(cohosting: Cohosting) -> Fund | None:
    """Give the fund that a cohosting holds."""
    return session.scalar(select(Fund).where(Fund.cohosting_id == cohosting.id))


def shares_of(fund: Fund) -> Sequence[Share]:
    """Give the hosts' parts, in the order that decides about odd pennies."""
    query = select(Share).where(Share.fund_id == fund.id).options(joinedload(Share.organisation))
    return session.scalars(query.order_by(Share.id)).all()


def funds_with_entries() -> Sequence[int]:
    """Give the funds whose ledger says anything."""
    query = select(Fund.id).where(select(LedgerEntry.id).where(LedgerEntry.fund_id == Fund.id).exists())
    return session.scalars(query.order_by(Fund.id)).all()
