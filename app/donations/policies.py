"""Who may see and change funds, and who keeps their books."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import User
from app.cohosting.models import Host, HostStatus
from app.core.database import session
from app.donations.models import Fund, FundStatus
from app.organisations.models import MemberRole, Organisation
from app.organisations.policies import organisations_where, role_of

#: Who looks after an organisation's money.
BOOKKEEPING = (MemberRole.OWNER, MemberRole.TREASURER)


def bookkeeping_organisations(user: User, fund: Fund) -> Sequence[Organisation]:
    """Give the accepted hosts of a fund whose money this person looks after."""
    query = (
        select(Organisation)
        .join(Host, Host.organisation_id == Organisation.id)
        .where(
            Host.cohosting_id == fund.cohosting_id,
            Host.status == HostStatus.ACCEPTED,
            organisations_where(user, BOOKKEEPING),
        )
        .order_by(Host.id)
    )
    return session.scalars(query).all()


def can_keep_books(user: User, fund: Fund) -> bool:
    """Tell whether the person looks after the money of any accepted host of the fund."""
    return fund.status is not FundStatus.DELETED and bool(bookkeeping_organisations(user, fund))


def can_keep_books_of(user: User, organisation: Organisation) -> bool:
    """Tell whether the person looks after the money of an organisation."""
    return role_of(user, organisation) in BOOKKEEPING
