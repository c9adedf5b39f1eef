"""Payment accounts and charities of organisations."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database import session
from app.donations.models import Charity, ConnectedAccount
from app.donations.rules.accounts import claims_gift_aid
from app.organisations.models import Organisation


def account_of(organisation: Organisation) -> ConnectedAccount | None:
    """Give an organisation's payment account, as it was last told to be."""
    return session.scalar(select(ConnectedAccount).where(ConnectedAccount.organisation_id == organisation.id))


def charity_of(organisation: Organisation) -> Charity | None:
    """Give what an organisation has said of itself for Gift Aid."""
    return session.scalar(select(Charity).where(Charity.organisation_id == organisation.id))


def claiming_among(organisations: Collection[int]) -> Sequence[Charity]:
    """Give the charities among some organisations that claim Gift Aid."""
    query = select(Charity).where(Charity.organisation_id.in_(organisations), Charity.is_claiming)
    found = session.scalars(query.options(joinedload(Charity.organisation)).order_by(Charity.id))
    return [each for each in found if claims_gift_aid(each)]
