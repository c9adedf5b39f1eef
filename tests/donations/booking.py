"""Write gifts into the ledger as the payment provider's news would, and read what is left of them."""

from datetime import date

from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.donations.models import Donation, DonationStatus, EntryKind, Fund, LedgerEntry, Posting
from app.donations.rules import ledger
from app.donations.services.ledger import Cause, write_entry
from tests.donations.factories import make_donation


def give(fund: Fund, amount: int = 1_000, on: date | None = None, fee: int = 0, **values: object) -> Donation:
    """Make a paid gift with its entries in the ledger."""
    donation = make_donation(fund, amount, DonationStatus.PAID, **values)
    weights = [(each["organisation"], each["weight"]) for each in donation.shares]
    day = on or clock.now().date()
    with transaction():
        cause = Cause(EntryKind.GIFT, of=donation.reference, donation=donation, on=day)
        write_entry(fund, cause, ledger.gift(amount, weights))
        if fee:
            cause = Cause(EntryKind.FEE, of=donation.reference, donation=donation, on=day)
            write_entry(fund, cause, ledger.fee(fee, weights))
    return donation


def left_to_hosts(donation: Donation) -> dict[int, int]:
    """Give what of one gift is left to each host, after fees, refunds and what was passed on."""
    query = (
        select(Posting.organisation_id, func.sum(Posting.amount_minor))
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.donation_id == donation.id, Posting.organisation_id.is_not(None))
        .group_by(Posting.organisation_id)
        .order_by(Posting.organisation_id)
    )
    return {organisation: -int(amount) for organisation, amount in session.execute(query)}
