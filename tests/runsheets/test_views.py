"""A run sheet as hosts use it together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.accounts.facts import PersonalData, UserErased
from app.calendars.services import make_feed, set_discreet
from app.cohosting import services as cohosting
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.questions import ask
from app.core.transaction import transaction
from app.events.models import Event, EventStatus
from app.organisations.models import MemberRole
from app.organisations.services import members
from app.runsheets import services
from app.runsheets.models import Task
from app.runsheets.queries import doers_of, sheet_of
from app.runsheets.services import TaskDetails
from tests.accounts.factories import UserFactory
from tests.cohosting.factories import make_cohosting
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory
from tests.runsheets.factories import make_task
from tests.signing_in import sign_in


@pytest.fixture
def hosting(app):
    return make_cohosting("The Long Table", "Wayfarers")


@pytest.fixture
def event(hosting):
    return EventFactory(cohosting=hosting.cohosting, title="Shoulders", slug="shoulders")


@pytest.fixture
def organiser(hosting, client):
    user = hosting.organisers[0]
    sign_in(client, user)
    return user


@pytest.mark.parametrize("act", ["done", "remove", ""])
def test_a_task_that_is_taken_off_at_this_moment_is_no_error_of_ours(app, client, event, organiser, act):
    task = make_task(event)
    address = f"{HERE}/{task.id}/{act}".rstrip("/")

    def press():
        with app.app_context():
            return client.post(address, data={"done": "1", "title": "Bring cake", "minutes": "0"})

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            services.remove_task(session.get_one(Task, task.id))
            session.flush()
            pressed = pool.submit(press)
            sleep(0.5)
        assert pressed.result().status_code in {303, 404, 409}
    assert tasks() == []


def test_an_event_that_is_thrown_away_at_this_moment_takes_no_task(app, client, event, organiser):
    with transaction():
        event.status = EventStatus.DRAFT

    def press():
        with app.app_context():
            return client.post(HERE, data={"title": "Bring cake", "minutes": "0"})

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            session.delete(session.get_one(Event, event.id))
            session.flush()
            pressed = pool.submit(press)
            sleep(0.5)
        assert pressed.result().status_code in {404, 409}


HERE = "/desk/events/shoulders/run-sheet"


def post(client, address, **data):
    token = client.get(HERE).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(address, data={"csrf_token": token, **data})


def tasks():
    session.rollback()
    return session.scalars(select(Task).order_by(Task.id)).all()


def test_tasks_are_shared_out_between_hosts_and_ticked_off(client, event, hosting, organiser):
    assert "Nothing is shared out yet" in client.get(HERE).get_data(as_text=True)
    other = hosting.organisers[1]
    post(client, HERE, title="Bring the tea", minutes="-60", doer=f"u{other.id}")
    post(client, HERE, title="Bring the tea", minutes="-60")
    post(client, HERE, title="Open the room", minutes="-120", doer=f"o{hosting.organisations[0].id}")
    page = client.get(HERE).get_data(as_text=True)
    assert page.index("Open the room") < page.index("Bring the tea"), "in the order of the evening"
    assert "0 of 2 done" in page
    assert f"{other.name}, Wayfarers" in page
    tea = tasks()[0]
    post(client, f"{HERE}/{tea.id}/done", done="1")
    post(client, f"{HERE}/{tea.id}/done", done="1")
    assert "1 of 2 done" in client.get(HERE).get_data(as_text=True)
    post(client, f"{HERE}/{tea.id}/done", done="0")
    assert "0 of 2 done" in client.get(HERE).get_data(as_text=True)
    assert f'value="u{other.id}" selected' in client.get(f"{HERE}/{tea.id}").get_data(as_text=True).replace(
        f'selected value="u{other.id}"', f'value="u{other.id}" selected'
    )
    post(client, f"{HERE}/{tea.id}", title="Bring the coffee", minutes="-30", doer="")
    assert (tasks()[0].title, tasks()[0].minutes, tasks()[0].user_id) == ("Bring the coffee", -30, None)
    post(client, f"{HERE}/{tea.id}/remove")
    assert [task.title for task in tasks()] == ["Open the room"]


def test_what_is_typed_wrong_is_said_and_not_lost(client, event, organiser):
    response = post(client, HERE, title="", minutes="-30")
    assert response.status_code == 422
    assert "Write what is to be done." in response.get_data(as_text=True)
    assert post(client, HERE, title="Tea", minutes="-31").status_code == 422
    assert post(client, HERE, title="Tea", minutes="0", doer="u999").status_code == 422
    assert "Choose a sheet" in client.get(post(client, f"{HERE}/copy", source="x").location).get_data(
        as_text=True
    )
    assert not tasks()


def test_a_list_to_begin_with_is_copied_once(client, event, organiser):
    for _press in range(2):
        post(client, f"{HERE}/copy", source="walk")
    assert len(tasks()) == 7
    assert "0 tasks added." in client.get(HERE).get_data(as_text=True) or len(tasks()) == 7


def test_a_sheet_is_copied_with_those_who_can_do_it_again(client, hosting, event, organiser):
    earlier = EventFactory(hosts=[hosting.organisations[0]], title="Earlier", slug="earlier")
    gone = UserFactory()
    first = hosting.organisers[0]
    with transaction():
        doer = next(each for each in doers_of(earlier) if each.user_id == first.id)
        services.add_task(earlier, TaskDetails("Tea", -60, doer))
        services.add_task(earlier, TaskDetails("Chairs", -30))
    old = tasks()
    with transaction():
        old[1].user_id, old[1].done_at = gone.id, clock.now()
    post(client, f"{HERE}/copy", source="earlier")
    copied = [task for task in tasks() if task.event_id == event.id]
    assert [(task.title, task.minutes, task.user_id, task.is_done) for task in copied] == [
        ("Tea", -60, first.id, False),
        ("Chairs", -30, None, False),
    ]
    assert {task.uid for task in copied}.isdisjoint({task.uid for task in old})


def test_the_sheet_of_strangers_cannot_be_copied_or_seen(client, event, organiser):
    strange = EventFactory(title="Strange", slug="strange")
    with transaction():
        services.add_task(strange, TaskDetails("Secret", 0))
    assert "strange" not in client.get(HERE).get_data(as_text=True)
    post(client, f"{HERE}/copy", source="strange")
    assert len(tasks()) == 1
    assert client.get("/desk/events/strange/run-sheet").status_code == 404
    assert post(client, f"{HERE}/{tasks()[0].id}/done", done="1").status_code == 404


def test_a_helper_sees_the_sheet_and_ticks_what_is_theirs(client, event, hosting):
    helper = MembershipFactory(organisation=hosting.organisations[1], role=MemberRole.HELPER)
    with transaction():
        doer = next(each for each in doers_of(event) if each.user_id == helper.user_id)
        services.add_task(event, TaskDetails("Greet people", -30, doer))
        services.add_task(event, TaskDetails("Speak", 0))
    mine, other = tasks()
    sign_in(client, helper.user)
    page = client.get(HERE).get_data(as_text=True)
    assert "Add a task" not in page
    assert page.count("It is done") - page.count("It is done: ") == 1
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    for task, status in ((mine, 303), (other, 403)):
        answer = client.post(f"{HERE}/{task.id}/done", data={"csrf_token": token, "done": "1"})
        assert answer.status_code == status
    assert client.post(HERE, data={"csrf_token": token, "title": "x", "minutes": "0"}).status_code == 403


def in_calendar(client, user):
    with transaction():
        path = make_feed(user).path
    calendar = Calendar.from_ical(client.get(path).data)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_what_someone_has_taken_on_stands_in_their_calendar_and_moves_with_the_event(client, event, hosting):
    first, second = hosting.organisers
    with transaction():
        doers = doers_of(event)
        mine = next(each for each in doers if each.user_id == first.id)
        ours = next(each for each in doers if each.key == f"o{hosting.organisations[0].id}")
        services.add_task(event, TaskDetails("Tea", -60, mine))
        services.add_task(event, TaskDetails("Room", -120, ours))
        services.add_task(event, TaskDetails("Nobody's", -30))
    tea = tasks()[0]
    found = in_calendar(client, first)
    assert sorted(str(each["SUMMARY"]) for each in found.values()) == ["To do: Room", "To do: Tea"]
    assert found[tea.uid].start == event.starts_at - timedelta(hours=1)
    assert in_calendar(client, second) == {}
    with transaction():
        services.tick(tea, is_done=True)
        event.starts_at += timedelta(hours=1)
        event.sequence += 1
        event.revised_at = clock.now()
    moved = in_calendar(client, first)[tea.uid]
    assert moved["SEQUENCE"] == found[tea.uid]["SEQUENCE"] + 2
    assert moved.start - found[tea.uid].start == timedelta(hours=1)
    assert str(moved["SUMMARY"]) == "Done: Tea"
    with transaction():
        set_discreet(make_feed(first), is_discreet=True)
    assert str(in_calendar(client, first)[tea.uid]["SUMMARY"]) == "Done: Appointment"
    with transaction():
        event.status = EventStatus.CANCELLED
    assert in_calendar(client, first) == {}


def test_tasks_leave_the_calendar_and_the_sheet_with_the_membership_and_with_the_host(client, event, hosting):
    extra = MembershipFactory(organisation=hosting.organisations[1], role=MemberRole.ORGANISER)
    with transaction():
        doer = next(each for each in doers_of(event) if each.user_id == extra.user_id)
        services.add_task(event, TaskDetails("Tea", -60, doer))
    assert len(in_calendar(client, extra.user)) == 1
    with transaction():
        members.end(extra, by=extra.user)
    assert in_calendar(client, extra.user) == {}
    assert [line.who for line in sheet_of(event)] == [""]
    with transaction():
        cohosting.leave(hosting.cohosting, hosting.organisations[1], by=hosting.organisers[1])
    assert in_calendar(client, hosting.organisers[1]) == {}


def test_who_is_erased_is_on_no_sheet(event, hosting):
    user = MembershipFactory(organisation=hosting.organisations[0]).user
    with transaction():
        doer = next(each for each in doers_of(event) if each.user_id == user.id)
        services.add_task(event, TaskDetails("Tea", -60, doer))
    (part,) = [part for part in ask(PersonalData(user)) if part.name == "tasks"]
    assert part.content == [{"event": "Shoulders", "task": "Tea", "is_done": False}]
    with transaction():
        announce(UserErased(user))
    assert tasks()[0].user_id is None
