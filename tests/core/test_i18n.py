"""Dates as people of each language write them, and the spaces of French."""

import re
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from app.config import ROOT
from app.core.i18n import format_date, format_day, format_short_when, format_when, in_language

FIRST = date(2026, 12, 1)
STARTS, ENDS = datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 12, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "full", "short"),
    [
        ("en", FIRST, "Tuesday 1 December 2026", "Tue 1 December"),
        ("fr", FIRST, "mardi 1er décembre 2026", "mar. 1er décembre"),
        ("fr", date(2026, 12, 2), "mercredi 2 décembre 2026", "mer. 2 décembre"),
        ("fr", date(2026, 12, 11), "vendredi 11 décembre 2026", "ven. 11 décembre"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_does(
    app: Flask, language: str, day: date, full: str, short: str
) -> None:
    with in_language(language):
        assert (format_date(day), format_day(day)) == (full, short)


def test_times_that_reach_into_the_first_of_a_month_say_so(app: Flask) -> None:
    with in_language("fr"):
        assert "mardi 1er décembre 2026" in format_when(STARTS, ENDS, "UTC")
        assert "mar. 1er décembre" in format_short_when(STARTS, ENDS, "UTC")


def test_no_french_sign_begins_a_line() -> None:
    with (ROOT / "translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        said = [text for each in read_po(file) if each.id for text in _strings(each.string)]
    assert len(said) > 1_000
    assert [text for text in said if re.search(r" [?!;:»]|« ", text)] == []


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string
