"""What holds for replies, tried exhaustively."""

import csv
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.tables import csv_line, csv_safe
from app.core.transitions import ImpossibleMove
from app.events.models import EventFormat, Way
from app.rsvps.models import RsvpStatus
from app.rsvps.rules import (
    CURRENT,
    HOLDING,
    LINK_PAUSE,
    TRANSITIONS,
    Room,
    is_news,
    may_mail_link_again,
    move,
    shift_between,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
PARTY = st.tuples(st.sampled_from(list(Way)), st.integers(1, 10))


@pytest.mark.parametrize(("old", "new"), list(product(RsvpStatus, RsvpStatus)))
def test_only_the_table_lets_a_reply_move(old, new):
    if new in TRANSITIONS[old]:
        assert move(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            move(old, new)


def test_a_reply_holds_spots_only_while_it_is_current():
    assert HOLDING < CURRENT
    assert RsvpStatus.CANCELLED not in CURRENT


def test_a_cancellation_can_be_undone_into_going_or_waiting():
    assert TRANSITIONS[RsvpStatus.CANCELLED] == {RsvpStatus.GOING, RsvpStatus.WAITLISTED}


@given(st.one_of(st.none(), PARTY), st.one_of(st.none(), PARTY))
def test_a_shift_takes_exactly_the_new_party_and_gives_back_exactly_the_old_one(old, new):
    shift = shift_between(old, new)
    for way in Way:
        taken = new[1] if new and new[0] is way else 0
        given_back = old[1] if old and old[0] is way else 0
        assert shift.get(way, 0) == taken - given_back
    assert 0 not in shift.values()


@given(
    st.dictionaries(st.sampled_from(list(Way)), st.one_of(st.none(), st.integers(0, 30)), min_size=1),
    st.integers(0, 40),
)
def test_what_is_left_is_what_is_not_taken(capacity, taken):
    room = Room(capacity, dict.fromkeys(capacity, taken))
    for way, limit in capacity.items():
        assert room.left(way) == (max(0, limit - taken) if limit is not None else None)
        assert room.over_by(way) == (max(0, taken - limit) if limit is not None else 0)


def test_an_event_has_room_without_limit_when_one_way_has_none():
    assert Room({Way.ONLINE: None, Way.IN_PERSON: 3}, {}).total_left is None
    assert Room({Way.ONLINE: 2, Way.IN_PERSON: 3}, {Way.IN_PERSON: 1}).total_left == 4


def test_a_way_that_is_not_offered_has_no_room():
    assert Room({Way.ONLINE: None}).left(Way.IN_PERSON) == 0


def test_ways_follow_the_format():
    assert EventFormat.BOTH.ways == tuple(Way)
    assert EventFormat.ONLINE.ways == (Way.ONLINE,)
    assert EventFormat.IN_PERSON.ways == (Way.IN_PERSON,)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "  @"])
def test_a_spreadsheet_never_runs_what_a_stranger_typed(start):
    assert csv_safe(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("start", "＝＋－＠")
def test_wide_formula_signs_are_made_harmless_too(start):
    assert csv_safe(f"{start}1").startswith("'")


@pytest.mark.parametrize("separator", [";", "\t", "|", "; "])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_becomes_two_where_tables_are_parted_by_other_signs(separator, sign):
    """As where Excel speaks French or German: a comma is no end of a cell there, a semicolon is."""
    line = csv_line(["Sam", f"Leeds{separator}{sign}cmd|' /C calc'!A0", "going"])
    cells = next(csv.reader([line], delimiter=separator[0]))
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "＝"))]


def test_no_line_of_an_answer_becomes_a_row_there():
    line = csv_line(["Sam", "Two lines\n=cmd|' /C calc'!A0"])
    assert not [row for row in csv.reader(line.splitlines(), delimiter=";") if row[0].startswith("=")]


def test_what_is_parted_by_such_signs_stays_as_it_is():
    assert csv_line(["Tea; cake", "a-b; c", "1;2"]) == "Tea; cake,a-b; c,1;2\r\n"


@given(st.text())
def test_a_safe_cell_begins_with_no_formula_sign_and_loses_nothing(text):
    safe = csv_safe(text)
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == text
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@"))


def test_a_mended_typo_is_no_news_but_a_new_time_is():
    assert not is_news(["description", "tags", "capacity_in_person"])
    assert is_news(["description", "starts_local"])


def test_the_link_is_not_sent_again_at_once():
    assert may_mail_link_again(None, NOW)
    assert not may_mail_link_again(NOW, NOW + LINK_PAUSE - timedelta(seconds=1))
    assert may_mail_link_again(NOW, NOW + LINK_PAUSE)
