"""The public tracker: lists, pages, feeds and files."""

import csv
import io
import json
from datetime import date, timedelta
from itertools import count
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from app.asks import services
from app.asks.models import Ask, AskStatus, AskTarget, PolicyArea, Position, Standing
from app.asks.queries import targets_of
from app.asks.rules.content import AskDetails, details_from
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import Organisation
from app.pages.rules.ask_lines import along
from app.pages.rules.asks import Answered, answered, read_wanted_asks
from app.petitions.models import Petition, PetitionAsk, PetitionStatus
from tests.asks.factories import make_ask, make_target, make_wording, put
from tests.cohosting.factories import make_organisation
from tests.organisations.factories import OrganisationFactory
from tests.queries import counting

_numbers = count(1)
ATOM = "{http://www.w3.org/2005/Atom}"
#: revisions, ask with targets, hosts, words, record, petitions
MOST_QUERIES = 6


@pytest.fixture
def men(app: Flask) -> Organisation:
    return OrganisationFactory(name="Harbour Men’s Circle", slug="harbour")


@pytest.fixture
def women(app: Flask) -> Organisation:
    return OrganisationFactory(name="The Long Table", slug="long-table")


@pytest.fixture
def ask(men: Organisation, women: Organisation) -> Ask:
    target = make_target("Northbridge Council", slug="council", jurisdiction="Northbridge")
    return make_ask(
        hosts=[men, women],
        title="Quiet rooms",
        slug="quiet-rooms",
        targets=[target],
        area=PolicyArea.EDUCATION,
    )


def happened(ask: Ask, after: Standing, note: str = "A note.", **more: object) -> None:
    organisation, user = make_organisation(f"Writers {next(_numbers)}")
    told = services.News(after, clock.now().date(), note=note, **more)  # type: ignore[arg-type]
    with transaction():
        services.record_status(targets_of(ask)[0], told, services.Writing(user, organisation))


def titles(client: FlaskClient, query: str) -> set[str]:
    rows = json.loads(client.get(f"/asks.json{query}").data)["asks"]
    page = client.get(f"/asks{query}").get_data(as_text=True)
    found = {row["ask"] for row in rows}
    assert all(title in page for title in found)
    return found


