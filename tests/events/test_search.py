"""Finding events, on whichever database the tests run."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.cohosting.models import Host, HostStatus
from app.core import clock
from app.core.database import db, session
from app.core.transaction import transaction
from app.events.models import AddressVisibility, Event, EventFormat, EventStatus, EventVisibility
from app.events.queries import EventSearch, events_in_month, listed_events_held_by, search_events
from app.events.rules.recurrence import Rule
from app.organisations.models import Organisation
from tests.events.factories import EventFactory, next_month
from tests.events.series import dates, make_series
from tests.organisations.factories import OrganisationFactory
from tests.queries import counting

LEEDS = (53.7997, -1.5492)
BRADFORD = (53.7938, -1.7524)  # 13 km from Leeds
YORK = (53.9590, -1.0815)  # 35 km
LONDON = (51.5072, -0.1276)


@pytest.fixture
def host(app: Flask) -> Organisation:
    return OrganisationFactory(name="Fernhill Men’s Group")


def made(host: Organisation, title: str, **values: Any) -> Event:
    return EventFactory(hosts=values.pop("hosts", [host]), title=title, **values)


def at(point: tuple[float, float], **values: Any) -> dict[str, Any]:
    place = {"address_visibility": AddressVisibility.EVERYONE, "place_area": "Somewhere", "place_address": ""}
    return place | {"place_name": "", "latitude": point[0], "longitude": point[1]} | values


def found(**search: Any) -> list[str]:
    return [card.title for card in search_events(EventSearch(**search)).events]


def slugs(**search: Any) -> list[str]:
    return [card.slug for card in search_events(EventSearch(**search)).events]


def held_by(host: Organisation) -> tuple[list[str], list[str]]:
    held = listed_events_held_by(host.id, ahead=12, past=6)
    return [card.title for card in held.ahead], [card.title for card in held.past]


def test_words_are_found_by_their_beginnings_without_accents_or_case(host: Organisation) -> None:
    made(host, "Café by the canal", description="We **stroll** slowly.", tags=["green spaces"])
    made(host, "Drumming")
    for words in ("cafe", "CAFÉ", "stroll", "stro", "canal café", "green"):
        assert found(words=words) == ["Café by the canal"]
    assert len(found(words="fernhill library")) == 2
    assert found(words="cafe drumming") == []
    assert len(found(words="")) == 2
    assert len(found(words="!?")) == 2


def test_words_follow_what_an_event_says(host: Organisation) -> None:
    event = made(host, "Drumming")
    with transaction():
        event.search_words = "singing"
    assert found(words="drum") == []
    assert found(words="sing") == ["Drumming"]
    with transaction():
        session.delete(event)
    assert found(words="sing") == []


@pytest.mark.parametrize(
    "words",
    ['"', "'", "a' OR 1=1", "*", "(", "NEAR(a b)", "a & | !", "\\", "x" * 500, "名前", "ß", ":*", "%_"],
)
def test_strange_words_find_nothing_and_break_nothing(host: Organisation, words: str) -> None:
    made(host, "Tea")
    assert found(words=words) in ([], ["Tea"])
    assert found(words=f"{words}\x00") in ([], ["Tea"])


def test_the_name_of_a_host_finds_its_events(host: Organisation) -> None:
    made(host, "Tea")
    made(host, "Coffee", hosts=[OrganisationFactory(name="Else")])
    assert found(words="fernhill men’s") == ["Tea"]


def test_only_listed_events_are_found(host: Organisation) -> None:
    for status in EventStatus:
        made(host, f"status {status}", status=status)
    for visibility in EventVisibility:
        made(host, f"visibility {visibility}", visibility=visibility)
    assert set(found()) == {
        "status published",
        "status postponed",
        "status cancelled",
        "visibility public",
    }


def test_a_radius_finds_what_lies_within(host: Organisation) -> None:
    for name, point in (("Leeds", LEEDS), ("Bradford", BRADFORD), ("York", YORK), ("London", LONDON)):
        made(host, name, **at(point))
    assert set(found(near_point=LEEDS, within_km=5)) == {"Leeds"}
    assert set(found(near_point=LEEDS, within_km=15)) == {"Leeds", "Bradford"}
    assert set(found(near_point=LEEDS, within_km=40)) == {"Leeds", "Bradford", "York"}
    assert set(found(near_point=LEEDS, within_km=25_000)) == {"Leeds", "Bradford", "York", "London"}


def test_a_radius_works_across_the_date_line_and_at_the_poles(host: Organisation) -> None:
    made(host, "Fiji", **at((-16.8, 179.99)))
    made(host, "Pole", **at((89.99, 10)))
    assert found(near_point=(-16.8, -179.99), within_km=10) == ["Fiji"]
    assert found(near_point=(89.99, -170), within_km=10) == ["Pole"]


@pytest.mark.parametrize("visibility", [AddressVisibility.GOING, AddressVisibility.HOSTS])
def test_private_places_are_not_found_by_distance_or_address(
    host: Organisation, visibility: AddressVisibility
) -> None:
    secret = {"address_visibility": visibility, "place_address": "1 Hidden Lane", "place_area": "Leeds"}
    made(
        host,
        "Secret",
        **at(LEEDS, **secret),
        directions="By the hidden gate",
        online_link="https://hidden.example",
    )
    assert found(near_point=LEEDS, within_km=20_000) == []
    assert found(words="hidden") == []
    assert found(near="Hidden Lane") == []
    assert found(near="leeds") == ["Secret"]
    assert found(words="leeds") == ["Secret"]


def test_a_place_name_finds_what_says_it_and_what_lies_around(host: Organisation) -> None:
    made(host, "In Leeds", **at(LEEDS, place_area="Leeds"))
    made(host, "Bradford", **at(BRADFORD, place_area="Bradford"))
    made(host, "Secret in Leeds", place_area="Leeds", place_address="x")
    made(host, "London", **at(LONDON, place_area="London"))
    assert set(found(near="LEEDS")) == {"In Leeds", "Bradford", "Secret in Leeds"}
    assert set(found(near="leeds", within_km=5)) == {"In Leeds", "Secret in Leeds"}
    assert found(near="nowhere") == []


def test_dates_are_those_of_the_wall_calendar_at_the_event(host: Organisation) -> None:
    day = next_month().date()
    late = datetime.combine(day, datetime.min.time()) + timedelta(hours=23)
    made(host, "Late in Hawaii", starts_local=late, zone="Pacific/Honolulu")
    made(host, "Early in Auckland", starts_local=late - timedelta(hours=22), zone="Pacific/Auckland")
    assert set(found(starts_from=day, starts_to=day)) == {"Late in Hawaii", "Early in Auckland"}
    assert found(starts_from=day + timedelta(days=1)) == []
    assert found(starts_to=day - timedelta(days=1)) == []


def test_tags_formats_and_hosts_narrow(host: Organisation) -> None:
    other = OrganisationFactory()
    made(host, "Walk", tags=["walking", "green spaces"])
    made(host, "Talk", tags=["talking"], format=EventFormat.ONLINE)
    made(host, "Joint", format=EventFormat.BOTH, hosts=[host, other])
    assert found(tag="Walking") == ["Walk"]
    assert found(tag="walk") == []
    assert found(tag="green spaces") == ["Walk"]
    assert set(found(format=EventFormat.ONLINE)) == {"Talk", "Joint"}
    assert set(found(format=EventFormat.IN_PERSON)) == {"Walk", "Joint"}
    assert found(joint_only=True) == ["Joint"]
    assert held_by(other) == (["Joint"], [])


def test_cards_know_hosts_place_and_room_and_nothing_private(host: Organisation) -> None:
    other = OrganisationFactory()
    made(host, "Joint", hosts=[host, other], capacity_in_person=3, taken_in_person=1)
    (card,) = search_events(EventSearch()).events
    assert card.is_joint
    assert {each.name for each in card.hosts} == {host.name, other.name}
    assert (card.place, card.room, card.spots_left) == ("Fernhill Library, Leeds", "Few places left", 2)
    assert "12 Fern Hill" not in repr(card)


def test_what_goes_on_is_ahead_and_what_is_over_is_past(host: Organisation) -> None:
    soon = next_month()
    made(host, "Ahead")
    made(host, "Going on", starts_local=soon - timedelta(days=30), ends_local=soon)
    made(host, "Over", starts_local=soon - timedelta(days=60))
    made(host, "Long over", starts_local=soon - timedelta(days=90))
    assert found() == ["Going on", "Ahead"]
    assert found(is_past=True) == ["Over", "Long over"]


@pytest.mark.parametrize("is_past", [False, True])
def test_pages_follow_each_other_without_gap_or_repeat(host: Organisation, *, is_past: bool) -> None:
    begin = next_month() - timedelta(days=365 if is_past else 0)
    titles = [f"Event {number:02}" for number in range(11)]
    for number, title in enumerate(titles):  # pairs begin at the same moment
        made(host, title, starts_local=begin + timedelta(days=number // 2))
    expected = list(reversed(titles)) if is_past else titles
    search = EventSearch(limit=4, is_past=is_past)
    first = search_events(search)
    second = search_events(EventSearch(limit=4, is_past=is_past, after=first.after))
    third = search_events(EventSearch(limit=4, is_past=is_past, after=second.after))
    pages = [first, second, third]
    assert [card.title for page in pages for card in page.events] == expected
    assert (first.before, third.after) == ("", "")
    back = search_events(EventSearch(limit=4, is_past=is_past, before=third.before))
    assert [card.title for card in back.events] == expected[4:8]
    start = search_events(EventSearch(limit=4, is_past=is_past, before=back.before))
    assert [card.title for card in start.events] == expected[:4]
    assert start.before == ""


@pytest.mark.parametrize("cursor", ["x", "1", "-", "1-x", "9" * 40 + "-1", "²-1", "1-2-3"])
def test_a_cursor_that_is_none_begins_at_the_beginning(host: Organisation, cursor: str) -> None:
    made(host, "Tea")
    assert found(after=cursor) == ["Tea"]


def test_a_month_shows_what_begins_in_it_in_local_time(host: Organisation) -> None:
    made(
        host, "First minute", starts_local=datetime.fromisoformat("2030-12-01T00:00"), zone="Pacific/Auckland"
    )
    made(
        host, "Last minute", starts_local=datetime.fromisoformat("2030-12-31T23:59"), zone="Pacific/Honolulu"
    )
    made(host, "Before", starts_local=datetime.fromisoformat("2030-11-30T23:59"), zone="Pacific/Honolulu")
    made(host, "After", starts_local=datetime.fromisoformat("2031-01-01T00:00"), zone="Pacific/Auckland")
    made(host, "Past", starts_local=datetime.fromisoformat("2020-12-05T10:00"))
    assert [card.title for card in events_in_month(2030, 12, EventSearch())] == [
        "First minute",
        "Last minute",
    ]
    assert [card.title for card in events_in_month(2020, 12, EventSearch())] == ["Past"]
    assert [card.title for card in events_in_month(2030, 12, EventSearch(words="last"))] == ["Last minute"]


def test_a_page_costs_two_queries_however_much_is_asked(host: Organisation) -> None:
    for number in range(5):
        made(host, f"Tea {number}", **at(LEEDS, place_area="Leeds"))
    with counting() as statements:
        search_events(EventSearch(words="tea", joint_only=False, tag="", format=EventFormat.IN_PERSON))
    assert len(statements) <= 3  # BEGIN counts on SQLite
    with counting() as statements:
        search_events(EventSearch(words="tea", near="leeds"))
    assert len(statements) <= 4


@pytest.mark.parametrize(
    ("search", "index"),
    [
        (EventSearch(), "ix_events_listed"),
        (EventSearch(words="tea"), "ix_events_listed"),
        (EventSearch(near="leeds"), "ix_events_area"),
    ],
)
def test_lists_read_their_index(host: Organisation, search: EventSearch, index: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans tables this small")
    with counting() as statements:
        search_events(search)
    plan = plan_of(statements)
    assert any(index in step for step in plan), plan
    assert "SCAN events" not in plan  # a scan of an index alone names it


def test_words_are_planned_for_as_they_are(host: Organisation) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite plans once for any words")
    made(host, "Tea at six")
    with counting() as statements:
        assert found(words="tea") == ["Tea at six"]
    assert any("to_tsquery('simple', '''tea'':*')" in each for each in statements), statements
    for hostile in ("te'a", "tea%", "tea\\", "tea') --", "%(now)s", "::text", "tea\x00"):
        found(words=hostile)


def test_what_an_organisation_holds_is_read_off_one_index_alone(host: Organisation) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans tables this small")
    with counting() as statements:
        held_by(host)
    plan = plan_of(statements)
    assert any("USING COVERING INDEX ix_events_held" in step for step in plan), "\n".join(plan)


def plan_of(statements: list[str]) -> list[str]:
    query = next(each for each in statements if "FROM events" in each)
    words = iter("abcdefghijklmnopqrstuvwxyz")  # full-text search takes no number
    filled = "".join(f"'{next(words)}'" if sign == "?" else sign for sign in query)
    return [row[3] for row in session.execute(text("EXPLAIN QUERY PLAN " + filled))]


def test_an_organisation_shows_what_is_ahead_soonest_first_and_what_is_over_latest_first(
    host: Organisation,
) -> None:
    other = OrganisationFactory()
    for days in (3, 1, 2):
        made(host, f"In {days}", starts_local=next_month() + timedelta(days=days))
        made(host, f"{days} ago", starts_local=next_month() - timedelta(days=100 + days))
    made(host, "Hidden", visibility=EventVisibility.UNLISTED)
    made(host, "Draft", status=EventStatus.DRAFT)
    made(other, "Theirs")
    with counting() as statements:
        assert held_by(host) == (["In 1", "In 2", "In 3"], ["1 ago", "2 ago", "3 ago"])
    assert len(statements) <= 3  # BEGIN counts on SQLite
    two = listed_events_held_by(host.id, ahead=2, past=1)
    assert [card.title for card in (*two.ahead, *two.past)] == ["In 1", "In 2", "1 ago"]
    assert two.has_more_ahead
    assert not listed_events_held_by(host.id, ahead=3, past=1).has_more_ahead
    assert held_by(OrganisationFactory()) == ([], [])


def test_where_a_place_lies_is_learnt_from_public_addresses_alone(host: Organisation) -> None:
    made(host, "Open", **at(LEEDS, place_area="Leeds"))
    made(host, "Hidden", place_area="Leeds", latitude=10.0, longitude=10.0, address_visibility="going")
    made(host, "Beside it", **at(LEEDS, place_area="Horsforth"))
    assert {card.title for card in search_events(EventSearch(near="leeds")).events} == {
        "Open",
        "Hidden",
        "Beside it",
    }


def test_a_series_shows_by_its_next_date(host: Organisation) -> None:
    series = make_series(host, title="Lantern walk", rule=Rule(count=12))
    made(host, "Supper", starts_local=next_month() + timedelta(days=10))
    walks = dates(series)
    assert found() == ["Lantern walk", "Supper"]
    assert held_by(host) == (["Lantern walk", "Supper"], [])
    page = search_events(EventSearch(limit=1))
    assert [card.series_url for card in page.events] == [f"/series/{series.slug}"]
    assert found(after=page.after) == ["Supper"], "its later dates do not come on the next page"
    with transaction():
        walks[0].status = EventStatus.CANCELLED
    assert found() == ["Lantern walk", "Lantern walk", "Supper"], "what is called off hides nothing"
    with clock.moved(walks[1].ends_at - clock.now()):
        assert found() == ["Supper", "Lantern walk"], "when it is over, the next one shows"
        assert len(found(is_past=True)) == 2, "what is over shows each by itself"


def test_who_looks_for_something_sees_a_series_once_too(host: Organisation) -> None:
    at_leeds = at(LEEDS, place_area="Leeds")
    series = make_series(host, title="Lantern walk", rule=Rule(count=12), tags=["walking"], **at_leeds)
    walks = dates(series)
    for search in (
        {"words": "lantern"},
        {"words": "fernhill"},
        {"near": "leeds"},
        {"near_point": LEEDS},
        {"tag": "walking"},
        {"format": EventFormat.IN_PERSON},
        {"starts_to": walks[5].starts_local.date()},
        {"words": "lantern", "near": "leeds", "tag": "walking"},
    ):
        assert slugs(**search) == [walks[0].slug], search
    in_second_month = walks[5].starts_local
    assert len(events_in_month(in_second_month.year, in_second_month.month, EventSearch())) > 1


def test_the_date_that_shows_is_the_next_of_those_looked_for(host: Organisation) -> None:
    walks = dates(make_series(host, title="Lantern walk", rule=Rule(count=12)))
    third, other = walks[2].starts_local.date(), OrganisationFactory()
    assert slugs(starts_from=third) == [walks[2].slug]
    assert slugs(starts_from=third, starts_to=third, words="lantern") == [walks[2].slug]
    with transaction():
        for walk, words in ((walks[4], "river"), (walks[6], "river"), (walks[7], "lake")):
            walk.search_words += f" {words}"
        session.add(
            Host(
                cohosting_id=walks[8].cohosting_id,
                organisation=other,
                status=HostStatus.ACCEPTED,
                offered_at=clock.now(),
            )
        )
    assert slugs(words="river") == [walks[4].slug], "dates before it do not say so"
    assert slugs(words="lake") == [walks[7].slug]
    assert slugs(joint_only=True) == [walks[8].slug]
    with transaction():
        walks[4].status = EventStatus.CANCELLED
    assert slugs(words="river") == [walks[4].slug, walks[6].slug]


def test_pages_of_what_is_looked_for_show_no_series_twice(host: Organisation) -> None:
    for name in ("Lantern", "Harbour", "Garden"):
        make_series(host, title=f"{name} walk", rule=Rule(count=4))
    single = [
        made(host, f"Walk {day}", starts_local=next_month() + timedelta(days=day)) for day in (3, 9, 40)
    ]
    every = slugs(words="walk")
    assert len(every) == 6
    assert {event.slug for event in single} < set(every)
    first = search_events(EventSearch(words="walk", limit=2))
    second = search_events(EventSearch(words="walk", limit=2, after=first.after))
    third = search_events(EventSearch(words="walk", limit=2, after=second.after))
    assert [card.slug for page in (first, second, third) for card in page.events] == every
    assert third.after == ""
    back = search_events(EventSearch(words="walk", limit=2, before=third.before))
    assert [card.slug for card in back.events] == every[2:4]


def test_the_next_date_is_read_off_its_index(host: Organisation) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans tables this small")
    for ask in (found, lambda: found(format=EventFormat.ONLINE), lambda: held_by(host)):
        with counting() as statements:
            ask()
        plan = plan_of(statements)
        assert any("ix_events_next (series_id=? AND starts_at>? AND starts_at<?)" in step for step in plan), (
            plan
        )
