"""The pure rules of events: statuses, places, room, maps, content, merging, words."""

import itertools
import json
from dataclasses import fields, replace
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.cohosting.rules import Difference, changes, changes_between
from app.core.transitions import ImpossibleMove
from app.events.models import (
    AddressVisibility,
    Event,
    EventFormat,
    EventStatus,
    EventVisibility,
    Way,
)
from app.events.rules import (
    EDITABLE,
    SHOWN,
    TRANSITIONS,
    UNPUBLISHED,
    Audience,
    can_move,
    crowded,
    event_spots_left,
    move,
    over_by,
    room_label,
    spots_left,
    visible_place,
)
from app.events.rules.content import (
    FIELDS,
    KEY_FIELDS,
    QUIET_FIELDS,
    EventDetails,
    content_from,
    details_from,
    is_news,
)
from app.events.rules.finding import fold, fold_tags, on_sphere, set_search_columns, squared_chord, words_of
from app.events.rules.maps import read_coordinates, write_coordinates
from app.events.rules.merging import Side, compare, merge
from app.events.rules.repeating import series_differences
from app.events.rules.wording import TOPICS, differences, whole
from tests.events.factories import next_month

ALLOWED = {
    ("draft", "proposed"),
    ("proposed", "draft"),
    ("proposed", "withdrawn"),
    ("proposed", "published"),
    ("published", "postponed"),
    ("published", "cancelled"),
    ("published", "withdrawn"),
    ("postponed", "published"),
    ("postponed", "cancelled"),
    ("postponed", "withdrawn"),
    ("cancelled", "deleted"),
    ("withdrawn", "proposed"),
    ("withdrawn", "deleted"),
}
SECRETS = (
    "1 Secret Street",
    "Ring twice at the blue door",
    "https://meet.example/secret",
    "53.12345",
    "-1.54321",
)


@pytest.mark.parametrize(("old", "new"), list(itertools.product(EventStatus, EventStatus)))
def test_every_pair_of_statuses(old: EventStatus, new: EventStatus) -> None:
    if (old.value, new.value) in ALLOWED:
        assert can_move(old, new)
        assert move(old, new) is new
    else:
        assert not can_move(old, new)
        with pytest.raises(ImpossibleMove):
            move(old, new)


def test_every_status_has_its_moves_and_its_words(app: Flask) -> None:
    assert set(TRANSITIONS) == set(EventStatus)
    assert all(status.label for status in EventStatus)
    assert not SHOWN & UNPUBLISHED
    assert UNPUBLISHED <= EDITABLE


def event_with(**values: Any) -> Event:
    given_values = {
        "title": "Tea",
        "summary": "",
        "description": "",
        "tags": [],
        "format": EventFormat.BOTH,
        "place_name": "Boat House",
        "place_area": "Leeds",
        "place_address": "1 Secret Street",
        "directions": "Ring twice at the blue door",
        "latitude": 53.12345,
        "longitude": -1.54321,
        "online_link": "https://meet.example/secret",
        "address_visibility": AddressVisibility.GOING,
    }
    return Event(**given_values | values)


SEES_ADDRESS = {
    (AddressVisibility.EVERYONE, Audience.PUBLIC),
    (AddressVisibility.EVERYONE, Audience.GOING),
    (AddressVisibility.EVERYONE, Audience.HOST),
    (AddressVisibility.GOING, Audience.GOING),
    (AddressVisibility.GOING, Audience.HOST),
    (AddressVisibility.HOSTS, Audience.HOST),
}


@pytest.mark.parametrize(
    ("way", "visibility", "audience"), list(itertools.product(EventFormat, AddressVisibility, Audience))
)
def test_each_audience_sees_exactly_its_part_of_the_place(
    way: EventFormat, visibility: AddressVisibility, audience: Audience
) -> None:
    place = visible_place(event_with(format=way, address_visibility=visibility), audience)
    sees_address = way is not EventFormat.ONLINE and (visibility, audience) in SEES_ADDRESS
    sees_link = way is not EventFormat.IN_PERSON and audience is not Audience.PUBLIC
    assert place.address == ("1 Secret Street" if sees_address else "")
    assert place.directions == ("Ring twice at the blue door" if sees_address else "")
    assert (place.latitude, place.longitude) == ((53.12345, -1.54321) if sees_address else (None, None))
    assert place.online_link == ("https://meet.example/secret" if sees_link else "")
    assert place.name == ("" if way is EventFormat.ONLINE else "Boat House")
    assert place.is_address_hidden == (way is not EventFormat.ONLINE and not sees_address)
    assert place.is_link_hidden == (way is not EventFormat.IN_PERSON and not sees_link)


