"""Keep what the payment provider says of hosts' own accounts and of what it paid out."""

from app.core import clock
from app.core.database import insert, session
from app.donations.gateway.answers import Account as ToldAccount
from app.donations.gateway.answers import Payout as ToldPayout
from app.donations.models import ConnectedAccount, Payout, PayoutStatus
from app.donations.queries.gifts import account_by_id, locked
from app.donations.services.accounts import keep_account


def note_account(told: ToldAccount) -> bool:
    """Write down what a host's account can do; False when it belongs to no host."""
    found = account_by_id(told.id)
    if found is None:
        return False
    keep_account(locked(ConnectedAccount, found.id), told)
    return True


def note_payout(told: ToldPayout, *, account: str | None) -> Payout:
    """Write down how a payout stands, as the provider says when it is asked."""
    row = insert(Payout).values(
        provider_id=told.id,
        account=account,
        status=PayoutStatus(told.status.value),
        amount_minor=told.amount.minor,
        currency=told.amount.currency,
        arrives_on=told.arrives_at.date(),
        created_at=told.created_at,
        told_at=clock.now(),
    )
    changed = {"status": row.excluded.status, "arrives_on": row.excluded.arrives_on}
    statement = row.on_conflict_do_update(index_elements=[Payout.provider_id], set_=changed)
    return session.scalars(statement.returning(Payout), execution_options={"populate_existing": True}).one()
