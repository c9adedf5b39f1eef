"""Read Stripe's objects of accounts and balances, as dicts, into our own words."""

from datetime import UTC, datetime

from app.core.money import Money
from app.donations.gateway.answers import Account, BalanceLine, Payout, Transfer
from app.donations.gateway.currency import from_stripe
from app.donations.gateway.things import Thing, id_of, reference_of
from app.donations.gateway.words import PayoutStatus

_PAYOUT = {
    "pending": PayoutStatus.ON_ITS_WAY,
    "in_transit": PayoutStatus.ON_ITS_WAY,
    "paid": PayoutStatus.PAID,
    "failed": PayoutStatus.FAILED,
    "canceled": PayoutStatus.CANCELLED,
}


def read_line(line: Thing) -> BalanceLine:
    """Read a `balance_transaction`; amount − fee = net holds after rounding too."""
    amount = from_stripe(line["amount"], line["currency"])
    fee = from_stripe(line["fee"], line["currency"])
    return BalanceLine(
        id=line["id"],
        kind=line["type"],
        amount=amount,
        fee=fee,
        net=Money(amount.minor - fee.minor, amount.currency),
        created_at=datetime.fromtimestamp(line["created"], UTC),
        source=id_of(line.get("source")),
    )


def read_payout(payout: Thing) -> Payout:
    """Read a `payout`."""
    return Payout(
        id=payout["id"],
        status=_PAYOUT[payout["status"]],
        amount=from_stripe(payout["amount"], payout["currency"]),
        arrives_at=datetime.fromtimestamp(payout["arrival_date"], UTC),
        created_at=datetime.fromtimestamp(payout["created"], UTC),
    )


def read_transfer(transfer: Thing) -> Transfer:
    """Read a `transfer`."""
    return Transfer(
        id=transfer["id"],
        amount=from_stripe(transfer["amount"], transfer["currency"]),
        reversed=from_stripe(transfer["amount_reversed"], transfer["currency"]),
        reference=reference_of(transfer),
    )


def read_account(account: Thing) -> Account:
    """Read an `account`."""
    wanted = account.get("requirements") or {}
    return Account(
        id=account["id"],
        can_take_gifts=bool(account["charges_enabled"]),
        can_be_paid_out=bool(account["payouts_enabled"]),
        details_given=bool(account["details_submitted"]),
        missing=tuple(wanted.get("currently_due") or ()),
    )
