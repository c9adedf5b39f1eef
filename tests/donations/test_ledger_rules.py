"""The ledger's rules: every happening sums to nothing, and every host bears its part exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.donations.models import Account
from app.donations.rules import ledger
from app.donations.rules.ledger import Line, Unbalanced

WEIGHTS = st.lists(st.integers(1, 10_000), min_size=1, max_size=5).map(lambda some: list(enumerate(some, 1)))
AMOUNT = st.integers(1, 99_999_999)


def test_a_gift_says_what_came_in_and_for_whom():
    assert ledger.gift(1_001, [(7, 5_000), (9, 5_000)]) == (
        Line(Account.CLEARING, 1_001),
        Line(Account.HOST, -501, 7),
        Line(Account.HOST, -500, 9),
    )


@given(AMOUNT, AMOUNT, WEIGHTS)
def test_every_happening_sums_to_nothing(amount, cost, weights):
    by_host = ledger.parts(amount, weights)
    assert sum(by_host.values()) == amount
    for lines in (
        ledger.gift(amount, weights),
        ledger.fee(cost, weights),
        ledger.set_aside(Account.REFUNDS, by_host),
        ledger.given_up(Account.REFUNDS, by_host),
        ledger.brought_back(Account.DISPUTES, by_host),
        ledger.passed_on(amount, 1),
        ledger.spent(amount, 1),
    ):
        assert sum(line.amount for line in lines) == 0
        assert ledger.check_balance(lines)
        assert ledger.check_balance(ledger.opposite(lines))


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=8), WEIGHTS)
def test_a_gift_that_goes_back_in_pieces_leaves_nothing_to_anyone(pieces, weights):
    lines = [*ledger.gift(sum(pieces), weights)]
    gone = 0
    for piece in pieces:
        by_host = ledger.parts_between(gone, gone + piece, weights)
        assert sum(by_host.values()) == piece
        lines += ledger.set_aside(Account.REFUNDS, by_host)
        lines += ledger.given_up(Account.REFUNDS, by_host)
        gone += piece
        assert ledger.raised(lines) == sum(pieces) - gone
    assert [ledger.left_to(organisation, lines) for organisation, _ in weights] == [0] * len(weights)


@given(AMOUNT, WEIGHTS)
def test_a_dispute_that_is_won_changes_nothing(amount, weights):
    given_lines = ledger.gift(amount, weights)
    by_host = ledger.parts(amount, weights)
    held = given_lines + ledger.set_aside(Account.DISPUTES, by_host)
    assert ledger.raised(held) == 0
    back = held + ledger.brought_back(Account.DISPUTES, by_host)
    assert ledger.raised(back) == amount
    for organisation, _ in weights:
        assert ledger.left_to(organisation, back) == ledger.left_to(organisation, given_lines)


def test_fees_settlements_and_spending_lower_what_is_left_but_not_what_was_raised():
    lines = [*ledger.gift(1_000, [(1, 5_000), (2, 5_000)]), *ledger.fee(40, [(1, 5_000), (2, 5_000)])]
    lines += [*ledger.passed_on(100, 1), *ledger.spent(80, 2)]
    assert (ledger.left_to(1, lines), ledger.left_to(2, lines)) == (380, 400)
    assert ledger.raised(lines) == 1_000


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (Line(Account.CLEARING, 0),),
        (Line(Account.CLEARING, 5),),
        (Line(Account.CLEARING, 5), Line(Account.HOST, -4, 1)),
    ],
)
def test_lines_that_do_not_balance_are_refused(lines):
    with pytest.raises(Unbalanced):
        ledger.check_balance(lines)


def test_empty_lines_are_left_out():
    assert ledger.check_balance(ledger.gift(1, [(1, 5_000), (2, 5_000)])) == (
        Line(Account.CLEARING, 1),
        Line(Account.HOST, -1, 1),
    )
