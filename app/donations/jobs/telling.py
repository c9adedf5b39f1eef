"""Ask for the things themselves that deliveries told of too early, too late, or out of order."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, job, periodic
from app.core.transaction import transaction
from app.donations.gateway.answers import BalanceLine, Page, Payment
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayError, GatewayMissing
from app.donations.models import WebhookDelivery
from app.donations.queries.deliveries import deliveries_to_ask
from app.donations.services import (
    accounts,
    comparing,
    learning,
    monthly,
    passing,
    returning,
    settling,
    telling,
)
from app.donations.services.ours import DISPUTES, GIFTS, REFUNDS, RETURNED, TRANSFERS

logger = logging.getLogger(__name__)

MOST = 200
Row = TypeVar("Row")
#: Asked of the provider outside any transaction; what it gives is run inside one.
Writing = Callable[[], bool]
Asking = Callable[[str, str | None], Writing]
_DAY = timedelta(days=1)


@job
def look_again(delivery_id: str) -> None:
    """Ask for what a delivery told of, and write down how it stands now."""
    row = session.get(WebhookDelivery, delivery_id)
    if row is None or row.again_at is None:
        return
    ask = next((ask for prefix, ask in ASKING.items() if row.kind.startswith(prefix)), None)
    object_id, account = row.object_id, row.account
    session.rollback()  # nothing is held while the network is slow
    write: Writing | None = None
    try:
        write = ask(object_id, account) if ask else None
    except GatewayMissing:
        logger.info("what was told of is not there", extra={"delivery": delivery_id})
    except GatewayError as error:
        logger.warning("no answer about a delivery", extra={"delivery": delivery_id, "why": str(error)})
    with transaction():
        telling.note_looked(delivery_id, is_done=write() if write else False)


@periodic(minutes=1)
def look_at_waiting() -> None:
    """Ask again for what is due; what a crash has left behind is due, too."""
    if gifts_are_on():
        for delivery_id in deliveries_to_ask(clock.now(), MOST):
            with apart(delivery=delivery_id):
                look_again(delivery_id)


def write_line(line: BalanceLine, account: str | None) -> Writing | None:
    """Ask for what a line of the provider's books is about; None when such lines are not asked about."""
    ask = next((ask for kinds, ask in BY_LINE if line.kind in kinds), None)
    return ask(line.source, account) if ask and line.source else None


def lines_since(since: datetime, account: str | None) -> Iterator[tuple[BalanceLine, ...]]:
    """Ask for the lines of an account's books since then, page by page."""
    return pages_of(lambda after: gateway().balance_lines(since=since, after=after, account=account))


def pages_of(ask: Callable[[str | None], Page[Row]]) -> Iterator[tuple[Row, ...]]:
    """Ask for a list page by page: `ask` takes where to go on."""
    after = None
    while True:
        session.rollback()  # nothing is held while the network is slow
        page = ask(after)
        yield page.rows
        after = page.next_after
        if after is None:
            return


def _checkout(object_id: str, account: str | None) -> Writing:
    checkout = gateway().checkout(object_id, account=account)
    return lambda: settling.settle_checkout(checkout, account=account)


def _invoice(object_id: str, account: str | None) -> Writing:
    invoice = gateway().invoice(object_id, account=account)

    def write() -> bool:
        note = monthly.note_invoice if invoice.paid else monthly.note_failure
        return note(invoice, account=account)

    return write


def _recurring(object_id: str, account: str | None) -> Writing:
    recurring = gateway().recurring(object_id, account=account)
    return lambda: monthly.note_recurring(recurring, account=account)


def _refund(object_id: str, account: str | None) -> Writing:
    refund = gateway().refund_status(object_id, account=account)
    learn = _payment(refund.payment, refund.charge, account)

    def write() -> bool:
        learn()
        return returning.note_refund(refund, account=account)

    return write


def _dispute(object_id: str, account: str | None) -> Writing:
    dispute = gateway().dispute(object_id, account=account)
    learn = _payment(dispute.payment, dispute.charge, account)

    def write() -> bool:
        learn()
        return returning.note_dispute(dispute, account=account)

    return write


def _charge(object_id: str, account: str | None) -> Writing:
    """Find all refunds of a charge, as one may never have been told of by itself."""
    payment = gateway().payment_of_charge(object_id, account=account)
    since = (payment.created_at or clock.now()) - _DAY
    refunds = [gateway().refund_status(source, account=account) for source in _refund_ids(since, account)]
    learn = _learning(payment, account)

    def write() -> bool:
        if not learn():
            return False
        for each in refunds:
            if each.payment == payment.id:
                returning.note_refund(each, account=account)
        return True

    return write


def _gift(object_id: str, account: str | None) -> Writing:
    return _payment(None, object_id, account)


def _refund_ids(since: datetime, account: str | None) -> list[str]:
    lines = (line for page in lines_since(since, account) for line in page)
    return [line.source for line in lines if line.source and line.kind in REFUNDS]


def _transfer(object_id: str, _account: str | None) -> Writing:
    transfer = gateway().transfer_status(object_id)
    return lambda: passing.note_transfer(transfer)


def _payout(object_id: str, account: str | None) -> Writing:
    payout = gateway().payout(object_id, account=account)
    return lambda: comparing.note_payout(payout, account=account) is not None


def _account(object_id: str, account: str | None) -> Writing:
    """Ask how a host's account stands; a farewell names it beside what it is about."""
    told = gateway().account(account or object_id)
    return lambda: accounts.note_account(told)


def _payment(payment_id: str | None, charge: str | None, account: str | None) -> Writing:
    """Ask for the money of a gift, by its own id or by that of its charge."""
    if payment_id:
        return _learning(gateway().payment(payment_id, account=account), account)
    if charge:
        return _learning(gateway().payment_of_charge(charge, account=account), account)
    return lambda: False


def _learning(payment: Payment, account: str | None) -> Writing:
    """Give how to write down what is told of a gift's money; an untold month becomes a gift first."""
    write_month = _invoice(payment.invoice, account) if payment.invoice else None

    def write() -> bool:
        if write_month is not None:
            write_month()
        return learning.learn_payment(payment, account=account) is not None

    return write


BY_LINE: tuple[tuple[frozenset[str], Asking], ...] = (
    (GIFTS, _gift),
    (REFUNDS | RETURNED, _refund),
    (DISPUTES, _dispute),
    (TRANSFERS, _transfer),
)
ASKING: dict[str, Asking] = {
    "checkout.session.": _checkout,
    "invoice.": _invoice,
    "customer.subscription.": _recurring,
    "charge.dispute.": _dispute,
    "charge.refund.": _refund,
    "charge.refunded": _charge,
    "refund.": _refund,
    "transfer.": _transfer,
    "payout.": _payout,
    "account.": _account,
}
