"""Payment accounts of organisations."""

from collections.abc import Collection

from sqlalchemy import select

from app.core.database import session
from app.donations.models import ConnectedAccount


def account_of(organisation_id: int) -> ConnectedAccount | None:
    """Give an organisation's payment account, also one that has left."""
    return session.scalar(select(ConnectedAccount).where(ConnectedAccount.organisation_id == organisation_id))


def account_in_use(organisation_id: int) -> ConnectedAccount | None:
    """Give an organisation's payment account, if it has not left."""
    found = account_of(organisation_id)
    return None if found is None or found.ended_at is not None else found


def account_by_id(provider_id: str) -> ConnectedAccount | None:
    """Give a payment account by the provider's id, also one that has left."""
    return session.scalar(select(ConnectedAccount).where(ConnectedAccount.provider_id == provider_id))


class HostAccounts:
    """The accounts that belong to hosts, asked one at a time: `account in HostAccounts()`."""

    def __contains__(self, provider_id: object) -> bool:
        """Tell whether an account belongs to a host."""
        return isinstance(provider_id, str) and account_by_id(provider_id) is not None


def ready_among(organisations: Collection[int]) -> frozenset[int]:
    """Give those of some organisations whose payment account takes gifts and is paid out."""
    query = select(ConnectedAccount.organisation_id).where(
        ConnectedAccount.organisation_id.in_(organisations),
        ConnectedAccount.can_charge,
        ConnectedAccount.can_be_paid_out,
        ConnectedAccount.ended_at.is_(None),
    )
    return frozenset(session.scalars(query))
