"""Lists of events: found, paged to the end, laid out by month, kept by caches."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.events.models import EventFormat, EventStatus
from app.events.rules.finding import PAGE
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.queries import counting
from tests.visiting import text_of

TITLE = re.compile(r"Gathering (\d+)")


def make_many(count: int, *, past: bool = False) -> None:
    host = OrganisationFactory()
    start = clock.now().replace(tzinfo=None, minute=0, second=0, microsecond=0)
    for number in range(count):
        # Many begin at the same moment, where a careless cursor loses some.
        at = start + timedelta(days=(-1 if past else 1) * (number // 4 + 2))
        EventFactory(
            title=f"Gathering {number}", hosts=[host], starts_local=at, ends_local=at + timedelta(hours=1)
        )


def link_to(page: str, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else None


@pytest.mark.parametrize(
    ("past", "count"), [(False, 0), (False, PAGE), (False, 2 * PAGE + 5), (True, PAGE + 3)]
)
def test_paging_shows_every_event_once_and_leads_back(client: FlaskClient, count: int, *, past: bool) -> None:
    make_many(count, past=past)
    path: str | None = "/events?past=yes" if past else "/events"
    seen: list[str] = []
    pages: list[str] = []
    while path is not None:
        page = text_of(client, path)
        pages.append(path)
        seen += TITLE.findall(page)
        path = link_to(page, "next")
    assert sorted(map(int, seen)) == list(range(count))
    assert len(pages) == max(1, -(-count // PAGE))
    back = text_of(client, pages[-1])
    for _ in pages[1:]:
        earlier = link_to(back, "prev")
        assert earlier
        back = text_of(client, earlier)
    assert TITLE.findall(back) == seen[:PAGE]
    assert link_to(back, "prev") is None


@pytest.mark.parametrize(
    "query",
    [
        "near=999,999&within=-1&from=banana&cursor=%01",
        "q=%ff%fe%0b&near=%7f",
        "q=" + "%27%22%28%29%2A%3A%5E-+OR+NEAR" * 10,
        "after=99999999999-999999999999999",
        "after=-99999999999-1",
        "before=99999999999-1&past=yes",
        "after=1e5-2&before=zz",
        "from=9999-12-31&to=0001-01-01",
        "month=9999-99",
        "month=2026-12&q=%25_%5C",
        "near=%25%25%25&tag=%25",
        "within=1e400&near=0,0",
        "format=__proto__&joint=1&past=maybe&lang=xx",
        "lang=fr&from=banana",
    ],
)
def test_a_hostile_address_gets_a_kind_page(client: FlaskClient, query: str) -> None:
    EventFactory()
    text_of(client, f"/events?{query}")


@pytest.mark.parametrize("query", ["cursor=%00", "q=%00&near=%00", "%00=1"])
def test_an_address_with_a_null_is_no_address(client: FlaskClient, query: str) -> None:
    assert "There is no page at this address." in text_of(client, f"/events?{query}", 404)


def test_what_could_not_be_read_is_said(client: FlaskClient) -> None:
    page = text_of(client, "/events?near=999,999&within=-1&from=banana")
    assert "That place is not on the map." in page
    assert "We could not read the first day." in page


def test_what_narrows_the_list_is_said_and_can_be_taken_away(client: FlaskClient) -> None:
    EventFactory(title="Cold swim", tags=["rest"])
    EventFactory(title="Loud talk", tags=["rest"])
    page = text_of(client, "/events?q=swim&tag=rest")
    assert "Cold swim" in page
    assert "Loud talk" not in page
    assert 'aria-label="Take away: about “swim”"' in page
    assert 'href="/events?tag=rest"' in page
    assert 'value="swim"' in page


def test_joint_ones_and_ways_of_taking_part_can_be_chosen(client: FlaskClient) -> None:
    EventFactory(title="Alone online", format=EventFormat.ONLINE)
    EventFactory(title="Joint in a room", hosts=[OrganisationFactory(), OrganisationFactory()])
    joint, online = text_of(client, "/events?joint=yes"), text_of(client, "/events?format=online")
    assert "Joint in a room" in joint
    assert "Alone online" not in joint
    assert "Alone online" in online
    assert "Joint in a room" not in online


def test_an_empty_list_teaches_the_next_step(client: FlaskClient) -> None:
    assert "Plan something together" in text_of(client, "/events")
    assert "Nothing like that just now" in text_of(client, "/events?q=nothing")
    assert "Nothing has taken place yet" in text_of(client, "/events?past=yes")


def test_a_place_that_is_not_known_is_said_to_be_so(client: FlaskClient) -> None:
    """Else people whose village nothing has been in believe that nothing is near it."""
    EventFactory(title="Walk", place_area="Leeds")
    page = text_of(client, "/events?near=Otley&within=25")
    assert "We do not know where “Otley” is" in page
    assert "Nothing like that" not in page
    for query in ("near=Leeds&q=nothing", "near=53.8,-1.55&q=nothing", "q=nothing"):
        assert "Nothing like that just now" in text_of(client, f"/events?{query}")


def test_signs_alone_look_for_nothing(client: FlaskClient) -> None:
    """Else a list of everything says that all of it is near “!!!”."""
    EventFactory(title="Walk", place_area="Leeds")
    for query in ("near=!!!&within=5", "q=!!!", "near=%F0%9F%8C%B3"):
        page = text_of(client, f"/events?{query}")
        assert "Walk" in page
        assert "Take away" not in page


def test_the_list_offers_days_and_no_month_does(client: FlaskClient) -> None:
    page = text_of(client, "/events?near=Leeds")
    assert 'href="/events?near=Leeds&amp;from=' in page
    assert ">This weekend</a>" in page
    chosen = unescape(re.findall(r'href="([^"]+)">This weekend</a>', page)[0])
    assert 'aria-current="true">This weekend</a>' in text_of(client, chosen)
    assert "<details>" in text_of(client, chosen)
    assert "<details open>" in text_of(client, "/events?from=tomorrow")
    assert ">This weekend</a>" not in text_of(client, "/events?month=2026-12")


def test_cards_say_when_where_who_and_how_it_stands(client: FlaskClient) -> None:
    EventFactory(
        title="Cold water",
        status=EventStatus.CANCELLED,
        hosts=[OrganisationFactory(name="Wayfarers"), OrganisationFactory(name="Asha House")],
        zone="America/New_York",
    )
    page = text_of(client, "/events")
    assert "Cancelled" in page
    assert "(New York)" in page
    assert "Fernhill Library, Leeds" in page
    assert "Wayfarers" in page
    assert "Asha House" in page


def test_the_month_is_a_table_with_neighbours(client: FlaskClient) -> None:
    EventFactory(
        title="New Year swim",
        starts_local=datetime.fromisoformat("2027-01-01T09:30"),
        ends_local=datetime.fromisoformat("2027-01-01T10:00"),
    )
    page = text_of(client, "/events?month=2027-01&joint=&lang=en")
    assert "January 2027" in page
    assert "New Year swim" in page
    assert "09:30" in page
    assert "month=2026-12" in page
    assert "month=2027-02" in page
    assert "New Year swim" not in text_of(client, "/events?month=2026-12")


def test_a_crowded_day_leads_to_its_list(client: FlaskClient) -> None:
    start = datetime.fromisoformat("2031-02-03T18:30")
    for number in range(7):
        EventFactory(title=f"Gathering {number}", starts_local=start, ends_local=start + timedelta(hours=1))
    page = text_of(client, "/events?month=2031-02&tag=")
    assert "and 2 more" in page
    found = re.search(r'href="(/events\?[^"]*from=2031-02-03[^"]*)"', page)
    assert found
    listed = text_of(client, found[1].replace("&amp;", "&"))
    assert len(TITLE.findall(listed)) == 7


@pytest.mark.parametrize("month", ["2000-01", "2200-12", "2028-02"])
def test_months_at_the_edge_are_shown(client: FlaskClient, month: str) -> None:
    text_of(client, f"/events?month={month}")


def test_a_list_speaks_french_throughout(client: FlaskClient) -> None:
    EventFactory(
        starts_local=datetime.fromisoformat("2031-02-03T18:30"),
        ends_local=datetime.fromisoformat("2031-02-03T20:00"),
    )
    page = text_of(client, "/events?lang=fr")
    assert '<html lang="fr">' in page
    assert "3 février 2031" in page
    assert "?lang=fr" in page
    month = text_of(client, "/events?month=2031-02", **{"Accept-Language": "fr"})
    assert "février 2031" in month
    assert "lundi" in month


@pytest.mark.parametrize(
    "path", ["/", "/events", "/events?month=2026-12", "/organisations", "/help-now", "/robots.txt"]
)
def test_public_pages_have_no_cookie_and_answer_304(client: FlaskClient, path: str) -> None:
    EventFactory()
    first = client.get(path)
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"].startswith("public")
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "most"), [("/", 5), ("/events", 3), ("/events?near=Leeds", 4), ("/events?month=2027-01", 3)]
)
def test_a_list_costs_few_questions_however_long_it_is(client: FlaskClient, path: str, most: int) -> None:
    make_many(6)
    client.get(path)
    with counting() as statements:
        client.get(path)
    assert len(statements) <= most, statements


def test_the_front_page_shows_what_takes_place(client: FlaskClient) -> None:
    EventFactory(title="It takes place")
    EventFactory(title="It does not", status=EventStatus.CANCELLED)
    page = text_of(client, "/")
    assert "It takes place" in page
    assert "It does not" not in page
    assert "Two keys, one door" in page
    assert "SearchAction" in page
