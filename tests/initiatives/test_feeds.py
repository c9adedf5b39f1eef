"""What calendars and feed readers hear of an initiative."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import EventStatus
from app.initiatives import services
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import Organisation
from app.petitions.models import PetitionStatus
from tests.asks.factories import make_ask, make_target, put
from tests.cohosting.factories import make_organisation
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_initiative, make_milestone, make_update
from tests.petitions.factories import make_petition
from tests.queries import counting

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "/initiatives/ask-twice/events"


@pytest.fixture
def host(app: Flask) -> Organisation:
    return make_organisation("Harbour Men’s Circle")[0]


@pytest.fixture
def effort(host: Organisation) -> Initiative:
    return make_initiative(hosts=[host], slug="ask-twice", title="Ask twice")


def days_of(client: FlaskClient, path: str = f"{HERE}.ics") -> dict[str, dict[str, object]]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type.startswith("text/calendar")
    found = Calendar.from_ical(response.data).walk("VEVENT")
    return {str(each["SUMMARY"]): dict(each) for each in found}


def test_it_holds_events_milestones_and_all_that_is_due(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    EventFactory(title="A lunch", hosts=[host], initiative=effort)
    EventFactory(title="Of others")
    EventFactory(title="A draft", hosts=[host], initiative=effort, status=EventStatus.DRAFT)
    make_milestone(effort, title="First workshop", due_on=date(2031, 1, 2), note="Room 4")
    make_milestone(effort, title="Kick-off", due_on=date(2026, 1, 2), reached_on=date(2026, 1, 3))
    ask = make_ask(hosts=[host], title="Leave", initiative=effort, targets=[])
    put(ask, make_target("The Mill"), due_on=date(2031, 2, 3))
    put(ask, make_target("The Yard"))
    closes = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=9)
    make_petition(hosts=[host], title="Leave for all", initiative=effort, closes_at=closes)
    make_petition(PetitionStatus.DRAFT, hosts=[host], title="No", initiative=effort, closes_at=closes)
    make_petition(hosts=[host], title="Open end", initiative=effort)
    days = days_of(client)
    assert set(days) == {
        "A lunch",
        "Milestone: First workshop (Ask twice)",
        "Reached: Kick-off (Ask twice)",
        "Due: Leave (The Mill)",
        "Last day to sign: Leave for all",
    }
    assert days["Milestone: First workshop (Ask twice)"]["DTSTART"].dt == date(2031, 1, 2)  # type: ignore[attr-defined]
    assert days["Reached: Kick-off (Ask twice)"]["DTSTART"].dt == date(2026, 1, 3)  # type: ignore[attr-defined]
    last_day = days["Last day to sign: Leave for all"]["DTSTART"].dt  # type: ignore[attr-defined]
    assert last_day == (closes - timedelta(days=1)).date()


def test_a_milestone_that_is_taken_off_stays_as_cancelled_with_a_higher_sequence(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    milestone = make_milestone(effort, title="First workshop")
    (before,) = days_of(client).values()
    user = make_organisation("Others")[1]
    with transaction():
        services.take_off_milestone(milestone, by=user, on_behalf_of=host)
    (after,) = days_of(client).values()
    assert str(after["UID"]) == str(before["UID"])
    assert (str(before["STATUS"]), str(after["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert int(str(after["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert "First workshop" not in client.get(f"{HERE}.atom").get_data(as_text=True)
    milestone.removed_at = clock.now() - timedelta(days=31)
    milestone.due_on = clock.now().date() - timedelta(days=1)
    session.commit()
    assert days_of(client) == {}


def test_a_closed_petition_says_that_signing_ended(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    make_petition(PetitionStatus.CLOSED, hosts=[host], title="Leave for all", initiative=effort)
    assert set(days_of(client)) == {"Signing ended: Leave for all"}


@pytest.mark.parametrize("status", InitiativeStatus)
def test_only_what_was_public_has_feeds(client: FlaskClient, status: InitiativeStatus) -> None:
    milestone = make_milestone(make_initiative(status, slug="ask-twice"), title="A step")
    EventFactory(title="A lunch", initiative=milestone.initiative)
    is_shown = status in {InitiativeStatus.PUBLISHED, InitiativeStatus.COMPLETED}
    assert client.get(f"{HERE}.atom").status_code == (200 if is_shown else 404)
    if status is InitiativeStatus.WITHDRAWN:
        (only,) = days_of(client).values()
        assert str(only["STATUS"]) == "CANCELLED"
    elif is_shown:
        assert len(days_of(client)) == 2
    else:
        assert client.get(f"{HERE}.ics").status_code == 404


def test_nothing_is_at_other_addresses(client: FlaskClient) -> None:
    assert client.get("/initiatives/nothing/events.ics").status_code == 404
    assert client.get("/initiatives/nothing/events.atom").status_code == 404


def test_the_calendar_stands_still_and_is_kept(client: FlaskClient, effort: Initiative) -> None:
    make_milestone(effort)
    first = client.get(f"{HERE}.ics")
    assert first.headers["Cache-Control"].startswith("public")
    assert client.get(f"{HERE}.ics").data == first.data
    again = client.get(f"{HERE}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    make_milestone(effort)
    assert client.get(f"{HERE}.ics").headers["ETag"] != first.headers["ETag"]


def test_it_is_said_in_the_language_of_the_address(client: FlaskClient, effort: Initiative) -> None:
    make_milestone(effort)
    assert client.get(f"{HERE}.ics?lang=fr").status_code == 200


def test_feed_readers_hear_what_is_new_newest_first(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    EventFactory(title="A lunch", hosts=[host], initiative=effort)
    EventFactory(title="Of others")
    make_milestone(effort, title="First workshop", revised_at=clock.now() + timedelta(minutes=1))
    make_update(effort, title="Ten", organisation_id=host.id, at=clock.now() + timedelta(minutes=2))
    response = client.get(f"{HERE}.atom")
    assert response.content_type.startswith("application/atom+xml")
    entries = ET.fromstring(response.data).findall(f"{ATOM}entry")  # noqa: S314  # our own
    titles = [each.findtext(f"{ATOM}title") for each in entries]
    assert titles == ["Ten", "Milestone: First workshop (Ask twice)", "A lunch"]
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(set(ids)) == len(ids)


def test_a_calendar_costs_few_questions_however_long_it_is(
    client: FlaskClient, effort: Initiative, host: Organisation
) -> None:
    for number in range(4):
        EventFactory(hosts=[host], initiative=effort)
        make_milestone(effort, title=f"Step {number}")
        make_petition(hosts=[host], initiative=effort)
        put(make_ask(hosts=[host], initiative=effort), make_target(), due_on=date(2031, 1, 1))
    client.get(f"{HERE}.ics")
    with counting() as statements:
        client.get(f"{HERE}.ics")
    # revisions, initiative, events as kept (with two more for those not kept yet), tombstones, hosts,
    # milestones, asks, petitions
    assert len(statements) <= 10, statements
