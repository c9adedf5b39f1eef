"""Who moves up: tried exhaustively on small lists, and at random on longer ones."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.events.models import Way
from app.rsvps.models import Ending, Skip
from app.rsvps.rules import code_of, code_parts, written_code
from app.rsvps.rules.codes import ALPHABET, event_part, reply_part
from app.rsvps.rules.waitlist import (
    Phase,
    Quiet,
    Spare,
    Waiting,
    band,
    most_to_hold,
    offer_ends,
    phase,
    plan,
    stops_at,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
IN_PERSON, ONLINE = Way.IN_PERSON, Way.ONLINE
NIGHT = Quiet(21, 8, "Europe/London")
PARTY = st.builds(
    Waiting,
    id=st.integers(1, 1000),
    way=st.sampled_from(list(Way)),
    size=st.integers(1, 6),
    takes_fewer=st.booleans(),
    is_confirmed=st.booleans(),
    via=st.sampled_from([None, 1, 2]),
)
SPARE = st.builds(
    Spare,
    general=st.dictionaries(st.sampled_from(list(Way)), st.one_of(st.none(), st.integers(-3, 12))),
    held=st.dictionaries(st.tuples(st.sampled_from([1, 2]), st.sampled_from(list(Way))), st.integers(0, 6)),
)


def _line(*sizes, **more):
    return [Waiting(number, IN_PERSON, size, **more) for number, size in enumerate(sizes, 1)]


def _sizes(spare, line):
    return {promotion.waiting.id: promotion.size for promotion in plan(spare, line).promoted}


@pytest.mark.parametrize(
    ("free", "line", "got"),
    [
        (0, _line(1, 1), {}),
        (-2, _line(1), {}),
        (1, _line(1, 1), {1: 1}),
        (2, _line(3, 1, 1), {2: 1, 3: 1}),
        (3, _line(2, 2, 1), {1: 2, 3: 1}),
        (2, _line(3, takes_fewer=True), {1: 2}),
        (0, _line(3, takes_fewer=True), {}),
        (None, _line(4, 400), {1: 4, 2: 400}),
        (5, _line(1, is_confirmed=False), {}),
    ],
)
def test_first_come_first_fitting(free, line, got):
    assert _sizes(Spare({IN_PERSON: free}), line) == got


def test_each_one_passed_over_has_a_reason():
    line = [
        Waiting(1, ONLINE, 1),
        Waiting(2, IN_PERSON, 2, is_confirmed=False),
        Waiting(3, IN_PERSON, 3),
        Waiting(4, IN_PERSON, 2),
        Waiting(5, IN_PERSON, 1),
    ]
    found = plan(Spare({IN_PERSON: 2}), line)
    assert [each.waiting.id for each in found.promoted] == [4]
    assert [(each.waiting.id, each.why, each.left) for each in found.passed] == [
        (1, Skip.WAY_GONE, 0),
        (2, Skip.UNCONFIRMED, 0),
        (3, Skip.TOO_LARGE, 2),
        (5, Skip.FULL, 0),
    ]


def test_held_places_go_to_those_who_came_by_that_hosts_link_and_are_used_first():
    line = [Waiting(1, IN_PERSON, 1), Waiting(2, IN_PERSON, 2, via=9), Waiting(3, IN_PERSON, 2, via=9)]
    found = plan(Spare({IN_PERSON: 0}, {(9, IN_PERSON): 3}), line)
    assert [(each.waiting.id, each.size, each.from_held) for each in found.promoted] == [(2, 2, 2)]
    mixed = plan(Spare({IN_PERSON: 1}, {(9, IN_PERSON): 1}), line[1:])
    assert [(each.size, each.from_held) for each in mixed.promoted] == [(2, 1)]


def test_all_small_lists_give_what_walking_them_by_hand_gives():
    parties = list(product((1, 2, 3), (True, False)))
    for free, line in product(range(5), product(parties, repeat=3)):
        waiting = [Waiting(n, IN_PERSON, size, fewer) for n, (size, fewer) in enumerate(line)]
        left, expected = free, {}
        for n, (size, fewer) in enumerate(line):
            got = min(size, left) if fewer else size
            if 0 < got <= left:
                expected[n] = got
                left -= got
        assert _sizes(Spare({IN_PERSON: free}), waiting) == expected


@given(spare=SPARE, line=st.lists(PARTY, max_size=12, unique_by=lambda party: party.id))
def test_no_list_gets_more_than_is_free_and_nobody_who_fits_is_passed_over(spare, line):
    found = plan(spare, line)
    assert sorted(each.waiting.id for each in (*found.promoted, *found.passed)) == sorted(p.id for p in line)
    general, held = dict(spare.general), dict(spare.held)
    got = {each.waiting.id: each for each in found.promoted}
    for waiting in line:
        mine = held.get((waiting.via, waiting.way), 0)
        left = general.get(waiting.way, -1)
        room = (left or 0) + sum(spots for (_host, way), spots in held.items() if way is waiting.way)
        free = waiting.size if left is None else max(0, min(max(0, left) + mine, room))
        if waiting.way not in general or not waiting.is_confirmed:
            assert waiting.id not in got
        elif free >= waiting.size or (free and waiting.takes_fewer):
            each = got[waiting.id]
            assert each.size == min(waiting.size, free)
            if each.from_held:
                held[(waiting.via, waiting.way)] -= each.from_held
            if left is not None:
                general[waiting.way] -= each.size - each.from_held
        else:
            assert waiting.id not in got
    assert all(left is None or left >= min(0, spare.general[way]) for way, left in general.items())
    assert all(left >= 0 for left in held.values())
    again = plan(Spare(general, held), [each.waiting for each in found.passed])
    assert not again.promoted, "walking the list a second time changes nothing"


@pytest.mark.parametrize(
    ("is_open", "ending", "at", "expected"),
    [
        (True, Ending.STOP, NOW + timedelta(hours=1), Phase.RUNNING),
        (True, Ending.STOP, None, Phase.RUNNING),
        (True, Ending.STOP, NOW, Phase.STOPPED),
        (True, Ending.FIRST_TO_ANSWER, NOW, Phase.FIRST_TO_ANSWER),
        (False, Ending.FIRST_TO_ANSWER, NOW, Phase.STOPPED),
        (False, Ending.STOP, None, Phase.STOPPED),
    ],
)
def test_the_list_moves_until_shortly_before_the_start(is_open, ending, at, expected):
    assert phase(is_open, ending, at, NOW) is expected
    assert stops_at(NOW, 120) == NOW - timedelta(hours=2)
    assert stops_at(None, 120) is None


@pytest.mark.parametrize(
    ("now", "hours", "ends"),
    [
        ("2026-11-03T12:00", 2, "2026-11-03T14:00"),
        ("2026-11-03T20:00", 2, "2026-11-04T09:00"),
        ("2026-11-03T23:30", 2, "2026-11-04T10:00"),
        ("2026-11-03T07:00", 1, "2026-11-03T09:00"),
        ("2026-11-03T12:00", 24, "2026-11-05T10:00"),
        # the clocks go back in the night, which is an hour longer
        ("2026-10-24T20:00", 2, "2026-10-25T09:00"),
    ],
)
def test_the_clock_of_an_offer_stands_still_at_night(now, hours, ends):
    zone = ZoneInfo("Europe/London")
    begun = datetime.fromisoformat(now).replace(tzinfo=zone).astimezone(UTC)
    expected = datetime.fromisoformat(ends).replace(tzinfo=zone).astimezone(UTC)
    assert offer_ends(begun, hours, NIGHT) == expected
    assert offer_ends(begun, hours, NIGHT, begun + timedelta(minutes=5)) == begun + timedelta(minutes=5)
    assert offer_ends(begun, hours, Quiet(0, 0, "UTC")) == begun + timedelta(hours=hours)


@given(
    hours=st.integers(1, 72),
    minutes=st.integers(0, 60 * 24 * 400),
    begins=st.integers(0, 23),
    ends=st.integers(0, 23),
    zone=st.sampled_from(
        ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Cairo"]
    ),
)
def test_an_offer_never_ends_while_it_is_quiet_or_too_soon(hours, minutes, begins, ends, zone):
    quiet, begun = Quiet(begins, ends, zone), NOW + timedelta(minutes=minutes)
    until = offer_ends(begun, hours, quiet)
    assert until >= begun + timedelta(hours=hours)
    last_moment = (until - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert not quiet.holds(last_moment.hour)


def test_someone_is_told_roughly_where_they_stand():
    bands = [band(before) for before in range(150)]
    assert bands[0] == bands[4] == (1, 5)
    assert bands[5] == (6, 10)
    assert bands[100] == bands[149] == (101, None)
    assert all(first[0] <= second[0] for first, second in pairwise(bands))


def test_a_host_holds_at_most_its_even_share():
    assert most_to_hold(30, 2) == 15
    assert most_to_hold(31, 3) == 10
    assert most_to_hold(30, 0) == 30


@given(uid=st.text(), token=st.text())
def test_a_code_survives_the_way_people_type(uid, token):
    code = code_of(uid, token)
    assert set(code) <= set(ALPHABET)
    assert (
        code_parts(written_code(code)) == code_parts(f"TWAIN:{code}") == (event_part(uid), reply_part(token))
    )
    assert code_parts(code.lower().replace("1", "l").replace("0", "o")) == code_parts(code)


@pytest.mark.parametrize(
    "text", ["", "hello", "https://example.org/", "TWAIN:", "K7Q-4XMP", "K7Q-4XMP-2RTD9", "💙" * 11]
)
def test_anything_else_is_no_code(text):
    assert code_parts(text) is None
