"""Shares sum exactly, whatever the weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.i18n import format_money, in_language
from app.core.money import Money, shares

WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any)


@given(st.integers(0, 10**12), WEIGHTS)
def test_shares_sum_exactly_and_differ_by_less_than_one_from_the_ideal(
    total: int, weights: list[int]
) -> None:
    parts = shares(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1


def test_ties_go_to_the_earlier_host() -> None:
    assert shares(100, [1, 1, 1]) == (34, 33, 33)


@pytest.mark.parametrize("weights", [[], [0], [1, -1]])
def test_weights_must_make_sense(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        shares(10, weights)


def test_money_of_two_currencies_does_not_add() -> None:
    assert Money(1, "GBP") + Money(2, "GBP") == Money(3, "GBP")
    with pytest.raises(ValueError, match="add"):
        Money(1, "GBP") + Money(1, "EUR")


@pytest.mark.parametrize(
    ("money", "language", "written"),
    [
        (Money(1_250, "GBP"), "en", "£12.50"),
        (Money(1_200, "GBP"), "en", "£12.00"),
        (Money(1_200, "JPY"), "en", "JP¥1,200"),
        (Money(1_250, "KWD"), "en", "KWD1.250"),
        (Money(123_405, "EUR"), "fr", "1\u202f234,05\xa0€"),
        (Money(100_000, "EUR"), "fr", "1\u202f000,00\xa0€"),
        (Money(-1000, "GBP"), "en", "\N{MINUS SIGN}\N{WORD JOINER}£10.00"),
        (Money(-1000, "EUR"), "fr", "\N{MINUS SIGN}\N{WORD JOINER}10,00\N{NO-BREAK SPACE}€"),
    ],
)
def test_amounts_are_written_as_people_write_them(app, money, language, written):
    with in_language(language):
        assert format_money(money) == written
