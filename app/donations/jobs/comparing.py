"""Every night: compare the provider's books with ours, and match payouts."""

import logging
from datetime import datetime, timedelta

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, periodic
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.gateway.answers import BalanceLine, Payment, Payout
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayError, GatewayMissing
from app.donations.gateway.words import PaymentStatus
from app.donations.jobs.telling import lines_since, pages_of, write_line
from app.donations.models import Donation
from app.donations.queries.comparing import accounts_to_compare, books_open_since
from app.donations.services import comparing

logger = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=7)
#: Payouts take longer to arrive than a week with feasts in it.
PAYOUTS_BACK = timedelta(days=21)
#: What moved a moment ago may be in one book and not yet in the other.
SETTLING = timedelta(hours=1)


@periodic(hour=4)
def compare_books() -> None:
    """Compare the last week of every account, asking for what we do not know, and match payouts.

    After nights on which that was not possible, it begins where it last came to an end.
    """
    if not gifts_are_on():
        return
    for account in (None, *accounts_to_compare()):
        with apart(account=account):
            _compare(account)


def _compare(account: str | None) -> None:
    until = clock.now() - SETTLING
    since = min(until - LOOK_BACK, books_open_since(account) or until)
    try:
        compare_account(account, since, until)
        match_payouts(account, min(since, until - PAYOUTS_BACK))
    except GatewayError as error:
        logger.warning("books could not be compared", extra={"account": account, "why": str(error)})
        return
    with transaction():
        comparing.note_compared(account, until)


def compare_account(account: str | None, since: datetime, until: datetime) -> None:
    """Compare some time of one account."""
    charges: set[str] = set()
    for lines in lines_since(since, account):
        for line in comparing.unknown_lines(lines):
            _learn(line, account)
        with transaction():
            comparing.compare_lines(lines, account=account)
        charges |= {line.source for line in lines if line.source}
    absent = comparing.absent_gifts(charges, since, until, account=account)
    for donation_id in {each.id for each in absent} | set(comparing.kept_absent(account)):
        _ask_for_gift(donation_id)


def _ask_for_gift(donation_id: int) -> None:
    """Ask whether the provider knows a gift of which its last lines say nothing."""
    donation = session.get_one(Donation, donation_id)
    charge, account, amount = donation.charge_id, donation.account, donation.amount
    session.rollback()  # nothing is held while the network is slow
    try:
        payment = gateway().payment_of_charge(charge, account=account) if charge else None
    except GatewayMissing:
        payment = None
    is_known = payment is not None and _has_paid(payment, amount)
    with transaction():
        (comparing.keep_present if is_known else comparing.keep_absent)(donation_id)


def _has_paid(payment: Payment, amount: Money) -> bool:
    return payment.status is PaymentStatus.SUCCEEDED and payment.amount == amount


def match_payouts(account: str | None, since: datetime) -> None:
    """Sum the lines of the payouts since then."""
    pages = pages_of(lambda after: gateway().payouts(since=since, after=after, account=account))
    for payout in [each for page in pages for each in page]:
        lines = _lines_of(payout, account)
        with transaction():
            comparing.match_payout(payout, lines, account=account)


def _learn(line: BalanceLine, account: str | None) -> None:
    """Ask for what a line is about: perhaps nobody has told us."""
    session.rollback()  # nothing is held while the network is slow
    try:
        write = write_line(line, account)
    except GatewayError as error:
        logger.info("a line leads nowhere", extra={"line": line.id, "why": str(error)})
        return
    if write is not None:
        with transaction():
            write()


def _lines_of(payout: Payout, account: str | None) -> list[BalanceLine]:
    since = payout.created_at - PAYOUTS_BACK
    pages = pages_of(
        lambda after: gateway().balance_lines(since=since, after=after, payout=payout.id, account=account)
    )
    return [line for page in pages for line in page]
