"""What one giver has given, found by the keyed hash of the address."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.core.money import Money
from app.donations.models import Donation, DonationStatus, YearlyStatement
from app.donations.rules.ledger import parts
from app.organisations.models import Organisation


def gifts_of_giver(email_key: str) -> Sequence[Donation]:
    """Give everything that someone began to give, oldest first."""
    query = select(Donation).where(Donation.email_key == email_key).options(joinedload(Donation.fund))
    return session.scalars(query.order_by(Donation.id)).all()


def gifts_of_year(email_key: str, year: int) -> Sequence[Donation]:
    """Give what someone gave in a year, oldest first."""
    query = select(Donation).where(Donation.email_key == email_key, _paid_in(year))
    return session.scalars(
        query.options(joinedload(Donation.fund)).order_by(Donation.paid_at, Donation.id)
    ).all()


def givers_without_statement(year: int, limit: int) -> Sequence[str]:
    """Give those who gave in a year and have not had its statement."""
    sent = select(YearlyStatement.id).where(
        YearlyStatement.email_key == Donation.email_key, YearlyStatement.year == year
    )
    query = (
        select(Donation.email_key)
        .where(_paid_in(year), Donation.email_key.is_not(None), Donation.email.is_not(None), ~sent.exists())
        .distinct()
        .limit(limit)
    )
    return [each for each in session.scalars(query) if each]


def split_of(donation: Donation) -> list[tuple[str, Money]]:
    """Give each host's name with its part of a gift by the shares of its day, before the fee."""
    split = parts(donation.amount_minor, donation.weights)
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(split))
    names = dict(session.execute(named).all())
    return [(names[each], Money(minor, donation.currency)) for each, minor in split.items() if each in names]


def _paid_in(year: int) -> ColumnElement[bool]:
    return and_(
        Donation.status == DonationStatus.PAID,
        Donation.paid_at >= datetime(year, 1, 1, tzinfo=UTC),
        Donation.paid_at < datetime(year + 1, 1, 1, tzinfo=UTC),
    )