@pytest.mark.parametrize(
    ("way", "visibility"),
    list(itertools.product(EventFormat, [AddressVisibility.GOING, AddressVisibility.HOSTS])),
)
def test_nothing_secret_is_anywhere_in_what_the_public_sees(
    way: EventFormat, visibility: AddressVisibility
) -> None:
    event = event_with(format=way, address_visibility=visibility)
    text = repr(visible_place(event, Audience.PUBLIC)) + visible_place(event, Audience.PUBLIC).line
    set_search_columns(event)
    searched = f"{event.search_words} {event.search_area} {event.sphere_x} {event.sphere_y} {event.sphere_z}"
    assert not any(secret in text for secret in SECRETS)
    assert "secret" not in searched
    assert "blue" not in searched
    assert (event.sphere_x, event.sphere_y, event.sphere_z) == (None, None, None)


def test_an_audience_sees_at_least_what_the_one_before_sees() -> None:
    for way, visibility in itertools.product(EventFormat, AddressVisibility):
        event = event_with(format=way, address_visibility=visibility)
        seen = [visible_place(event, audience) for audience in Audience]
        for less, more in itertools.pairwise(seen):
            for field in fields(less):
                value = getattr(less, field.name)
                if value and not field.name.endswith("_hidden"):
                    assert getattr(more, field.name) == value


def test_an_event_without_address_hides_none() -> None:
    event = event_with(place_address="", directions="", latitude=None, longitude=None, online_link="")
    place = visible_place(event, Audience.PUBLIC)
    assert not place.is_address_hidden
    assert not place.is_link_hidden
    assert place.line == "Boat House, Leeds"


def test_an_address_says_its_town_once() -> None:
    def said(address: str) -> str:
        event = event_with(place_name="St Mark", place_area="Leeds", place_address=address)
        return visible_place(event, Audience.GOING).line

    assert said("2 Hill Road") == "St Mark, 2 Hill Road, Leeds"
    assert said("2 Hill Road, LEEDS LS1") == "St Mark, 2 Hill Road, LEEDS LS1"
    assert said("") == "St Mark, Leeds"


@pytest.mark.parametrize(
    ("capacity", "taken", "left", "over"),
    [(None, 0, None, 0), (None, 99, None, 0), (10, 0, 10, 0), (10, 10, 0, 0), (10, 13, 0, 3)],
)
def test_room_left_and_over(capacity: int | None, taken: int, left: int | None, over: int) -> None:
    assert spots_left(capacity, taken) == left
    assert over_by(capacity, taken) == over


def test_too_few_places_are_said_for_each_way_of_coming() -> None:
    taken = [{Way.IN_PERSON: 9, Way.ONLINE: 3}]
    (said,) = crowded({"capacity_in_person": 5, "capacity_online": 3, "title": "Tea"}, taken)
    assert said.startswith("In person: room for 5 would be 4 fewer than have a place already.")
    assert "Nobody loses theirs" in said
    assert [each[:6] for each in crowded({"capacity_in_person": 8, "capacity_online": 1}, taken)] == [
        "In per",
        "Online",
    ]
    for enough in ({}, {"capacity_in_person": 9}, {"capacity_in_person": None, "capacity_online": None}):
        assert crowded(enough, taken) == []


def test_a_way_that_ends_is_said_with_how_many_chose_it() -> None:
    taken = [{Way.IN_PERSON: 9, Way.ONLINE: 3}]
    (said,) = crowded({"format": "in_person", "capacity_in_person": 9, "capacity_online": 1}, taken)
    assert said.startswith("Online: 3 people have chosen this way, and it would end.")
    (on_dates,) = crowded({"format": "online"}, [*taken, {Way.IN_PERSON: 0, Way.ONLINE: 8}])
    assert on_dates.startswith("In person: 9 people")
    for harmless in ({"format": "both"}, {"format": "in_person"}):
        assert crowded(harmless, [{Way.IN_PERSON: 2, Way.ONLINE: 0}]) == []


