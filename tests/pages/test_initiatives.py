"""Longer efforts as everyone sees them: found, read, kept by caches."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.asks.models import AskStatus
from app.cohosting.models import Host, HostStatus
from app.core import clock
from app.core.database import session
from app.events.models import EventStatus, EventVisibility
from app.initiatives.models import Initiative, InitiativeStatus, Setting, Theme
from app.organisations.models import Organisation
from app.pages.queries.initiatives import PAGE, events_gathered
from app.pages.rules.initiatives import read_wanted_initiatives
from app.petitions.models import PetitionStatus
from tests.asks.factories import make_ask
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_aim, make_initiative, make_milestone, make_update
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition
from tests.queries import counting
from tests.signing_in import sign_in
from tests.visiting import text_of

#: revisions, initiative, hosts, aims, milestones, updates, events with hosts (2), petitions, asks
MOST_QUERIES = 10
SHOWN = {InitiativeStatus.PUBLISHED, InitiativeStatus.COMPLETED}


@pytest.fixture
def men(app: Flask) -> Organisation:
    return OrganisationFactory(name="Harbour Men’s Circle", slug="harbour")


@pytest.fixture
def women(app: Flask) -> Organisation:
    return OrganisationFactory(name="The Long Table", slug="long-table")


@pytest.fixture
def effort(men: Organisation, women: Organisation) -> Initiative:
    return make_initiative(hosts=[men, women], slug="ask-twice", title="Ask twice")


def test_of_too_many_events_those_next_to_come_are_shown(effort: Initiative, men: Organisation) -> None:
    today = clock.now().replace(tzinfo=None, microsecond=0)
    for days in (-9, -2, 3, 20, 40):
        EventFactory(
            title=str(days), hosts=[men], initiative=effort, starts_local=today + timedelta(days=days)
        )
    shown = [[each.title for each in events_gathered(effort, limit)] for limit in (2, 4, 5)]
    assert shown == [["20", "3"], ["40", "20", "3", "-2"], ["40", "20", "3", "-2", "-9"]]


def gather(effort: Initiative, host: Organisation, number: int = 1) -> None:
    ago = (clock.now() - timedelta(days=40)).replace(tzinfo=None, microsecond=0)
    for each in range(number):
        EventFactory(title=f"Ahead of us {each}", hosts=[host], initiative=effort)
        EventFactory(title=f"Behind us {each}", hosts=[host], initiative=effort, starts_local=ago)
        make_ask(hosts=[host], title=f"Leave on one’s word {each}", initiative=effort)
        make_petition(hosts=[host], title=f"Leave for all {each}", initiative=effort)
        make_aim(effort, reached=10, reached_on=clock.now().date())
        make_milestone(effort, title=f"Workshop {each}")
        make_update(effort, title=f"Ten have practised {each}", organisation_id=host.id)


class TestPage:
    def test_it_says_and_gathers_everything(
        self, client: FlaskClient, effort: Initiative, men: Organisation
    ) -> None:
        gather(effort, men)
        make_milestone(effort, title="Before", reached_on=clock.now().date())
        page = text_of(client, "/initiatives/ask-twice")
        for words in (
            "Joint initiative",
            "The Long Table",
            "At work",
            "Checking in",
            "<em>fine</em>",
            "10 of 40 managers",
            'max="100" value="25"',
            "Workshop 0",
            "Reached",
            "Ahead of us 0",
            "Behind us 0",
            "Leave on one’s word 0",
            "Leave for all 0",
            "Ten have practised 0",
            "/initiatives/ask-twice/events.ics",
        ):
            assert words in page

    def test_it_shows_nothing_that_is_not_for_everybody(
        self, client: FlaskClient, effort: Initiative, men: Organisation
    ) -> None:
        shared = {"hosts": [men], "initiative": effort}
        EventFactory(title="Hidden draft", status=EventStatus.DRAFT, **shared)
        EventFactory(title="Hidden by link", visibility=EventVisibility.UNLISTED, **shared)
        make_ask(title="Hidden ask", status=AskStatus.DRAFT, **shared)
        today = clock.now().date()
        make_ask(title="Hidden in an election", hidden_from=today, hidden_until=today, **shared)
        make_petition(PetitionStatus.DRAFT, title="Hidden petition", **shared)
        make_milestone(effort, title="Hidden milestone", removed_at=clock.now())
        assert "Hidden" not in text_of(client, "/initiatives/ask-twice")

    @pytest.mark.parametrize("status", InitiativeStatus)
    def test_only_what_is_agreed_has_a_page(self, client: FlaskClient, status: InitiativeStatus) -> None:
        make_initiative(status, slug="one")
        expected = 410 if status is InitiativeStatus.WITHDRAWN else 200 if status in SHOWN else 404
        page = text_of(client, "/initiatives/one", expected)
        assert ("taken this initiative back" in page) == (expected == 410)

    def test_nothing_is_at_other_addresses(self, client: FlaskClient) -> None:
        text_of(client, "/initiatives/nothing", 404)

    def test_how_it_ended_stands_on_its_page(self, client: FlaskClient) -> None:
        days = {"starts_on": clock.now().date(), "ends_on": clock.now().date()}
        make_initiative(InitiativeStatus.COMPLETED, slug="one", outcome="Forty *have*.", **days)
        page = text_of(client, "/initiatives/one")
        assert "Forty <em>have</em>." in page
        assert "Nothing more is planned." in page

    @pytest.mark.usefixtures("effort")
    def test_hosts_find_their_way_to_the_desk(self, client: FlaskClient, men: Organisation) -> None:
        assert "open its desk" not in text_of(client, "/initiatives/ask-twice")
        sign_in(client, MembershipFactory(organisation=men).user)
        assert "open its desk" in text_of(client, "/initiatives/ask-twice")

    def test_it_asks_few_questions_however_much_it_gathers(
        self, client: FlaskClient, effort: Initiative, men: Organisation
    ) -> None:
        gather(effort, men, 3)
        client.get("/initiatives/ask-twice")
        with counting() as statements:
            client.get("/initiatives/ask-twice")
        assert len(statements) <= MOST_QUERIES, statements

    @pytest.mark.usefixtures("effort")
    @pytest.mark.parametrize("path", ["/initiatives", "/initiatives/ask-twice"])
    def test_caches_may_keep_it(self, client: FlaskClient, path: str) -> None:
        first = client.get(path)
        assert "Set-Cookie" not in first.headers
        assert first.headers["Cache-Control"].startswith("public")
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304

    @pytest.mark.usefixtures("effort")
    def test_it_is_said_in_french_too(self, client: FlaskClient) -> None:
        assert '<html lang="fr">' in text_of(client, "/initiatives/ask-twice?lang=fr")
        assert "/initiatives/ask-twice?lang=fr" in text_of(client, "/initiatives?lang=fr")


class TestList:
    def test_it_is_narrowed_by_setting_theme_and_words(self, client: FlaskClient) -> None:
        make_initiative(title="Ask twice")
        make_initiative(
            title="Room to talk",
            setting=Setting.SCHOOL,
            themes=[Theme.SAFE_SPACES.value, Theme.LEARNING.value],
            purpose="A quiet door.",
        )
        make_initiative(InitiativeStatus.DRAFT, title="Not yet")
        for query, found in (
            ("", {"Ask twice", "Room to talk"}),
            ("?setting=school", {"Room to talk"}),
            ("?theme=learning", {"Room to talk"}),
            ("?theme=checking_in", {"Ask twice"}),
            ("?theme=advocacy", set()),
            ("?q=QUIET", {"Room to talk"}),
            ("?q=ask&setting=workplace", {"Ask twice"}),
            ("?setting=moon", {"Ask twice", "Room to talk"}),
        ):
            page = text_of(client, f"/initiatives{query}")
            shown = {title for title in ("Ask twice", "Room to talk", "Not yet") if f">{title}</a>" in page}
            assert shown == found, query
        assert "We do not know “moon” here" in text_of(client, "/initiatives?setting=moon")

    def test_it_goes_on_to_the_last(self, client: FlaskClient, men: Organisation) -> None:
        for number in range(PAGE + 3):
            make_initiative(hosts=[men], title=f"Effort {number:03}")
        first = text_of(client, "/initiatives")
        following = re.search(r'rel="next" href="([^"]+)"', first)
        assert following
        second = text_of(client, following[1])
        assert "The newest" in second
        titles = re.findall(r">(Effort \d+)</a>", first + second)
        assert sorted(titles) == [f"Effort {number:03}" for number in range(PAGE + 3)]
        with counting() as statements:
            client.get("/initiatives")
        assert len(statements) <= 3

    def test_an_empty_list_teaches_the_next_step(self, client: FlaskClient) -> None:
        assert "Nothing has begun yet" in text_of(client, "/initiatives")
        assert "Nothing like that" in text_of(client, "/initiatives?q=x")

    @pytest.mark.usefixtures("effort")
    @pytest.mark.parametrize(
        "hostile", ["'--", "<script>", "a" * 5000, "%F0%9F%A7%A1", "%25", "\\", "_", "-1", "9" * 40]
    )
    def test_nothing_in_an_address_is_an_error(self, client: FlaskClient, hostile: str) -> None:
        for name in ("q", "setting", "theme", "after"):
            assert client.get(f"/initiatives?{name}={hostile}").status_code == 200

    @given(st.dictionaries(st.sampled_from(["q", "setting", "theme", "after"]), st.text()))
    def test_anything_can_be_read(self, given_values: dict[str, str]) -> None:
        wanted = read_wanted_initiatives(given_values)
        assert read_wanted_initiatives(wanted.parameters).parameters == wanted.parameters


class TestElsewhere:
    def test_the_front_page_shows_what_goes_on(self, client: FlaskClient, effort: Initiative) -> None:
        make_initiative(InitiativeStatus.COMPLETED, title="Over and done")
        page = text_of(client, "/")
        assert "Longer efforts" in page
        assert effort.title in page
        assert "Over and done" not in page

    def test_the_page_of_a_host_shows_them_until_it_leaves(
        self, client: FlaskClient, effort: Initiative, men: Organisation
    ) -> None:
        assert effort.title in text_of(client, "/organisations/harbour")
        host = session.query(Host).filter_by(cohosting_id=effort.cohosting_id, organisation_id=men.id).one()
        host.status = HostStatus.ENDED
        session.commit()
        assert effort.title not in text_of(client, "/organisations/harbour")

    @pytest.mark.usefixtures("effort")
    def test_search_engines_are_told(self, client: FlaskClient) -> None:
        make_initiative(InitiativeStatus.DRAFT, slug="not-yet")
        sitemap = client.get("/sitemap.xml").get_data(as_text=True)
        assert "/initiatives/ask-twice<" in sitemap
        assert "not-yet" not in sitemap
