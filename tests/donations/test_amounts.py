"""Amounts as people type them, and what covers a fee."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.i18n import in_language
from app.core.money import Money
from app.donations.rules.amounts import check_amount, cover_for, decimals, limits, parse_amount, step
from app.donations.rules.typed_money import amounts_in, read_money, read_sum, written_amount

LARGEST = "The largest gift here is £10,000.00. To give more, please write to the hosts."
CURRENCIES = ["GBP", "EUR", "USD", "JPY", "ISK", "UGX", "KWD", "BHD", "SEK", "HUF", "VND", "PLN"]


@pytest.fixture(autouse=True)
def speaking(application):
    with application.app_context():
        yield


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("10", "GBP", 1_000),
        (" 10.50 ", "GBP", 1_050),
        ("£10.5", "GBP", 1_050),
        ("10 GBP", "GBP", 1_000),
        ("1,000", "GBP", 100_000),
        ("1,000.50", "GBP", 100_050),
        ("0010", "GBP", 1_000),
        ("10.", "GBP", 1_000),
        ("1000", "JPY", 1_000),
        ("¥1,000", "JPY", 1_000),
        ("1.500", "KWD", 1_500),
        ("2", "BHD", 2_000),
        ("500", "ISK", 500),
    ],
)
def test_an_amount_is_read_as_it_was_meant(text, currency, minor):
    with in_language("en"):
        assert parse_amount(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "minor"),
    [("10,50", 1_050), ("1,00", 100), ("10.50", 1_050), ("1 000,50 €", 100_050), ("12", 1_200)],
)
def test_an_amount_is_read_as_french_people_write_it(text, minor):
    with in_language("fr"):
        assert parse_amount(text, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("", "GBP", "Write how much you wish to give."),
        ("  £ ", "GBP", "Write how much you wish to give."),
        ("-5", "GBP", "Write the amount without a minus."),
        ("−5", "GBP", "Write the amount without a minus."),
        ("１００", "GBP", "Write the amount with the digits 0 to 9 of your keyboard."),
        ("٣", "GBP", "Write the amount with the digits 0 to 9 of your keyboard."),
        ("1,00", "GBP", "Put a point before the smaller coins, such as 10.50."),
        ("1e309", "GBP", "Write the amount in digits, such as 10.50."),
        ("ten", "GBP", "Write the amount in digits, such as 10.50."),
        ("0x10", "GBP", "Write the amount in digits, such as 10.50."),
        ("inf", "GBP", "Write the amount in digits, such as 10.50."),
        ("1.2.3", "GBP", "Write the amount in digits, such as 10.50."),
        (".", "GBP", "Write the amount in digits, such as 10.50."),
        ("²", "GBP", "Write the amount with the digits 0 to 9 of your keyboard."),
        ("10.505", "GBP", "Write at most 2 digits after the point."),
        ("10.5", "JPY", "Write a whole number: this currency has no smaller coins."),
        ("1.5005", "KWD", "Write at most 3 digits after the point."),
        ("1.505", "KWD", "End the amount with a nought, such as 10.500."),
        ("0", "GBP", "The smallest gift here is £1.00."),
        ("0.99", "GBP", "The smallest gift here is £1.00."),
        ("10000.01", "GBP", LARGEST),
        (
            "1234567890",
            "GBP",
            LARGEST,
        ),
        ("9" * 400, "GBP", LARGEST),
    ],
)
def test_hostile_amounts_get_a_clear_sentence(text, currency, sentence):
    with in_language("en"), pytest.raises(Invalid) as caught:
        parse_amount(text, currency)
    assert caught.value.sentence == sentence


@given(st.text(max_size=20), st.sampled_from(CURRENCIES), st.sampled_from(["en", "fr"]))
def test_whatever_is_typed_is_an_amount_or_a_sentence(text, currency, language):
    with in_language(language):
        try:
            money = parse_amount(text, currency)
        except Invalid as error:
            said = error.sentence
        else:
            said = "an amount"
            assert check_amount(money) == money
    assert said


@given(st.sampled_from(CURRENCIES), st.data())
def test_what_covers_the_fee_covers_it_exactly(currency, data):
    bounds = limits(currency)
    minor = data.draw(st.integers(bounds.least, bounds.most)) // step(currency) * step(currency)
    cover = cover_for(Money(minor, currency)).minor
    whole = minor + cover
    price = {"GBP": (150, 20), "EUR": (150, 25), "JPY": (360, 0)}.get(currency)
    assert cover > 0
    assert cover <= minor
    assert whole % step(currency) == 0
    if price:
        rate, fixed = price
        assert whole * (10_000 - rate) >= (minor + fixed) * 10_000  # after the fee the gift is there
        assert (whole - 1) * (10_000 - rate) < (minor + fixed) * 10_000  # and not a penny more was added


def test_limits_are_such_as_the_provider_takes():
    for currency in CURRENCIES:
        bounds = limits(currency)
        sent = bounds.most * 100 if currency in {"ISK", "UGX"} else bounds.most
        assert 0 < bounds.least < bounds.most
        assert len(str(sent)) <= 8
        assert bounds.most % step(currency) == bounds.least % step(currency) == 0
        assert decimals(currency) in {0, 2, 3}


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1000", "GBP", 100_000),
        (" 12.50 ", "GBP", 1_250),
        ("1,000", "GBP", 100_000),
        ("25,000.50", "GBP", 2_500_050),
        ("0.01", "GBP", 1),
        ("9999999.99", "GBP", 999_999_999),
        ("500", "JPY", 500),
        ("1.234", "KWD", 1_234),
    ],
)
def test_hosts_may_write_sums_that_no_gift_online_can_be(text, currency, minor):
    with in_language("en"):
        assert read_sum(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *(
            (text, "GBP")
            for text in ("", "0", "0.00", "-5", "1e309", "１００", "1,00", "1.234", "10000000", "9" * 5_000)
        ),
        ("500.5", "JPY"),
    ],
)
def test_a_sum_that_cannot_be_is_refused_with_a_sentence(text, currency):
    with pytest.raises(Invalid) as caught:
        read_sum(text, currency)
    assert caught.value.sentence.endswith(".")


@given(st.integers(0, 999_999_999), st.sampled_from(["GBP", "JPY", "KWD"]), st.sampled_from(["en", "fr"]))
def test_what_is_written_is_read(minor, currency, language):
    with in_language(language):
        assert read_money(written_amount(minor, currency), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "5 10,20; 50", ["5", "10", "20", "50"]),
        ("fr", "5 12,50; 20, 50", ["5", "12,50", "20", "50"]),
        ("en", " , ", []),
    ],
)
def test_several_amounts_stand_in_a_line(language, text, found):
    with in_language(language):
        assert amounts_in(text) == found