def test_too_few_places_on_several_dates_are_said_once() -> None:
    def dates(*taken: int) -> list[dict[Way, int]]:
        return [{Way.IN_PERSON: each, Way.ONLINE: 0} for each in taken]

    (one,) = crowded({"capacity_in_person": 5}, dates(7, 5, 0))
    assert one.startswith("In person: on one date, room for 5 would be 2 fewer")
    (two,) = crowded({"capacity_in_person": 5}, dates(7, 9, 0))
    assert "on 2 dates, room for 5 would be fewer than have a place already, by up to 4." in two
    assert crowded({"capacity_in_person": 9}, dates(7, 9, 0)) == []
    assert crowded({"capacity_in_person": 9}, []) == []


@pytest.mark.parametrize(
    ("left", "label"),
    [
        (None, "Room for everyone"),
        (12, "12 places left"),
        (6, "6 places left"),
        (5, "Few places left"),
        (0, "Full"),
    ],
)
def test_cards_say_how_much_room_there_is(app: Flask, left: int | None, label: str) -> None:
    assert room_label(left) == label


def test_room_counts_only_the_ways_that_there_are() -> None:
    room = {"capacity_in_person": 5, "capacity_online": None, "taken_in_person": 5, "taken_online": 7}
    assert event_spots_left(event_with(format=EventFormat.IN_PERSON, **room)) == 0
    assert event_spots_left(event_with(format=EventFormat.ONLINE, **room)) is None
    assert event_spots_left(event_with(format=EventFormat.BOTH, **room)) is None
    assert event_spots_left(event_with(format=EventFormat.BOTH, **room | {"capacity_online": 10})) == 3


@pytest.mark.parametrize(
    "pasted",
    [
        "53.7997, -1.5492",
        " 53.7997 -1.5492 ",
        "53.7997;-1.5492",
        "geo:53.7997,-1.5492",
        "geo:53.7997,-1.5492;u=35",
        "https://www.openstreetmap.org/#map=17/53.7997/-1.5492",
        "https://www.openstreetmap.org/?mlat=53.7997&mlon=-1.5492#map=12/50.0/1.0",
        "https://www.google.com/maps/@53.7997,-1.5492,17z",
        "https://www.google.com/maps/place/X/@50.0,1.0,17z/data=!3m1!4b1!4m6!3m5!8m2!3d53.7997!4d-1.5492",
        "https://www.google.com/maps/search/?api=1&query=53.7997%2C-1.5492",
        "https://maps.google.com/?q=loc:53.7997,-1.5492",
        "https://maps.apple.com/?ll=53.7997,-1.5492&q=Library",
        "https://maps.apple.com/place?coordinate=53.7997,-1.5492",
        "https://www.bing.com/maps?cp=53.7997~-1.5492",
    ],
)
def test_coordinates_are_read_from_what_people_paste(pasted: str) -> None:
    assert read_coordinates(pasted) == (53.7997, -1.5492)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "Leeds",
        "https://maps.app.goo.gl/abc",
        "91, 0",
        "0, 181",
        "1,2,3",
        "http://[bad",
        "53.7997",
        "nan, 1",
        "geo:x,y",
    ],
)
def test_what_holds_no_place_gives_none(pasted: str) -> None:
    assert read_coordinates(pasted) is None


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_not(pasted: str) -> None:
    found = read_coordinates(pasted)
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_written_coordinates_are_read_again(latitude: float, longitude: float) -> None:
    wanted = (round(latitude, 6), round(longitude, 6))
    assert read_coordinates(write_coordinates(*wanted)) == wanted


@given(
    st.tuples(st.floats(-89, 89), st.floats(-180, 180)),
    st.tuples(st.floats(-89, 89), st.floats(-180, 180)),
    st.floats(1, 20000),
)
def test_the_chord_measures_as_the_haversine_does(
    one: tuple[float, float], two: tuple[float, float], km: float
) -> None:
    a, b = map(radians, one), map(radians, two)
    (lat1, lon1), (lat2, lon2) = tuple(a), tuple(b)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    distance = 2 * 6371.0088 * asin(min(1, sqrt(half)))
    chord = sum((p - q) ** 2 for p, q in zip(on_sphere(*one), on_sphere(*two), strict=True))
    if abs(distance - km) > 0.01:
        assert (chord <= squared_chord(km)) == (distance <= km)


def test_words_are_folded() -> None:
    assert fold("  Café—ÉTÉ, Straße_x!") == "cafe ete strasse x"
    assert words_of("a b c d e f g h i j") == list("abcdefgh")
    assert words_of("'; DROP TABLE -- \"*") == ["drop", "table"]
    assert fold_tags(["Green Spaces", "Art"]) == "|green spaces|art|"
    assert fold_tags([]) == ""


