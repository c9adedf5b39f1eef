"""Wall time and instants, over many zones."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.events.rules import (
    Never,
    NoSuchTime,
    Once,
    Twice,
    is_zone,
    read_wall_time,
    resolve_wall_time,
    wall_time,
)

ZONES = (
    "Europe/London",
    "Europe/Dublin",  # its winter time is the one with negative daylight saving
    "Europe/Paris",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",  # clocks move by half an hour
    "Pacific/Apia",  # skipped a whole day
    "Pacific/Auckland",
    "Pacific/Chatham",
    "America/Asuncion",
    "Antarctica/Troll",  # clocks move by two hours
    "UTC",
)
zones = st.sampled_from(ZONES)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


walls = st.datetimes(local("1995-01-01"), local("2037-12-31")).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
instants = walls.map(lambda moment: moment.replace(tzinfo=UTC))


@given(instants, zones)
def test_an_instant_comes_back_from_its_wall_time(instant: datetime, zone: str) -> None:
    shown, fold = wall_time(instant, zone)
    assert shown.tzinfo is None
    assert resolve_wall_time(shown, zone, fold) == instant


@given(walls, zones)
def test_a_wall_time_happens_once_twice_or_never(wall: datetime, zone: str) -> None:
    match read_wall_time(wall, zone):
        case Once(instant):
            assert wall_time(instant, zone) == (wall, 0)
        case Twice(first, second):
            assert first < second
            assert wall_time(first, zone) == (wall, 0)
            assert wall_time(second, zone) == (wall, 1)
        case Never(before, after):
            assert before < wall < after
            for near in (before, after):
                assert not isinstance(read_wall_time(near, zone), Never)


@given(walls, zones, st.sampled_from([0, 1]))
def test_resolving_refuses_exactly_what_never_happens(wall: datetime, zone: str, fold: int) -> None:
    is_never = isinstance(read_wall_time(wall, zone), Never)
    try:
        instant = resolve_wall_time(wall, zone, fold)
    except NoSuchTime:
        assert is_never
    else:
        assert not is_never
        assert instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall


@pytest.mark.parametrize(
    ("wall", "zone", "before", "after"),
    [
        ("2027-03-28T01:30", "Europe/London", "2027-03-28T00:59", "2027-03-28T02:00"),
        ("2027-03-28T01:00", "Europe/London", "2027-03-28T00:59", "2027-03-28T02:00"),
        ("2027-03-14T02:59", "America/New_York", "2027-03-14T01:59", "2027-03-14T03:00"),
        ("2027-10-03T02:15", "Australia/Lord_Howe", "2027-10-03T01:59", "2027-10-03T02:30"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-29T23:59", "2011-12-31T00:00"),
        ("2027-03-28T02:30", "Antarctica/Troll", "2027-03-28T00:59", "2027-03-28T03:00"),
    ],
)
def test_a_gap_names_the_nearest_times(wall: str, zone: str, before: str, after: str) -> None:
    assert read_wall_time(local(wall), zone) == Never(local(before), local(after))


@pytest.mark.parametrize(
    ("wall", "zone", "first", "second"),
    [
        ("2027-10-31T01:30", "Europe/London", "2027-10-31T00:30+00:00", "2027-10-31T01:30+00:00"),
        ("2027-10-31T01:30", "Europe/Dublin", "2027-10-31T00:30+00:00", "2027-10-31T01:30+00:00"),
        ("2027-11-07T01:00", "America/New_York", "2027-11-07T05:00+00:00", "2027-11-07T06:00+00:00"),
        ("2027-04-04T01:45", "Australia/Lord_Howe", "2027-04-03T14:45+00:00", "2027-04-03T15:15+00:00"),
    ],
)
def test_an_hour_that_comes_twice_names_both(wall: str, zone: str, first: str, second: str) -> None:
    assert read_wall_time(local(wall), zone) == Twice(local(first), local(second))


@pytest.mark.parametrize(
    ("wall", "zone"), [("2027-10-31T02:00", "Europe/London"), ("2027-03-28T02:00", "Europe/London")]
)
def test_the_edges_happen_once(wall: str, zone: str) -> None:
    assert isinstance(read_wall_time(local(wall), zone), Once)


def test_zones_are_known_by_name() -> None:
    assert is_zone("Europe/London")
    for name in ("Mars/Olympus", "", "../etc/passwd", "Europe"):
        assert not is_zone(name)
