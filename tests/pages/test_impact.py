"""What has come of an initiative, in numbers that tell nothing about the few."""

import json
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.asks.models import Standing
from app.core import clock
from app.core.database import session
from app.events.models import EventStatus, EventVisibility
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import Organisation
from app.pages.rules.impact import Deeds, about, bars_of, impact_of, stretches_between, told
from app.petitions.models import DayCount, Petition, PetitionStatus, SignatureSource
from tests.asks.factories import make_ask, make_target, put
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_aim, make_initiative
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition
from tests.queries import counting

HERE = "/initiatives/ask-twice/impact"
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


class TestRounding:
    @given(st.integers(0, 10**6))
    def test_a_number_is_to_the_nearest_five_or_hidden(self, count: int) -> None:
        said = about(count)
        if 0 < count < 5:
            assert said is None
        else:
            assert said is not None
            assert said % 5 == 0
            assert abs(said - count) <= 2

    @given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
    def test_parts_are_rounded_or_hidden_and_nothing_else(self, counts: list[int]) -> None:
        for count, said in zip(counts, told(counts), strict=True):
            assert said in {about(count), None}
            assert count or said == 0

    @given(st.lists(st.integers(0, 12), min_size=2, max_size=3))
    def test_from_all_that_is_shown_a_hidden_few_could_be_any_few(self, counts: list[int]) -> None:
        shown, total = told(counts), about(sum(counts))
        if total is None:
            return
        worlds = [world for world in product(range(17), repeat=len(counts)) if _could_be(world, shown, total)]
        for number, said in enumerate(shown):
            if said is None:
                assert {world[number] for world in worlds} >= {1, 2, 3, 4}


def _could_be(world: tuple[int, ...], shown: list[int | None], total: int) -> bool:
    """Tell whether these true numbers could stand behind what is shown."""
    if about(sum(world)) != total:
        return False
    return all(
        each > 0 if said is None else about(each) == said for each, said in zip(world, shown, strict=True)
    )


class TestLayout:
    @given(DAYS, DAYS)
    def test_every_day_is_in_exactly_one_stretch(self, one: date, other: date) -> None:
        with clock.frozen(datetime.fromisoformat("2031-01-01T00:00:00+00:00")):
            stretches = _keys(min(one, other), max(one, other))
        assert len(stretches) <= 24
        for day in (one, other):
            assert sum(day.isoformat().startswith(key) for key in stretches) == 1

    @given(
        st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=6),
        st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=6),
        st.lists(DAYS, max_size=4),
    )
    def test_parts_add_up_to_the_whole(
        self, events: list[tuple[date, int]], signatures: list[tuple[date, int]], granted: list[date]
    ) -> None:
        found = impact_of(Deeds(events, signatures, granted), date(2025, 1, 1))
        for name in ("events", "signatures", "granted") if found.parts else ():
            assert sum(getattr(each, name) for each in found.parts) == getattr(found.whole, name)
        for drawing in found.drawings:
            for bar in drawing.bars:
                assert 0 <= bar.x <= bar.x + bar.width <= 321
                assert 0 <= bar.y <= 117
                assert bar.y + bar.height <= 117.1

    def test_what_is_hidden_has_no_bar_and_says_so(self) -> None:
        few, many = bars_of("People", {"May": None, "June": 40}).bars
        assert (few.height, many.y) == (0, 0)
        assert "fewer than 5" in few.title


def _keys(first: date, last: date) -> list[str]:
    return list(stretches_between(first, last))


@pytest.fixture
def host(app: Flask) -> Organisation:
    return OrganisationFactory(name="Harbour Men’s Circle", slug="harbour")


@pytest.fixture
def effort(host: Organisation) -> Initiative:
    return make_initiative(hosts=[host], slug="ask-twice", title="Ask twice")


def gather(effort: Initiative, host: Organisation, weeks: int, people: int, **values: object) -> None:
    ago = (clock.now() - timedelta(weeks=weeks)).replace(tzinfo=None, microsecond=0)
    EventFactory(hosts=[host], initiative=effort, starts_local=ago, taken_in_person=people, **values)


def sign(petition: Petition, on: date, signed: int, ended: int = 0) -> None:
    row = {"on": on, "source": SignatureSource.WEB, "signed": signed, "ended": ended}
    session.add(DayCount(petition_id=petition.id, **row))
    session.commit()


def whole(client: FlaskClient) -> dict[str, int | None]:
    response = client.get(f"{HERE}.json")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, int | None] = json.loads(response.data)["whole"]
    return found


def test_it_counts_what_took_place_and_nothing_else(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    gather(effort, host, 4, 12)
    gather(effort, host, 9, 14, taken_online=3)
    gather(effort, host, 5, 90, status=EventStatus.CANCELLED)
    gather(effort, host, 5, 90, visibility=EventVisibility.UNLISTED)
    gather(effort, host, -5, 90)
    EventFactory(hosts=[host], taken_in_person=90)
    today = clock.now().date()
    petition = make_petition(hosts=[host], initiative=effort)
    sign(petition, today, 8, 1)
    sign(petition, today - timedelta(days=40), 100)
    sign(make_petition(PetitionStatus.WITHDRAWN, hosts=[host], initiative=effort), today, 500)
    ask = make_ask(hosts=[host], initiative=effort, targets=[])
    put(ask, make_target(), standing=Standing.DONE)
    put(ask, make_target(), standing=Standing.PROMISED)
    assert whole(client) == {"events": 2, "people": 30, "signatures": 107, "asks_granted": 1}
    page = client.get(HERE).get_data(as_text=True)
    for words in ("about 30", "107", "<svg", "The same in numbers"):
        assert words in page


def test_few_people_are_not_told(client: FlaskClient, effort: Initiative, host: Organisation) -> None:
    gather(effort, host, 4, 4)
    assert whole(client)["people"] is None
    assert "too few to say" in client.get(HERE).get_data(as_text=True)


def test_what_has_only_just_begun_says_so(client: FlaskClient, effort: Initiative) -> None:
    make_aim(effort, reached=10)
    page = client.get(HERE).get_data(as_text=True)
    assert "It has only just begun" in page
    assert "10 of 40 managers" in page
    assert json.loads(client.get(f"{HERE}.json").data)["aims"][0]["reached"] == 10


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize("status", InitiativeStatus)
def test_only_what_is_public_has_numbers(client: FlaskClient, status: InitiativeStatus, suffix: str) -> None:
    make_initiative(status, slug="ask-twice")
    is_shown = status in {InitiativeStatus.PUBLISHED, InitiativeStatus.COMPLETED}
    assert client.get(f"{HERE}{suffix}").status_code == (200 if is_shown else 404)


def test_it_costs_few_questions_and_caches_keep_it(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    for weeks in range(1, 6):
        gather(effort, host, weeks, 20)
    first = client.get(HERE)
    assert "Set-Cookie" not in first.headers
    with counting() as statements:
        again = client.get(HERE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert len(statements) <= 7, statements
