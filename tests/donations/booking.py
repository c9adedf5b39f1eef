"""Write gifts into the ledger as the payment provider's news would."""

from datetime import date

from app.core import clock
from app.core.transaction import transaction
from app.donations.models import Donation, DonationStatus, EntryKind, Fund
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
