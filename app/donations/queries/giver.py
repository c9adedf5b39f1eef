"""What one giver has given, found by the keyed hash of the address."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.donations.models import Donation, DonationStatus, YearlyStatement


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


def _paid_in(year: int) -> ColumnElement[bool]:
    return and_(
        Donation.status == DonationStatus.PAID,
        Donation.paid_at >= datetime(year, 1, 1, tzinfo=UTC),
        Donation.paid_at < datetime(year + 1, 1, 1, tzinfo=UTC),
    )
