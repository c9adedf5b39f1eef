"""What holds at the door, tried exhaustively."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.door.models import Conflict, EntryKind
from app.door.rules import (
    MOST_FAILURES,
    clock_off,
    clock_sentence,
    closes_at,
    conflict_of,
    first_name,
    is_closed,
    lock_after,
    put_right,
    takes_late,
)
from app.rsvps.models import RsvpStatus

NOW = datetime(2026, 11, 1, 20, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_door_closes_three_hours_after_the_end_and_late_news_is_taken_for_a_week():
    assert closes_at(NOW) == NOW + 3 * HOUR
    assert not is_closed(NOW, NOW + 2 * HOUR)
    assert is_closed(NOW, NOW + 3 * HOUR)
    assert takes_late(NOW, NOW + 3 * HOUR + 6 * DAY)
    assert not takes_late(NOW, NOW + 3 * HOUR + 7 * DAY)
    assert not is_closed(None, NOW)
    assert takes_late(None, NOW)


@pytest.mark.parametrize("off", [timedelta(0), DAY, -DAY, 5 * HOUR, timedelta(minutes=-20)])
def test_a_wrong_clock_is_put_right(off):
    happened, sent = NOW - HOUR, NOW
    found = clock_off(sent + off, NOW)
    assert found == off
    assert put_right(happened + off, found, NOW) == happened
    assert put_right(NOW + 9 * DAY, timedelta(0), NOW) == NOW, "nothing happened later than now"


def test_a_clock_that_is_wrong_by_a_day_is_said_and_the_way_of_a_message_is_no_wrong_clock():
    assert clock_off(NOW - timedelta(seconds=90), NOW) == timedelta(0)
    assert clock_sentence(timedelta(0)) == ""
    assert "about 1 day." in clock_sentence(-DAY)
    assert "about 5 hours." in clock_sentence(5 * HOUR)
    assert "about 20 minutes." in clock_sentence(timedelta(minutes=20))


@pytest.mark.parametrize(("status", "here"), list(product([None, *RsvpStatus], [1, 2, 3])))
def test_what_does_not_fit_is_named(status, here):
    found = conflict_of(EntryKind.ARRIVED, status, 2, here)
    if status is None:
        assert found is Conflict.UNKNOWN
    elif status is not RsvpStatus.GOING:
        assert found is Conflict.NOT_GOING
    else:
        assert found is (Conflict.TOO_MANY if here > 2 else None)
    assert conflict_of(EntryKind.WALKED_IN, status, 2, here) is None


def test_a_few_wrong_pins_lock_the_link_for_a_while():
    locked = [failures for failures in range(MOST_FAILURES * 2 + 1) if lock_after(failures, NOW)]
    assert locked == [MOST_FAILURES, MOST_FAILURES * 2]
    assert lock_after(MOST_FAILURES, NOW) == NOW + timedelta(minutes=15)


def test_only_first_names_are_called_out():
    assert first_name("Noor Haddad") == "Noor"
    assert first_name("") == "?"
    assert len(first_name("x" * 90)) == 40
