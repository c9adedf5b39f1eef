"""Rules in words and in RFC 5545, and their dates through ten years of changing clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.i18n import in_language
from app.events.rules.content import EventDetails
from app.events.rules.planning import MadeDate, Step, plan_dates
from app.events.rules.recurrence import (
    MOST_DATES,
    NTHS,
    Every,
    Rule,
    all_days,
    days_between,
    days_of,
    first_day,
    has_too_many,
    occurrence_on,
    read_rrule,
    write_rrule,
)
from app.events.rules.repeating import said_rhythm, say_rule
from app.events.rules.series import SeriesDetails, occurrences_of, refusal_of, series_content
from app.events.rules.walltime import resolve_wall_time

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Africa/Cairo",
)
TUESDAY, THURSDAY = 1, 3
#: A Tuesday.
FIRST = date(2027, 1, 5)
TEN_YEARS = date(2036, 12, 31)

rules = st.one_of(
    st.builds(Rule, every=st.just(Every.DAY), interval=st.integers(1, 52)),
    st.builds(
        Rule,
        every=st.just(Every.WEEK),
        interval=st.integers(1, 52),
        weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        until=st.none() | st.dates(date(2027, 1, 1), date(2040, 1, 1)),
    ),
    st.builds(
        Rule,
        every=st.just(Every.MONTH),
        interval=st.integers(1, 12),
        weekdays=st.integers(0, 6).map(lambda day: (day,)),
        nth=st.sampled_from(NTHS),
        count=st.none() | st.integers(1, 520),
    ),
    st.builds(Rule, every=st.just(Every.MONTH), month_day=st.integers(1, 31)),
)


def local(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at))


def details(at: str = "18:30", until: str = "20:30", zone: str = "Europe/London") -> EventDetails:
    return EventDetails(
        "Walk", starts_local=local(FIRST, at), ends_local=local(FIRST, until), zone=zone, summary="Slow."
    )


@given(rules)
def test_a_rule_is_read_as_it_was_written(rule: Rule) -> None:
    assert read_rrule(write_rrule(rule)) == rule


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        (
            Rule(interval=2, weekdays=(TUESDAY,)),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            "Every 2 weeks on Tuesday",
        ),
        (
            Rule(Every.MONTH, weekdays=(THURSDAY,), nth=-1),
            "FREQ=MONTHLY;BYDAY=-1TH",
            "Every month on the last Thursday",
        ),
        (
            Rule(weekdays=(TUESDAY, THURSDAY), until=date(2027, 5, 4)),
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270504",
            "Every week on Tuesday and Thursday, until Tuesday 4 May 2027",
        ),
        (
            Rule(Every.MONTH, 3, month_day=31),
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31",
            "Every 3 months on day 31",
        ),
        (Rule(Every.DAY, count=10), "FREQ=DAILY;COUNT=10", "Every day, 10 times"),
    ],
)
def test_rules_in_words_and_in_rfc_5545(app: Flask, rule: Rule, text: str, words: str) -> None:
    assert write_rrule(rule) == text
    with app.test_request_context(), in_language("en"):
        assert say_rule(rule) == words


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ([], "Every week on Thursday, 8 times"),
        (
            ["2026-12-24", "2026-12-31"],
            "Every week on Thursday, 8 times; not on Thursday 24 December 2026 and Thursday 31 December 2026",
        ),
        (
            ["2026-12-10", "2026-12-17", "2026-12-24", "2026-12-31"],
            "Every week on Thursday, 8 times; 4 of these days are left out",
        ),
    ],
)
def test_the_days_left_out_are_said_beside_the_rule(app: Flask, left_out: list[str], words: str) -> None:
    content = {"rule": "FREQ=WEEKLY;BYDAY=TH;COUNT=8", "left_out": left_out}
    with app.test_request_context():
        assert said_rhythm(content) == words


def test_a_series_without_a_rule_says_none(app: Flask) -> None:
    with app.test_request_context():
        assert said_rhythm({}) == ""


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", ["02:30", "00:15"])
def test_the_clock_on_the_wall_says_the_same_for_ten_years(zone: str, at: str) -> None:
    starts, ends = local(FIRST, at), local(FIRST, at) + timedelta(hours=2)
    shifted, before = 0, None
    for day in islice(days_of(Rule(Every.DAY), FIRST), 3653):
        found = occurrence_on(day, starts, ends, zone)
        instant = resolve_wall_time(found.starts_local, zone)
        wall = instant.astimezone(ZoneInfo(zone))
        assert wall.replace(tzinfo=None) == found.starts_local
        asked = local(day, at)
        if found.is_shifted:
            shifted += 1
            # RFC 5545: read with the offset before the gap, so that it moves by the jump.
            assert found.starts_local == asked + timedelta(hours=1)
        else:
            assert found.starts_local == asked
            first = asked.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
            assert instant == first  # of two, the first is meant
        assert resolve_wall_time(found.ends_local, zone) > instant
        assert before is None or instant > before
        before = instant
    assert shifted <= 11
    if zone == "Asia/Kolkata":
        assert shifted == 0


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Berlin", "02:30", date(2027, 3, 28)),
        ("Europe/London", "01:00", date(2027, 3, 28)),
        ("America/New_York", "02:30", date(2027, 3, 14)),
        ("Australia/Sydney", "02:30", date(2027, 10, 3)),
        ("Africa/Casablanca", "02:30", date(2027, 3, 14)),
        ("Africa/Cairo", "00:15", date(2027, 4, 30)),
    ],
)
def test_a_time_that_clocks_skip_moves_by_the_jump(zone: str, at: str, day: date) -> None:
    starts = local(FIRST, at)
    found = occurrence_on(day, starts, starts + timedelta(minutes=30), zone)
    assert found.is_shifted
    assert found.starts_local == local(day, at) + timedelta(hours=1)
    assert found.ends_local > found.starts_local


@pytest.mark.parametrize("zone", ZONES)
def test_weekly_dates_are_seven_days_apart_on_the_wall_in_every_zone(zone: str) -> None:
    content = series_content(SeriesDetails(details(zone=zone), Rule(weekdays=(TUESDAY,))))
    found = occurrences_of(content, FIRST, TEN_YEARS)
    assert len(found) == 522
    assert {(each.starts_local.weekday(), each.starts_local.time()) for each in found} == {
        (TUESDAY, time(18, 30))
    }
    assert all(each.ends_local.time() == time(20, 30) for each in found)


def test_the_first_date_is_the_first_day_that_fits() -> None:
    every_second = Rule(interval=2, weekdays=(TUESDAY,))
    assert first_day(every_second, date(2027, 1, 6)) == date(2027, 1, 12)
    content = series_content(
        SeriesDetails(
            EventDetails(
                "Walk",
                starts_local=local(date(2027, 1, 6), "18:30"),
                ends_local=local(date(2027, 1, 6), "23:00"),
            ),
            every_second,
        )
    )
    assert (content["starts_local"], content["ends_local"]) == ("2027-01-12T18:30", "2027-01-12T23:00")
    days = [each.on for each in occurrences_of(content, date(2027, 1, 1), date(2027, 2, 20))]
    assert days == [date(2027, 1, 12), date(2027, 1, 26), date(2027, 2, 9)]


def test_months_without_the_day_are_left_out() -> None:
    rule = Rule(Every.MONTH, month_day=31)
    days = list(islice(days_of(rule, date(2027, 1, 31)), 4))
    assert days == [date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31), date(2027, 7, 31)]


def test_days_are_left_out_and_added_in_order() -> None:
    rule = Rule(weekdays=(TUESDAY,), count=4)
    days = all_days(
        rule,
        FIRST,
        left_out=frozenset({date(2027, 1, 12)}),
        added=frozenset({date(2027, 1, 7), date(2027, 1, 19), date(2027, 3, 1)}),
    )
    assert [f"{day:%m-%d}" for day in days] == ["01-05", "01-07", "01-19", "01-26", "03-01"]


def test_a_window_holds_at_least_the_next_date() -> None:
    yearly = Rule(Every.MONTH, 12, month_day=5)
    found = days_between(days_of(yearly, FIRST), date(2027, 2, 1), date(2027, 6, 1))
    assert found == [date(2028, 1, 5)]
    assert days_between(days_of(Rule(Every.DAY, count=2), FIRST), date(2027, 2, 1), date(2027, 6, 1)) == []


@pytest.mark.parametrize(
    ("written", "field", "words"),
    [
        (Rule(Every.DAY, until=date(9999, 1, 1)), "until", "more than 520 dates"),
        (Rule(Every.DAY, count=10_000), "count", "more than 520 dates"),
        (Rule(until=date(2026, 1, 1), weekdays=(TUESDAY,)), "until", "after its end"),
    ],
)
def test_impossible_rules_are_refused_with_a_sentence(
    app: Flask, written: Rule, field: str, words: str
) -> None:
    with app.test_request_context():
        refused = refusal_of(SeriesDetails(details(), written))
    assert refused is not None
    assert refused[0] == field
    assert words in refused[1]


def test_days_that_are_none_cannot_be_left_out(app: Flask) -> None:
    weekly = Rule(weekdays=(TUESDAY,), count=2)
    wednesday, both = frozenset({date(2027, 1, 6)}), frozenset({FIRST, date(2027, 1, 12)})
    with app.test_request_context():
        assert "is not one of its dates" in str(refusal_of(SeriesDetails(details(), weekly, wednesday)))
        assert "nothing is left" in str(refusal_of(SeriesDetails(details(), weekly, both)))
        early = frozenset({date(2026, 12, 1)})
        assert "after the first" in str(refusal_of(SeriesDetails(details(), weekly, frozenset(), early)))
        assert refusal_of(SeriesDetails(details(), weekly)) is None


@pytest.mark.parametrize("year", [1, 1900, 2200, 9999])
def test_dates_beyond_all_plans_are_refused_before_anyone_walks_there(app: Flask, year: int) -> None:
    daily, far = Rule(Every.DAY), frozenset({date(year, 5, 4)})
    there = replace(
        details(), starts_local=local(date(year, 5, 4), "18:30"), ends_local=local(date(year, 5, 4), "20:30")
    )
    with app.test_request_context():
        assert "within ten years" in str(refusal_of(SeriesDetails(there, daily)))
        for left_out, added in ((far, frozenset()), (frozenset(), far)):
            refused = refusal_of(SeriesDetails(details(), daily, left_out, added))
            assert (refused is not None) == (year > FIRST.year or bool(added))


def test_an_open_rule_is_never_too_long() -> None:
    assert not has_too_many(Rule(Every.DAY), FIRST)
    assert not has_too_many(Rule(Every.DAY, count=MOST_DATES), FIRST)
    assert has_too_many(Rule(Every.DAY, count=MOST_DATES + 1), FIRST)


def occurrences(*days: date) -> list:
    return [occurrence_on(day, local(FIRST, "18:30"), local(FIRST, "20:30"), "Europe/London") for day in days]


def test_a_plan_keeps_moves_drops_makes_and_leaves_alone() -> None:
    made = [
        MadeDate(1, date(2027, 1, 5), is_free=True),
        MadeDate(2, date(2027, 1, 12), is_free=False),
        MadeDate(3, date(2027, 1, 19), is_free=True, has_replies=True),
        MadeDate(4, date(2027, 1, 26), is_free=True),
    ]
    wanted = occurrences(
        date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 20), date(2027, 2, 2), date(2027, 2, 3)
    )
    steps = [
        (each.step, each.made and each.made.event_id, each.occurrence and each.occurrence.on)
        for each in plan_dates(made, wanted, Every.WEEK)
    ]
    assert steps == [
        (Step.KEEP, 1, date(2027, 1, 5)),
        (Step.LEAVE, 2, None),
        (Step.MOVE, 3, date(2027, 1, 20)),
        (Step.DROP, 4, None),
        (Step.MAKE, None, date(2027, 2, 2)),
        (Step.MAKE, None, date(2027, 2, 3)),
    ]


@given(
    st.sets(st.integers(0, 60), max_size=20),
    st.sets(st.integers(0, 60), max_size=20),
    st.sampled_from(list(Every)),
)
def test_no_plan_loses_a_date_or_puts_two_on_one_day(old: set[int], new: set[int], every: Every) -> None:
    made = [MadeDate(day, FIRST + timedelta(days=day), is_free=day % 3 > 0) for day in old]
    wanted = occurrences(*(FIRST + timedelta(days=day) for day in new))
    plan = plan_dates(made, wanted, every)
    assert sorted(each.made.event_id for each in plan if each.made) == sorted(old)
    after = [each.occurrence.on for each in plan if each.occurrence]
    after += [each.made.on for each in plan if each.step is Step.LEAVE and each.made]
    assert len(after) == len(set(after))
    assert set(after) >= {each.on for each in wanted}
