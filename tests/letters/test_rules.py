"""When a letter is due, and when answers come into view."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.letters.rules.reminding import MOMENTS, USUAL, due_at, due_reminder, moment_label
from app.letters.rules.showing import GROUP, may_show
from app.letters.rules.thanking import is_thanked_now, thank_at

START = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (73, None),
        (72, 72),
        (71, 72),
        (36, 72),
        (35.9, None),
        (3.1, None),
        (3, 3),
        (1.5, 3),
        (1.4, None),
        (0, None),
        (-1, None),
    ],
)
def test_the_usual_reminders_come_at_their_time_and_never_once_it_has_begun(before, due):
    assert due_reminder(USUAL, START, START - before * HOUR) == due


def test_what_hosts_choose_late_is_not_made_up_for():
    now = START - 71 * HOUR
    assert due_reminder([72], START, now, since=START - 71.5 * HOUR) is None
    assert due_reminder([72], START, now, since=START - 100 * HOUR) == 72
    assert due_reminder([], START, now) is None


@given(st.sets(st.sampled_from(MOMENTS)), st.integers(-100, 11_000))
def test_a_reminder_that_is_due_is_over_and_fresh_and_the_nearest(moments, minutes):
    now = START - timedelta(minutes=minutes)
    due = due_reminder(moments, START, now)
    if due is not None:
        assert due_at(START, due) <= now < START
        assert not any(due_at(START, due) < due_at(START, other) <= now for other in moments)
        assert now - due_at(START, due) <= timedelta(hours=due) / 2


def test_moments_are_said_as_people_say_them(app):
    assert [moment_label(hours) for hours in (168, 24, 3, 1)] == [
        "7 days before",
        "1 day before",
        "3 hours before",
        "1 hour before",
    ]


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/London", 10), ("Asia/Kolkata", 4), ("America/New_York", 15)]
)
def test_thanks_come_at_ten_in_the_morning_where_it_was(zone, hour):
    ends = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
    moment = thank_at(ends, zone)
    assert (moment.day, moment.astimezone(UTC).hour) == (4, hour)
    assert not is_thanked_now(ends, zone, moment - HOUR)
    assert is_thanked_now(ends, zone, moment)
    assert not is_thanked_now(ends, zone, moment + timedelta(days=2))


def test_thanks_keep_to_the_clock_when_clocks_change():
    night_before_spring = datetime(2027, 3, 27, 20, tzinfo=UTC)
    assert thank_at(night_before_spring, "Europe/London").astimezone(UTC).hour == 9


def test_answers_come_into_view_in_groups():
    assert not may_show(GROUP - 1)
    assert may_show(GROUP)
