"""Every pair of statuses, of everything that has one."""

from itertools import product

import pytest

from app.core.transitions import ImpossibleMove
from app.donations.models import DonationStatus, RecurringStatus, RefundStatus
from app.donations.rules.status import TABLES, can_move, move

PAIRS = [pair for kind in TABLES for pair in product(kind, kind)]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_status_moves_as_the_table_says(old, new):
    if can_move(old, new):
        assert move(old, new) is new
        assert old is not new
    else:
        with pytest.raises(ImpossibleMove):
            move(old, new)


def test_every_status_has_its_row_and_is_said_in_words():
    for kind, table in TABLES.items():
        assert set(table) == set(kind)


def test_money_that_came_is_the_last_word():
    for old in set(DonationStatus) - {DonationStatus.PAID, DonationStatus.TAKEN_BACK}:
        assert can_move(old, DonationStatus.PAID)
    after = [new for new in DonationStatus if can_move(DonationStatus.PAID, new)]
    assert after == [DonationStatus.TAKEN_BACK], "only what was written down by hand, by mistake"
    assert not any(can_move(DonationStatus.TAKEN_BACK, new) for new in DonationStatus)
    assert not any(can_move(RecurringStatus.CANCELLED, new) for new in RecurringStatus)
    assert can_move(RefundStatus.SUCCEEDED, RefundStatus.FAILED)
