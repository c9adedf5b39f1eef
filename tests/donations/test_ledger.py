"""The ledger on a real database: written once, corrected by new entries, summed rightly."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.donations.models import Account, Balance, EntryKind, LedgerEntry, Posting
from app.donations.queries.ledger import sums_of, unbalanced_entries
from app.donations.rules import ledger
from app.donations.services.balances import is_balanced, rest_balances
from app.donations.services.ledger import Cause, correct_entry, write_entry
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_donation, make_fund


def weights_of(donation):
    return [(each["organisation"], each["weight"]) for each in donation.shares]


def give(donation):
    cause = Cause(EntryKind.GIFT, of=donation.reference, donation=donation)
    return write_entry(donation.fund, cause, ledger.gift(donation.amount_minor, weights_of(donation)))


def test_an_entry_is_written_once(app):
    donation = make_donation(amount=1_001)
    with transaction():
        assert give(donation)
    with transaction():
        assert not give(donation)
    sums = sums_of(donation.fund)
    assert ledger.raised(sums.lines()) == 1_001
    assert sums.number(EntryKind.GIFT) == 1
    assert session.query(Posting).count() == 3
    assert not unbalanced_entries()


def test_a_correction_is_a_new_entry_and_also_written_once(app):
    donation, treasurer = make_donation(), UserFactory()
    with transaction():
        give(donation)
    entry = session.query(LedgerEntry).one()
    for expected in (True, False):
        with transaction():
            assert correct_entry(entry, note="Written for the wrong fund", by=treasurer) is expected
    assert ledger.raised(sums_of(donation.fund).lines()) == 0
    assert (
        session.query(LedgerEntry).filter_by(corrects_id=entry.id).one().note == "Written for the wrong fund"
    )


def test_days_that_are_closed_take_no_more(app):
    donation, treasurer = make_donation(), UserFactory()
    today = clock.now().date()
    with transaction():
        donation.fund.locked_until = today - timedelta(days=1)
    lines = ledger.spent(100, weights_of(donation)[0][0])
    day = today - timedelta(days=3)
    with pytest.raises(Refused, match="books are closed"), transaction():
        write_entry(donation.fund, Cause(EntryKind.SPENDING, of="1", by=treasurer, on=day), lines)
    with transaction():  # what the provider tells late is not lost
        assert write_entry(
            donation.fund, Cause(EntryKind.FEE, of="txn_1", on=day), ledger.fee(4, weights_of(donation))
        )
    assert session.query(LedgerEntry).one().on == today


def test_sums_that_rest_say_the_same_as_the_postings(app):
    fund = make_fund()
    gifts = [make_donation(fund, amount=100 + number) for number in range(5)]
    with transaction():
        for each in gifts[:3]:
            give(each)
    session.execute(update(LedgerEntry).values(at=clock.now() - timedelta(hours=2)))
    session.commit()
    with transaction():
        for each in gifts[3:]:
            give(each)
    before = sums_of(fund)
    for _ in range(2):
        with transaction():
            rest_balances(fund)
        assert sums_of(fund) == before
        assert is_balanced(fund)
    assert ledger.raised(before.lines()) == 510
    resting = session.query(Balance).filter_by(fund_id=fund.id, account=Account.CLEARING).one()
    assert (resting.amount_minor, resting.count) == (303, 3)
    session.execute(update(Balance).values(amount_minor=1))
    session.commit()
    assert not is_balanced(fund)
