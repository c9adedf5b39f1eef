"""An address is read forgivingly, and said back in words."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.i18n import in_language
from app.events.models import EventFormat
from app.pages.rules.finding import Wanted, narrowings, read_wanted, soon
from app.pages.rules.lists import address

NAMES = ("q", "near", "within", "from", "to", "tag", "format", "joint", "past", "month", "after", "before")


@pytest.fixture(autouse=True)
def spoken(application: Flask) -> Any:
    with application.test_request_context("/events"), in_language("en"):
        yield


def read(query: str) -> Wanted:
    return read_wanted(dict(parse_qsl(query)))


def test_everything_that_can_be_looked_for_is_read() -> None:
    wanted = read(
        "q=slow+walk&near=Leeds&within=10&from=2026-12-01&to=2026-12-31&tag=parents&format=online&joint=yes"
    )
    assert wanted == Wanted(
        words="slow walk",
        near="Leeds",
        within=10,
        starts_from=date(2026, 12, 1),
        starts_to=date(2026, 12, 31),
        tag="parents",
        format=EventFormat.ONLINE,
        is_joint=True,
    )


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("53.8,-1.55", (53.8, -1.55)),
        (" 53.8 ; -1.55 ", (53.8, -1.55)),
        ("-90,180", (-90.0, 180.0)),
        ("Leeds", None),
        ("10001", None),
        ("LS1 1AA", None),
    ],
)
def test_a_place_is_a_name_or_two_numbers(text: str, point: tuple[float, float] | None) -> None:
    wanted = read_wanted({"near": text})
    assert wanted.point == point
    assert wanted.near == text.strip()
    assert not wanted.remarks


@pytest.mark.parametrize(
    "query",
    [
        "near=999,999",
        "near=53,-1&within=-1",
        "near=Leeds&within=nan",
        "near=Leeds&within=inf",
        "near=Leeds&within=1e99",
        "from=banana",
        "to=2026-02-30",
        "from=0001-01-01",
        "to=9999-12-31",
        "format=carrier-pigeon",
        "month=2026-13",
        "month=0000-00",
        "after=zzz",
        "after=" + "9" * 40 + "-1",
        "before=1-" + "9" * 40,
    ],
)
def test_what_cannot_be_read_is_left_out_with_a_kind_sentence(query: str) -> None:
    wanted = read(query)
    assert wanted.remarks
    assert all(remark.endswith(".") for remark in wanted.remarks)


def test_days_in_the_wrong_order_are_turned_around() -> None:
    wanted = read("from=2026-12-31&to=2026-12-01")
    assert (wanted.starts_from, wanted.starts_to) == (date(2026, 12, 1), date(2026, 12, 31))


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=200)))
def test_nothing_in_an_address_is_an_error(given_values: dict[str, str]) -> None:
    wanted = read_wanted(given_values)
    assert all("\x00" not in value for value in wanted.parameters.values())
    again = read_wanted(wanted.parameters)
    assert again.parameters == wanted.parameters


def test_each_narrowing_can_be_taken_away_alone() -> None:
    wanted = read("q=walk&near=Leeds&joint=yes&tag=rest")
    said = narrowings(wanted, "/events")
    assert [each.label for each in said] == [
        "about “walk”",
        "near Leeds, within 25 km",
        "tagged “rest”",
        "hosted jointly",
    ]
    left = dict(parse_qsl(urlsplit(said[0].address_without).query))
    assert left == {"near": "Leeds", "tag": "rest", "joint": "yes"}


def test_the_address_of_everything_is_bare() -> None:
    assert address("/events", Wanted()) == "/events"
    assert address("/events", Wanted(is_past=True), after="1-2") == "/events?past=yes&after=1-2"


@pytest.mark.parametrize(
    ("today", "spans"),
    [
        (
            date(2026, 11, 25),
            [("2026-11-25", "2026-11-29"), ("2026-11-28", "2026-11-29"), ("2026-11-30", "2026-12-06")],
        ),
        (
            date(2026, 11, 29),
            [("2026-11-29", "2026-11-29"), ("2026-11-30", "2026-12-06")],
        ),
        (
            date(2026, 11, 30),
            [("2026-11-30", "2026-12-06"), ("2026-12-05", "2026-12-06"), ("2026-12-07", "2026-12-13")],
        ),
    ],
    ids=["in the middle of a week", "on a Sunday", "on a Monday"],
)
def test_days_ahead_are_a_press_away(today: date, spans: list[tuple[str, str]]) -> None:
    offered = soon(read("q=walk&after=1-2"), today, "/events")
    assert [each.label for each in offered] == ["This week", "This weekend", "Next week"][-len(spans) :]
    asked = [dict(parse_qsl(urlsplit(each.address).query)) for each in offered]
    assert asked == [{"q": "walk", "from": first, "to": last} for first, last in spans]


def test_other_days_are_a_press_away_from_those_chosen() -> None:
    offered = soon(read("q=walk&from=2026-11-28&to=2026-11-29"), date(2026, 11, 25), "/events")
    assert [each.label for each in offered if each.is_chosen] == ["This weekend"]
    assert offered[2].address == "/events?q=walk&from=2026-11-30&to=2026-12-06"


def test_days_ahead_are_not_offered_to_who_looks_back() -> None:
    assert soon(read("past=yes"), date(2026, 11, 25), "/events") == []
