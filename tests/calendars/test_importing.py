"""The desk page that brings in another calendar: look first, then do; the second time does nothing."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.calendars import jobs
from app.calendars.models import ImportedEvent, KeptReading
from app.core import clock
from app.core.database import session
from app.events.models import Event, EventStatus
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.calendars.fetch_samples import samples
from tests.calendars.foreign import event, file
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SERIES = event("SUMMARY:Weekly walk", "RRULE:FREQ=WEEKLY;COUNT=3", uid="series@example.org")
TALK = event(
    "SUMMARY:Talk", "LOCATION:12 Fern Hill\\, Leeds", "DESCRIPTION:Tea after.", uid="talk@example.org"
)
BROKEN = event("SUMMARY:Broken", uid="broken@example.org", start="")
HERE = "/desk/organisations/steady/import"


@pytest.fixture
def desk(client):
    """Give a browser of an organiser of an organisation, and a clock that stands still."""
    organisation = OrganisationFactory(name="Steady", slug="steady", time_zone="Europe/London")
    amina = UserFactory(name="Amina")
    MembershipFactory(organisation=organisation, user=amina)
    sign_in(client, amina)
    with clock.frozen(NOW):
        yield client


def proof(client):
    text = client.get(HERE).text
    return {"csrf_token": text.partition('name="csrf_token" value="')[2].partition('"')[0]}


def send(client, data=None, *, name="plan.ics", address=""):
    form = {**proof(client), "address": address}
    if data is not None:
        form["file"] = (io.BytesIO(data), name)
    return client.post(HERE, data=form, content_type="multipart/form-data")


def plan(client, *parts):
    """Give a calendar, and the address of the plan that comes of it."""
    answer = send(client, file(*parts))
    assert answer.status_code == 303, answer.text
    return answer.location


def do(client, address, **more):
    return client.post(address, data={**proof(client), **more})


def take_over(client, *parts, **more):
    answer = do(client, plan(client, *parts), **more)
    assert (answer.status_code, answer.location) == (303, HERE)


def drafts():
    session.rollback()
    return session.scalars(select(Event).order_by(Event.starts_at, Event.id)).all()


def test_the_plan_is_shown_before_anything_is_done(desk):
    page = desk.get(plan(desk, SERIES, TALK, BROKEN)).text
    assert "plan.ics" in page
    assert "Take over 4 events" in page
    assert "Weekly walk" in page
    assert "It is not here yet." in page
    assert "This event does not say when it begins." in page
    assert drafts() == []


def test_a_press_makes_drafts_of_the_organisation_and_nothing_public(desk):
    take_over(desk, SERIES, TALK, BROKEN)
    made = drafts()
    assert [each.title for each in made] == ["Weekly walk", "Talk", "Weekly walk", "Weekly walk"]
    assert {each.status for each in made} == {EventStatus.DRAFT}
    assert made[1].place_address == "12 Fern Hill, Leeds"
    assert f"{made[0].starts_local:%Y-%m-%d %H:%M} {made[0].zone}" == "2026-12-03 18:30 Europe/London"
    page = desk.get(HERE).text
    assert f"/desk/events/{made[0].slug}" in page
    assert "Talk" in page
    assert session.scalars(select(KeptReading)).all() == []


def test_the_same_calendar_again_changes_nothing(desk):
    take_over(desk, SERIES, TALK)
    before = [(each.id, each.version) for each in drafts()]
    page = desk.get(plan(desk, SERIES, TALK)).text
    assert "There is nothing to take over." in page
    assert "Nothing happens to these." in page
    assert [(each.id, each.version) for each in drafts()] == before


def test_pressing_twice_makes_nothing_twice(desk):
    address = plan(desk, SERIES)
    do(desk, address)
    again = do(desk, address)
    assert (again.status_code, again.location) == (303, HERE)
    assert len(drafts()) == 3
    assert "This plan is done or more than a day old." in desk.get(HERE).text


def test_two_plans_of_the_same_calendar_do_not_double_it(desk):
    first, second = plan(desk, SERIES), plan(desk, SERIES)
    do(desk, first)
    do(desk, second)
    assert len(drafts()) == 3


def test_what_changed_there_is_changed_here_and_what_people_wrote_stays(desk):
    take_over(desk, TALK)
    (draft,) = drafts()
    draft.place_name = "Library"
    session.commit()
    moved = TALK.replace("SUMMARY:Talk", "SUMMARY:Long talk").replace("20261203", "20261210")
    page = desk.get(address := plan(desk, moved)).text
    assert "It has changed since the last import: start, end, title." in page
    assert "Take over 1 event" in page
    do(desk, address)
    (draft,) = drafts()
    assert (draft.title, draft.place_name) == ("Long talk", "Library")
    assert draft.starts_local.day == 10
    assert draft.version == 2


def test_what_is_public_here_is_reported_and_left_alone(desk):
    take_over(desk, TALK)
    (published,) = drafts()
    published.status = EventStatus.PUBLISHED
    session.commit()
    page = desk.get(plan(desk, TALK.replace("SUMMARY:Talk", "SUMMARY:Long talk"))).text
    assert "Changed there, public here" in page
    assert "There is nothing to take over." in page
    assert drafts()[0].title == "Talk"


def test_what_was_deleted_here_comes_back_only_when_someone_says_so(desk):
    take_over(desk, SERIES)
    session.delete(drafts()[0])
    session.commit()
    address = plan(desk, SERIES)
    assert "Also make those again that you deleted here" in desk.get(address).text
    do(desk, address)
    assert len(drafts()) == 2
    take_over(desk, SERIES, bring_back="y")
    assert len(drafts()) == 3
    assert len(session.scalars(select(ImportedEvent)).all()) == 3


def test_what_was_public_and_deleted_here_comes_back_as_a_new_draft(desk):
    take_over(desk, TALK)
    gone = drafts()[0]
    gone.status = EventStatus.DELETED
    session.commit()
    take_over(desk, TALK)
    assert len(drafts()) == 1
    take_over(desk, TALK, bring_back="y")
    assert [each.status for each in drafts()] == [EventStatus.DELETED, EventStatus.DRAFT]
    assert "There is nothing to take over." in desk.get(plan(desk, TALK)).text


def test_a_cancellation_there_is_told(desk):
    take_over(desk, TALK)
    page = desk.get(plan(desk, TALK.replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY"))).text
    assert "It has been cancelled since the last import." in page
    assert drafts()[0].status is EventStatus.DRAFT


def test_another_organisation_imports_for_itself(desk):
    take_over(desk, TALK)
    other = OrganisationFactory(name="Other", slug="other")
    ben = UserFactory(name="Ben")
    MembershipFactory(organisation=other, user=ben)
    assert desk.get("/desk/organisations/other/import").status_code == 404
    sign_in(desk, ben)
    text = desk.get("/desk/organisations/other/import").text
    token = text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "file": (io.BytesIO(file(TALK)), "plan.ics")}
    answer = desk.post("/desk/organisations/other/import", data=form, content_type="multipart/form-data")
    assert "Take over 1 event" in desk.get(answer.location).text


def test_only_organisers_import(desk, client):
    helper = UserFactory()
    organisation = session.scalars(select(ImportedEvent)).first() or None
    assert organisation is None
    address = plan(desk, TALK)
    steady = session.scalars(select(KeptReading)).one().organisation
    MembershipFactory(organisation=steady, user=helper, role=MemberRole.HELPER)
    sign_in(client, helper)
    for path in (HERE, address):
        assert client.get(path).status_code == 403
    sign_in(client, UserFactory())
    for path in (HERE, address):
        assert client.get(path).status_code == 404


def test_a_plan_is_kept_for_a_day_and_then_forgotten(desk):
    address = plan(desk, TALK)
    with clock.frozen(NOW + timedelta(hours=25)):
        assert desk.get(address).status_code == 303
        jobs.forget_readings()
        assert session.scalars(select(KeptReading)).all() == []
    assert drafts() == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html>Not found</html>", "This is not a calendar file."),
        (b"", "This is not a calendar file."),
        (file(), "there are no events in it"),
        (b"BEGIN:VCALENDAR\r\n" * 50_000, "nested too deep"),
        (b"A" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_calendar_gets_a_clear_sentence(desk, data, sentence):
    answer = send(desk, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(KeptReading)).all() == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1:1/a.ics", "This address leads into a private network."),
        ("webcal://localhost/a.ics", "This address leads into a private network."),
        ("http://[::1]/a.ics", "This address leads into a private network."),
        ("http://169.254.169.254/latest/meta-data", "This address leads into a private network."),
        ("file:///etc/passwd", "begins with https://, http:// or webcal://"),
        ("https://me:word@example.org/a.ics", "leave the user name and password out"),
        ("", "Choose a file, or give an address."),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_and_not_lost(desk, address, sentence):
    answer = send(desk, address=address)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{address}"' in answer.text or not address


def test_a_file_and_an_address_are_one_too_many(desk):
    answer = send(desk, file(TALK), address="https://example.org/a.ics")
    assert answer.status_code == 422
    assert "not both" in answer.text


def test_long_plans_say_how_much_more_there_is(desk):
    page = desk.get(plan(desk, event("SUMMARY:Daily", "RRULE:FREQ=DAILY;COUNT=70"))).text
    assert "Take over 70 events" in page
    assert "and 20 more" in page


def test_many_dates_are_taken_over_in_batches(desk):
    take_over(desk, event("SUMMARY:Daily", "RRULE:FREQ=DAILY;COUNT=60"))
    made = drafts()
    assert len(made) == 60
    assert len({each.slug for each in made}) == 60


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("three_events_one_edited.ics", 2019),
        ("issue_20_exdate_ignored.ics", 2019),
        ("duration.ics", 2018),
        ("x_wr_timezone_simple_events_issue_59.ics", 2021),
        ("issue_75_range_parameter.ics", 2024),
    ],
)
def test_calendars_from_the_wild_go_the_whole_way_and_change_nothing_the_second_time(desk, name, year):
    found = [data for path, data in samples() if path.endswith(f"/{name}")]
    if not found:
        pytest.skip("no samples: run tests/calendars/fetch_samples.py")
    with clock.frozen(datetime(year, 1, 1, tzinfo=UTC)):
        first = send(desk, found[0], name=name)
        assert do(desk, first.location).location == HERE
        made = drafts()
        assert made
        for each in made:
            assert each.starts_at < each.ends_at
            assert each.title
        again = send(desk, found[0], name=name)
        assert "There is nothing to take over." in desk.get(again.location).text
    assert [each.id for each in drafts()] == [each.id for each in made]