def full_details() -> EventDetails:
    starts = next_month()
    return EventDetails(
        title="Tea",
        starts_local=starts,
        ends_local=starts,
        latitude=1.5,
        longitude=2.5,
        tags=["a"],
        questions=[{"id": "q1", "prompt": "Why?", "is_required": True}],
        visibility=EventVisibility.DOMAINS,
        email_domains=["a.example"],
        agreement_title="Ours",
        agreement_body="Be kind.",
        picture="x" * 32,
        capacity_in_person=3,
    )


def test_content_is_plain_json_and_comes_back() -> None:
    for details in (EventDetails(title="Tea"), full_details()):
        content = content_from(details)
        assert json.loads(json.dumps(content)) == content
        assert details_from(content) == details


def test_key_fields_are_fields() -> None:
    assert set(FIELDS) >= KEY_FIELDS | QUIET_FIELDS
    for name in (
        "starts_local",
        "place_address",
        "online_link",
        "capacity_online",
        "agreement_body",
        "visibility",
    ):
        assert name in KEY_FIELDS


def test_only_some_changes_are_news() -> None:
    before = content_from(full_details())
    title = changes(before, content_from(replace(full_details(), title="Coffee")))
    contact = changes(before, content_from(replace(full_details(), safeguarding_contact="Ruth")))
    assert title == {"title": "Coffee"}
    assert is_news(title)
    assert not is_news(contact)
    assert not is_news({})


def test_every_field_belongs_to_one_topic(app: Flask) -> None:
    named = [name for topic in TOPICS for name in topic.fields if name not in {"status", "reason"}]
    assert sorted(named) == sorted(FIELDS)
    assert all(topic.label for topic in TOPICS)


def test_every_topic_finds_words(app: Flask) -> None:
    empty, full = content_from(EventDetails(title="")), content_from(full_details())
    labels = {row.label for row in differences(empty, full)}
    assert {"Title", "Date and time", "On the map", "Questions", "Picture", "Community agreement"} <= labels
    assert all(row.after for row in whole(full))
    assert differences(full, full) == []


def test_another_point_on_the_map_is_a_link_and_no_numbers(app: Flask) -> None:
    before = content_from(full_details())
    after = before | {"latitude": 53.8, "longitude": -1.5}
    [row] = differences(before, after)
    assert (row.label, row.before, row.after) == ("On the map", "See it on a map", "See it on a map")
    assert row.after_link == "https://www.openstreetmap.org/?mlat=53.8&mlon=-1.5#map=17/53.8/-1.5"
    assert row.before_link != row.after_link
    assert series_differences(before, after) == [row]
    assert changes_between([row], [replace(row, after_link="")]) == [
        Difference("On the map", row.after, row.after, row.after_link, "")
    ]


def test_a_time_of_a_zone_is_written_with_it(app: Flask) -> None:
    rows = whole(content_from(replace(full_details(), zone="America/New_York")))
    assert any("New York" in row.after for row in rows if row.label == "Date and time")


def test_what_only_one_changed_is_suggested(app: Flask) -> None:
    base = content_from(full_details())
    theirs = base | {"title": "Theirs", "summary": "Both, theirs"}
    mine = base | {"description": "Mine", "summary": "Both, mine"}
    by_key = {each.topic.key: each for each in compare(base, theirs, mine)}
    assert set(by_key) == {"title", "summary", "description"}
    assert by_key["title"].suggested is Side.THEIRS
    assert by_key["description"].suggested is Side.MINE
    assert by_key["summary"].only_changed_by is None
    assert by_key["summary"].suggested is Side.MINE


def test_merging_takes_whole_topics() -> None:
    base = content_from(full_details())
    theirs = base | {"starts_local": "2030-01-01T10:00", "zone": "Europe/Paris", "title": "Theirs"}
    mine = base | {"title": "Mine"}
    merged = merge(theirs, mine, {"when": Side.THEIRS, "title": Side.MINE})
    assert (merged["starts_local"], merged["zone"]) == ("2030-01-01T10:00", "Europe/Paris")
    assert merged["title"] == "Mine"


@given(st.dictionaries(st.sampled_from([topic.key for topic in TOPICS]), st.sampled_from(Side)))
def test_merging_the_same_changes_nothing(kept: dict[str, Side]) -> None:
    content = content_from(full_details())
    assert merge(content, content, kept) == content
