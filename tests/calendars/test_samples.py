"""Calendars that other software wrote: each ends in dates or a reason, known ones in the right dates."""

import os
from datetime import UTC, datetime

import pytest

from app.calendars.gateway.reading import ReadingLimits, read_safely
from app.calendars.rules.reading import read_calendar
from tests.calendars.fetch_samples import missing, samples

SAMPLES = dict(samples())
if missing() and os.environ.get("REQUIRE_ALL") == "1":
    message = f"REQUIRE_ALL=1, but no samples of {missing()}: run python tests/calendars/fetch_samples.py"
    raise RuntimeError(message)

pytestmark = [
    pytest.mark.skipif(
        bool(missing()), reason=f"no samples of {missing()}: run tests/calendars/fetch_samples.py"
    ),
    pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed"),
]


def named(name):
    return next(data for path, data in SAMPLES.items() if path.endswith(f"/{name}"))


def read(name, year, month=1, day=1):
    return read_calendar(named(name), now=datetime(year, month, day, tzinfo=UTC))


def starts(result):
    return [f"{each.starts_local:%Y-%m-%d %H:%M} {each.zone}" for each in result.occurrences]


def test_there_are_hundreds():
    assert len(SAMPLES) > 250


@pytest.mark.parametrize("path", SAMPLES)
def test_a_sample_ends_in_dates_or_reasons(path):
    result = read_calendar(SAMPLES[path], now=datetime(2019, 3, 1, tzinfo=UTC))
    assert result.occurrences or result.unreadable or result.past or result.later
    for each in result.occurrences:
        assert each.starts_at < each.ends_at
        assert each.uid
        assert len(each.fingerprint) == 64
    assert len({each.key for each in result.occurrences}) == len(result.occurrences)


def test_a_google_calendar_repeats_on_weekdays_through_the_change_of_clocks():
    result = read("x_location.ics", 2026, 3, 20)
    assert starts(result)[:2] == ["2026-03-20 14:00 Europe/Zurich", "2026-03-23 14:00 Europe/Zurich"]
    assert [each.starts_at.hour for each in result.occurrences][5:7] == [13, 12]
    assert len(result.occurrences) == 261


def test_a_calendar_with_x_wr_timezone_happens_there():
    assert starts(read("x_wr_timezone_simple_events_issue_59.ics", 2021)) == [
        "2021-12-22 12:00 America/New_York",
        "2021-12-22 21:00 America/New_York",
    ]


def test_an_edited_date_of_a_series_has_its_own_words():
    result = read("three_events_one_edited.ics", 2019)
    assert [each.title for each in result.occurrences] == ["test7", "test7 - edited", "test7"]


def test_excluded_dates_do_not_happen():
    assert starts(read("issue_20_exdate_ignored.ics", 2019)) == [
        "2019-10-29 16:15 Europe/Berlin",
        "2019-11-12 16:15 Europe/Berlin",
        "2019-12-10 16:15 Europe/Berlin",
    ]


def test_durations_and_missing_ends_are_understood():
    found = read("duration.ics", 2018).occurrences
    assert [(each.all_day, str(each.ends_at - each.starts_at), each.end_guessed) for each in found] == [
        (True, "3 days, 0:00:00", False),
        (False, "3:00:00", False),
        (False, "1:00:00", True),
    ]


def test_a_range_of_changed_dates_is_followed():
    found = read("issue_75_range_parameter.ics", 2024).occurrences
    assert {each.title for each in found if each.starts_at >= datetime(2024, 9, 13, tzinfo=UTC)} >= {
        "MODIFIED EVENT"
    }
    assert found[0].title == "ORIGINAL EVENT"


def test_a_file_of_a_megabyte_and_a_half_is_read_whole():
    limits = ReadingLimits(seconds=30)
    result = read_safely(named("issue42.ics"), now=datetime(2019, 3, 1, tzinfo=UTC), limits=limits)
    assert result.past > 4_000
    assert result.unreadable == ()