class TestPage:
    def test_it_says_all_that_was_agreed(
        self, client: FlaskClient, ask: Ask, men: Organisation, women: Organisation
    ) -> None:
        make_wording(ask, men, "A door he may close.")
        make_wording(ask, women, "No girl in a toilet.")
        page = client.get("/asks/quiet-rooms").get_data(as_text=True)
        for words in (
            ask.text,
            ask.done_when,
            "A door he may close.",
            "No girl in a toilet.",
            "Boys say they fear to be seen there",
            "Northbridge Council",
        ):
            assert words in page

    def test_it_asks_few_questions_of_the_database(self, client: FlaskClient, ask: Ask) -> None:
        for standing in (Standing.ANSWERED, Standing.PROMISED, Standing.IN_PROGRESS):
            happened(ask, standing)
        client.get("/asks/quiet-rooms")
        with counting() as statements:
            assert client.get("/asks/quiet-rooms").status_code == 200
        assert len(statements) <= MOST_QUERIES

    def test_what_waits_for_a_second_reader_is_not_shown(self, client: FlaskClient, ask: Ask) -> None:
        happened(ask, Standing.DONE, "It is done, says one.", evidence_link="https://example.org/rule")
        assert "says one" not in client.get("/asks/quiet-rooms").get_data(as_text=True)
        assert b"says one" not in client.get("/asks/quiet-rooms.atom").data

    def test_petitions_that_carry_it_are_named(self, client: FlaskClient, ask: Ask) -> None:
        for status in (PetitionStatus.OPEN, PetitionStatus.DRAFT):
            other = make_ask(title=f"Held {status}", status=AskStatus.DRAFT)
            petition = Petition(
                cohosting=other.cohosting,
                slug=f"petition-{status.value}",
                title=f"A {status.value} petition",
                status=status,
                created_at=clock.now(),
                revised_at=clock.now(),
            )
            session.add(PetitionAsk(petition=petition, ask=ask))
        session.commit()
        page = client.get("/asks/quiet-rooms").get_data(as_text=True)
        assert "A open petition" in page
        assert "A draft petition" not in page

    def test_readers_get_it_again_only_when_it_changed(self, client: FlaskClient, ask: Ask) -> None:
        first = client.get("/asks/quiet-rooms")
        assert "public" in first.headers["Cache-Control"]
        assert not first.headers.getlist("Set-Cookie")
        again = client.get("/asks/quiet-rooms", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        happened(ask, Standing.ANSWERED)
        again = client.get("/asks/quiet-rooms", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200

    @pytest.mark.parametrize(
        ("status", "answer"),
        [
            (AskStatus.DRAFT, 404),
            (AskStatus.PROPOSED, 404),
            (AskStatus.WITHDRAWN, 410),
            (AskStatus.DELETED, 404),
        ],
    )
    def test_what_is_not_public_is_not_shown(
        self, client: FlaskClient, status: AskStatus, answer: int
    ) -> None:
        make_ask(status=status, slug="away")
        assert client.get("/asks/away").status_code == answer
        assert client.get("/asks/none").status_code == 404
        assert client.get("/asks/away.atom").status_code == 404

    def test_oneself_first_is_said(self, client: FlaskClient, men: Organisation) -> None:
        own = make_target("Harbour", organisation=men, slug="harbour")
        make_ask(hosts=[men], slug="own", targets=[own])
        assert b"They ask themselves first" in client.get("/asks/own").data
        assert b"Asks itself first" in client.get("/targets/harbour").data


class TestLine:
    @given(first=st.dates(), more=st.lists(st.integers(0, 4000), min_size=1, max_size=8))
    def test_days_stand_in_order_between_the_ends(self, first: date, more: list[int]) -> None:
        assume(first < date(9980, 1, 1))
        days = sorted(first + timedelta(days=each) for each in more)
        places = [along(day, first, days[-1]) for day in days]
        assert places == sorted(places)
        assert all(10 <= each <= 630 for each in places)

    def test_what_happened_is_drawn_and_said(self, client: FlaskClient, ask: Ask) -> None:
        assert b'<svg class="ask-line"' not in client.get("/asks/quiet-rooms").data
        happened(ask, Standing.ANSWERED)
        happened(ask, Standing.PROMISED, due_on=clock.now().date() + timedelta(days=90))
        page = client.get("/asks/quiet-rooms").get_data(as_text=True)
        assert 'role="img" aria-label="Northbridge Council; Answered, ' in page
        assert page.count('<circle class="tone-teal"') == 2
        assert 'class="tone-clay ring"' in page


class TestElection:
    @pytest.mark.parametrize(
        ("days", "is_shown"), [(-1, True), (0, False), (3, False), (5, False), (6, True)]
    )
    def test_nothing_shows_it_in_the_window(
        self, client: FlaskClient, ask: Ask, days: int, is_shown: bool
    ) -> None:  # a case
        today = clock.now().date()
        ask.hidden_from, ask.hidden_until = today, today + timedelta(days=5)
        targets_of(ask)[0].due_on = today
        session.commit()
        with clock.moved(timedelta(days=days)):
            for path in ("/asks", "/asks.csv", "/asks.json", "/asks.ics", "/sitemap.xml"):
                assert (b"quiet-rooms" in client.get(path).data) is is_shown, path
            expected = 200 if is_shown else 404
            for path in ("/asks/quiet-rooms", "/asks/quiet-rooms.atom", "/targets/council"):
                assert client.get(path).status_code == expected, path

    def test_the_page_says_that_it_rests(self, client: FlaskClient, ask: Ask) -> None:
        ask.hidden_from = clock.now().date()
        session.commit()
        page = client.get("/asks/quiet-rooms").get_data(as_text=True)
        assert "rests during an election" in page
        assert ask.title not in page


class TestList:
    @pytest.mark.usefixtures("ask")
    def test_filters_find_what_they_say(self, client: FlaskClient, women: Organisation) -> None:
        trust = make_target("Irwell Trust", slug="irwell", jurisdiction="Manchester")
        leave = make_ask(hosts=[women], title="Paid leave", area=PolicyArea.PAID_LEAVE, targets=[])
        put(leave, trust, standing=Standing.DONE)
        both = {"Quiet rooms", "Paid leave"}
        for query, expected in {
            "": both,
            "?area=paid_leave": {"Paid leave"},
            "?standing=done": {"Paid leave"},
            "?standing=asked": {"Quiet rooms"},
            "?target=irwell": {"Paid leave"},
            "?jurisdiction=manch": {"Paid leave"},
            "?organisation=harbour": {"Quiet rooms"},
            "?organisation=long-table": both,
            "?q=ROOMS": {"Quiet rooms"},
            "?q=rooms+leave": set(),
            "?target=irwell&standing=asked": set(),
            "?area=nonsense&standing=x&after=x": both,
        }.items():
            assert titles(client, query) == expected, query

    def test_filters_on_targets_hold_for_the_same_target(self, client: FlaskClient, ask: Ask) -> None:
        put(
            ask, make_target("Irwell Trust", slug="irwell", jurisdiction="Manchester"), standing=Standing.DONE
        )
        assert titles(client, "?standing=done&jurisdiction=Northbridge") == set()
        assert "Quiet rooms" not in client.get("/asks?standing=done&target=council").get_data(as_text=True)

    @pytest.mark.usefixtures("ask")
    def test_what_is_looked_for_is_said_in_words(self, client: FlaskClient) -> None:
        page = client.get("/asks?target=council&organisation=harbour&area=education&q=x").get_data(
            as_text=True
        )
        for words in ("Northbridge Council", "Harbour Men’s Circle", "Mental-health education", "“x”"):
            assert f"Take away: {words}" in page or words in page

    def test_long_lists_go_on(self, client: FlaskClient, men: Organisation) -> None:
        target = make_target()
        for number in range(23):
            make_ask(hosts=[men], title=f"Ask number {number:02}", targets=[target])
        page = client.get("/asks").get_data(as_text=True)
        assert "Ask number 22" in page
        assert "Ask number 02" not in page
        last = client.get(f"/asks?after={_cursor(page)}").get_data(as_text=True)
        assert "Ask number 02" in last
        assert "Ask number 03" not in last
        assert "The newest" in last

    def test_it_asks_few_questions_of_the_database(self, client: FlaskClient, men: Organisation) -> None:
        for _number in range(5):
            make_ask(hosts=[men])
        client.get("/asks")
        with counting() as statements:
            client.get("/asks")
        assert len(statements) <= MOST_QUERIES

    def test_an_empty_tracker_teaches_the_next_step(self, client: FlaskClient) -> None:
        assert b"Nothing is asked yet" in client.get("/asks").data
        assert b"Nothing like that" in client.get("/asks?q=x").data

    @pytest.mark.usefixtures("ask")
    @pytest.mark.parametrize(
        "hostile", ["%00", "'--", "<script>", "a" * 5000, "%F0%9F%A7%A1", "%25", "\\", "_"]
    )
    def test_nothing_in_an_address_is_an_error(self, client: FlaskClient, hostile: str) -> None:
        for name in ("q", "area", "standing", "target", "organisation", "jurisdiction", "after"):
            for suffix in ("", ".csv", ".json", ".ics"):
                answer = client.get(f"/asks{suffix}?{name}={hostile}")
                assert answer.status_code in ({404} if hostile == "%00" else {200})


class TestTarget:
    def test_it_sorts_how_they_have_answered(self, client: FlaskClient, ask: Ask, men: Organisation) -> None:
        target = targets_of(ask)[0].target
        for title, position, standing in (
            ("Yes", Position.FOR, Standing.IN_PROGRESS),
            ("Perhaps", Position.PARTLY, Standing.ANSWERED),
            ("No", Position.AGAINST, Standing.REFUSED),
            ("Heard", Position.NONE, Standing.ANSWERED),
        ):
            put(make_ask(hosts=[men], title=title, targets=[]), target, position=position, standing=standing)
        page = client.get("/targets/council").get_data(as_text=True)
        for label in ("For it: 1", "Partly for it: 1", "Against it: 1", "No answer: 1"):
            assert label in page
        summary = client.get("/targets/council/summary").get_data(as_text=True)
        assert "5 asks, as they stood" in summary

    def test_promises_stand_word_for_word(self, client: FlaskClient, ask: Ask) -> None:
        organisation, user = make_organisation("Writers")
        said = services.Words("We will do it.", clock.now().date(), due_on=date(2030, 5, 1))
        with transaction():
            services.record_commitment(targets_of(ask)[0], said, services.Writing(user, organisation))
        for path in ("/targets/council", "/targets/council/summary"):
            assert "“We will do it.”" in client.get(path).get_data(as_text=True)

    def test_who_was_never_asked_in_public_has_no_page(self, client: FlaskClient) -> None:
        make_target(slug="unasked")
        assert client.get("/targets/unasked").status_code == 404
        assert client.get("/targets/none/summary").status_code == 404

    @pytest.mark.parametrize("standing", Standing)
    @pytest.mark.parametrize("position", Position)
    def test_every_answer_has_a_place(self, standing: Standing, position: Position) -> None:
        found = AskTarget(standing=standing, position=position)
        assert answered(found) in Answered


class TestFeeds:
    def test_deadlines_are_whole_days(self, client: FlaskClient, ask: Ask) -> None:
        happened(ask, Standing.PROMISED, due_on=date(2030, 5, 1))
        answer = client.get("/asks.ics")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
        assert event.decoded("DTSTART") == date(2030, 5, 1)
        assert event.decoded("DTEND") == date(2030, 5, 2)
        assert event.decoded("SEQUENCE") == 1
        assert "Quiet rooms" in str(event["SUMMARY"])
        assert str(event["UID"]) == targets_of(ask)[0].uid

    def test_a_moved_deadline_keeps_its_uid(self, client: FlaskClient, ask: Ask) -> None:
        happened(ask, Standing.PROMISED, due_on=date(2030, 5, 1))
        happened(ask, Standing.IN_PROGRESS, due_on=date(2030, 6, 1))
        (event,) = Calendar.from_ical(client.get("/asks.ics").data).walk("VEVENT")
        assert event.decoded("DTSTART") == date(2030, 6, 1)
        assert event.decoded("SEQUENCE") == 2
        assert client.get("/asks.ics?area=paid_leave").data.count(b"BEGIN:VEVENT") == 0

    def test_news_stand_in_the_feeds(self, client: FlaskClient, ask: Ask) -> None:
        happened(ask, Standing.ANSWERED, "They wrote <b>back</b> & smiled.")
        for path in ("/asks.atom", "/asks/quiet-rooms.atom"):
            root = ET.fromstring(client.get(path).data)  # noqa: S314  # our own feed
            (entry,) = root.findall(f"{ATOM}entry")
            assert entry.findtext(f"{ATOM}title") == "Quiet rooms: Answered"
            assert "They wrote <b>back</b> & smiled." in (entry.findtext(f"{ATOM}summary") or "")

    def test_a_table_runs_no_formula(self, client: FlaskClient, men: Organisation) -> None:
        make_ask(
            hosts=[men], title="=HYPERLINK(1)", slug="formula", targets=[make_target("+41", slug="plus")]
        )
        answer = client.get("/asks.csv")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert row["ask"] == "'=HYPERLINK(1)"
        assert row["target"] == "'+41"
        assert row["hosts"] == "Harbour Men’s Circle"

    @pytest.mark.usefixtures("ask")
    def test_json_gives_the_figures_to_everyone(self, client: FlaskClient) -> None:
        answer = client.get("/asks.json")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        (row,) = json.loads(answer.data)["asks"]
        assert (row["standing"], row["area"]) == ("asked", "education")
        assert set(row["hosts"]) == {"The Long Table", "Harbour Men’s Circle"}

    def test_targets_that_were_taken_out_are_not_in_files(self, client: FlaskClient, ask: Ask) -> None:
        put(ask, make_target("Gone", slug="gone"), standing=Standing.WITHDRAWN, due_on=date(2030, 1, 1))
        for path in ("/asks.csv", "/asks.json", "/asks.ics"):
            assert b"Gone" not in client.get(path).data


@pytest.mark.parametrize("status", InitiativeStatus)
def test_an_initiative_is_named_once_it_is_public(
    client: FlaskClient, men: Organisation, status: InitiativeStatus
) -> None:
    held, now = make_ask(status=AskStatus.DRAFT), clock.now()
    initiative = Initiative(
        cohosting=held.cohosting, slug="doors", title="Doors", status=status, created_at=now, revised_at=now
    )
    session.add(initiative)
    session.commit()
    make_ask(hosts=[men], slug="in", initiative=initiative)
    is_public = status in {InitiativeStatus.PUBLISHED, InitiativeStatus.COMPLETED}
    assert (b"/initiatives/doors" in client.get("/asks/in").data) is is_public


@pytest.mark.usefixtures("app")
def test_reading_an_address_says_what_it_left_out() -> None:
    wanted = read_wanted_asks({"area": "x", "standing": "y", "after": "-1"})
    assert len(wanted.remarks) == 3
    assert wanted.parameters == {}


def test_plain_details_are_kept() -> None:
    assert details_from({"title": "A"}) == AskDetails(title="A")


def _cursor(page: str) -> str:
    return page.split("after=")[1].split('"', maxsplit=1)[0]
