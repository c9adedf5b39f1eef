"""Gift Aid: what a declaration says, what can be claimed for, and the lines that HMRC reads."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.core.i18n import in_language
from app.donations.models import DeclarationScope as Scope
from app.donations.rules.gift_aid import (
    ABROAD,
    SCHEDULE_HEADS,
    Claimable,
    Obstacle,
    ScheduleRow,
    british_day,
    declaration_text,
    is_covered,
    last_claim_day,
    obstacle_to,
    relief_on,
    tidy_postcode,
)

TODAY = date(2026, 11, 26)
GOOD = Claimable(
    is_paid=True,
    given_on=date(2026, 11, 1),
    currency="GBP",
    part=500,
    is_charity=True,
    has_declaration=True,
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"is_paid": False}, Obstacle.NOT_PAID),
        ({"currency": "EUR"}, Obstacle.NOT_POUNDS),
        ({"is_charity": False}, Obstacle.NO_CHARITY),
        ({"has_declaration": False}, Obstacle.NO_DECLARATION),
        ({"has_declaration": False, "is_cancelled": True}, Obstacle.CANCELLED),
        ({"is_given_back": True}, Obstacle.GIVEN_BACK),
        ({"is_disputed": True}, Obstacle.DISPUTED),
        ({"given_on": date(2021, 4, 5)}, Obstacle.TOO_OLD),
        ({"part": 0}, Obstacle.NO_PART),
    ],
)
def test_the_first_obstacle_is_named(app, change, expected):
    found = obstacle_to(replace(GOOD, **change), TODAY)
    assert found is expected
    if found:
        assert found.label.endswith(".")


@pytest.mark.parametrize(
    ("given_on", "last"),
    [
        (date(2026, 4, 5), date(2030, 4, 5)),
        (date(2026, 4, 6), date(2031, 4, 5)),
        (date(2026, 12, 31), date(2031, 4, 5)),
    ],
)
def test_a_claim_can_wait_four_years_after_the_tax_year(given_on, last):
    assert last_claim_day(given_on) == last


def test_a_gift_of_the_first_hour_of_a_tax_year_is_of_that_year():
    assert british_day(datetime(2026, 4, 5, 22, 59, tzinfo=UTC)) == date(2026, 4, 5)
    assert british_day(datetime(2026, 4, 5, 23, 0, tzinfo=UTC)) == date(2026, 4, 6)


def test_relief_is_a_quarter_rounded_down():
    assert [relief_on(part) for part in (0, 3, 4, 501, 1_000)] == [0, 0, 1, 125, 250]


@pytest.mark.parametrize(
    ("scope", "given_at", "is_own", "expected"),
    [
        (Scope.THIS, datetime(2026, 1, 1, tzinfo=UTC), True, True),
        (Scope.THIS, datetime(2026, 6, 1, tzinfo=UTC), False, False),
        (Scope.ALL_FUTURE, datetime(2026, 6, 1, tzinfo=UTC), False, True),
        (Scope.ALL_FUTURE, datetime(2024, 1, 1, tzinfo=UTC), False, False),
        (Scope.FOUR_YEARS, datetime(2022, 2, 28, tzinfo=UTC), False, True),
        (Scope.FOUR_YEARS, datetime(2022, 2, 27, tzinfo=UTC), False, False),
    ],
)
def test_what_a_declaration_covers(scope, given_at, is_own, expected):
    made_at = datetime(2026, 2, 28, tzinfo=UTC)
    assert is_covered(scope, made_at, given_at, is_own=is_own) is expected


def test_a_declaration_of_a_leap_day_reaches_back_four_years():
    made_at = datetime(2028, 2, 29, tzinfo=UTC)
    assert is_covered(Scope.FOUR_YEARS, made_at, datetime(2024, 2, 29, tzinfo=UTC), is_own=False)


def test_a_declaration_of_the_last_day_of_a_month_reaches_back_no_further():
    made_at = datetime(2026, 7, 31, tzinfo=UTC)
    assert not is_covered(Scope.FOUR_YEARS, made_at, datetime(2022, 7, 30, tzinfo=UTC), is_own=False)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("ls6 2ab", "LS6 2AB"),
        ("SW1A1AA", "SW1A 1AA"),
        (" m1  1ae ", "M1 1AE"),
        ("x", ABROAD),
        ("12345", None),
        ("", None),
        ("LS6", None),
    ],
)
def test_postcodes_are_written_as_hmrc_wants_them(typed, tidy):
    assert tidy_postcode(typed) == tidy


def test_a_declaration_says_what_it_must(app):
    with in_language("en"):
        for scope in Scope:
            text = declaration_text("The Long Table", scope)
            for words in ("The Long Table", "Gift Aid", "this gift", "pay tax", "difference"):
                assert words in text


def test_a_line_of_the_schedule_has_hmrcs_cells():
    row = ScheduleRow("Prof Dr", "Anne-Marie", "O’Neill-Smith", "12a", "LS6 2AB", date(2026, 3, 7), 1_205)
    cells = row.cells()
    assert len(cells) == len(SCHEDULE_HEADS)
    assert cells == ("Prof", "Anne Marie", "O’Neill Smith", "12a", "LS6 2AB", "", "", "07/03/26", "12.05")
