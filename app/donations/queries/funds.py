"""Funds by address and by what holds them; the shares of their hosts."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.cohosting.models import Cohosting, HeldKind
from app.cohosting.queries import held_by, held_by_hosts_of, held_by_or_offered_to
from app.core.database import session
from app.donations.models import Fund, FundStatus, LedgerEntry, Share
from app.donations.rules.status import SHOWN
from app.organisations.models import Organisation

#: What a fund can be for, besides the work of its hosts.
CAUSES = (HeldKind.EVENT, HeldKind.INITIATIVE, HeldKind.PETITION)
#: Where a cohosting points whose thing is deleted.
NOWHERE = ("", "/desk")
MOST_CAUSES = 200


class FundLink(NamedTuple):
    """What leads to a fund."""

    slug: str
    title: str


#: What leads to the open funds that belong to something (`about_id`) on a day (`today`).
OPEN_ABOUT = select(Fund.slug, Fund.title).where(
    Fund.about_id == bindparam("about_id"),
    Fund.status == FundStatus.OPEN,
    or_(Fund.closes_on.is_(None), Fund.closes_on >= bindparam("today")),
)


def fund_by_slug(slug: str) -> Fund | None:
    """Give the fund at an address, with its cohosting; deleted ones are not there."""
    query = select(Fund).where(Fund.slug == slug, Fund.status != FundStatus.DELETED)
    return session.scalar(query.options(joinedload(Fund.cohosting)))


def fund_of(cohosting: Cohosting) -> Fund | None:
    """Give the fund that a cohosting holds."""
    return session.scalar(select(Fund).where(Fund.cohosting_id == cohosting.id))


def locked(fund: Fund) -> Fund:
    """Read the fund again and keep others from changing it until the transaction ends.

    The weaker lock lets gifts and entries that only name it be written meanwhile: whoever writes them may
    hold what the holder of the fund wants next.
    """
    query = select(Fund).where(Fund.id == fund.id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def funds_held_by(*organisations: Organisation) -> Sequence[Fund]:
    """Give the funds that these organisations hold or are asked to hold, newest first."""
    held = held_by_or_offered_to(*(each.id for each in organisations))
    query = select(Fund).where(Fund.cohosting_id.in_(held), Fund.status != FundStatus.DELETED)
    return session.scalars(query.order_by(Fund.created_at.desc(), Fund.id.desc())).all()


def shown_funds_held_by(organisation: Organisation) -> Sequence[Fund]:
    """Give the funds of an organisation that anyone can read, open ones first."""
    query = select(Fund).where(Fund.cohosting_id.in_(held_by(organisation.id)), Fund.status.in_(SHOWN))
    return session.scalars(query.order_by(Fund.status != FundStatus.OPEN, Fund.id.desc())).all()


def open_funds_about(cohosting_id: int, today: date) -> Sequence[FundLink]:
    """Give the open funds that belong to something, the newest first."""
    rows = session.execute(OPEN_ABOUT.order_by(Fund.id.desc()), {"about_id": cohosting_id, "today": today})
    return [FundLink(*row) for row in rows]


def shares_of(fund: Fund) -> Sequence[Share]:
    """Give the hosts' parts, in the order that decides about odd pennies."""
    query = select(Share).where(Share.fund_id == fund.id).options(joinedload(Share.organisation))
    return session.scalars(query.order_by(Share.id)).all()


def causes_for(cohosting: Cohosting) -> Sequence[Cohosting]:
    """Give what a fund of these hosts can be for: whatever else any of them holds, by title."""
    query = select(Cohosting).where(
        Cohosting.id.in_(held_by_hosts_of(cohosting)),
        Cohosting.kind.in_(CAUSES),
        Cohosting.address.not_in(NOWHERE),
    )
    return session.scalars(query.order_by(Cohosting.title, Cohosting.id).limit(MOST_CAUSES)).all()


def due_to_close(today: date) -> Sequence[int]:
    """Give the ids of open funds whose last day has passed."""
    query = select(Fund.id).where(Fund.status == FundStatus.OPEN, Fund.closes_on < today)
    return session.scalars(query.order_by(Fund.id)).all()


def funds_with_entries() -> Sequence[int]:
    """Give the funds whose ledger says anything."""
    query = select(Fund.id).where(select(LedgerEntry.id).where(LedgerEntry.fund_id == Fund.id).exists())
    return session.scalars(query.order_by(Fund.id)).all()
