"""A person's own calendar: what stands in it, who may read it, and the page where it is made."""

from datetime import timedelta

import pytest

from app.accounts.facts import PersonalData, UserErased
from app.accounts.models import User
from app.calendars import queries, services
from app.calendars.models import CalendarFeed
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.questions import ask
from app.core.transaction import transaction
from app.events.models import AddressVisibility, EventFormat
from app.rsvps.models import RsvpStatus
from tests.accounts.factories import UserFactory
from tests.calendars.asking import events_at, read
from tests.racing import first_and_second
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

PRIVATE = {
    "format": EventFormat.BOTH,
    "address_visibility": AddressVisibility.GOING,
    "online_link": "https://meet.example/room",
    "directions": "Blue door",
}


@pytest.fixture
def ruth(app):
    """Give someone who replies."""
    return UserFactory(name="Ruth", email="ruth@people.test")


def test_two_presses_at_once_make_one_address(app, ruth):
    user_id = ruth.id

    def press():
        return services.make_feed(session.get_one(User, user_id)).token

    first, second = first_and_second(app, press, press)
    assert first == second


def make(user, *, is_discreet=False):
    with transaction():
        feed = services.make_feed(user)
        services.set_discreet(feed, is_discreet=is_discreet)
    return feed


def replied(user, event, status=RsvpStatus.GOING, **more):
    return RsvpFactory(event=event, user=user, email=user.email, status=status, **more)


def only(client, feed):
    (found,) = events_at(client, feed.path).values()
    return found


def test_who_goes_reads_the_address_and_the_way_in(client, holders, ruth):
    event = holders.publish(**PRIVATE)
    replied(ruth, event)
    found = only(client, make(ruth))
    assert str(found["UID"]) == event.uid
    assert str(found["SUMMARY"]) == "Walk by the water"
    assert str(found["STATUS"]) == "CONFIRMED"
    assert str(found["LOCATION"]) == "Boat house, 1 Canal Road, Leeds"
    assert str(found["CONFERENCE"]) == "https://meet.example/room"
    assert "How to find it: Blue door" in str(found["DESCRIPTION"])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (RsvpStatus.PENDING, ("Not confirmed yet: Walk by the water", "TENTATIVE")),
        (RsvpStatus.WAITLISTED, ("On the waiting list: Walk by the water", "TENTATIVE")),
        (RsvpStatus.LAPSED, ("Not going: Walk by the water", "CANCELLED")),
        (RsvpStatus.CANCELLED, ("Not going: Walk by the water", "CANCELLED")),
    ],
)
def test_how_the_reply_stands_is_said_and_the_address_kept_back(client, holders, ruth, status, said):
    replied(ruth, holders.publish(**PRIVATE), status)
    found = only(client, make(ruth))
    assert (str(found["SUMMARY"]), str(found["STATUS"])) == said
    text = found.to_ical().decode()
    assert not any(secret in text for secret in ("Canal", "meet.example", "Blue door"))


def test_the_reply_in_force_counts_when_there_are_several(client, holders, ruth):
    event = holders.publish()
    replied(ruth, event)
    replied(ruth, event, RsvpStatus.CANCELLED)
    assert str(only(client, make(ruth))["STATUS"]) == "CONFIRMED"


def test_a_change_of_the_reply_is_a_later_stamp(client, holders, ruth):
    rsvp = replied(ruth, holders.publish(), RsvpStatus.PENDING)
    feed = make(ruth)
    before = only(client, feed)
    with clock.moved(timedelta(hours=1)), transaction():
        rsvp.status, rsvp.changed_at = RsvpStatus.GOING, clock.now()
    after = only(client, feed)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after.sequence >= before.sequence


@pytest.mark.parametrize(
    ("step", "status"), [("cancel", RsvpStatus.GOING), ("withdraw", RsvpStatus.WAITLISTED)]
)
def test_what_is_called_off_is_told(client, holders, ruth, step, status):
    event = holders.publish()
    replied(ruth, event, status)
    feed = make(ruth)
    getattr(holders, step)(event)
    found = only(client, feed)
    assert str(found["STATUS"]) == "CANCELLED"
    assert str(found["SUMMARY"]).startswith("Cancelled:")


def test_replies_of_others_are_not_in_it(client, holders, ruth):
    event = holders.publish()
    replied(UserFactory(), event)
    RsvpFactory(event=event)
    assert events_at(client, make(ruth).path) == {}


def test_a_discreet_calendar_tells_only_when(client, holders, ruth):
    event = holders.publish(**PRIVATE)
    replied(ruth, event)
    feed = make(ruth, is_discreet=True)
    text = client.get(feed.path).text
    assert str(only(client, feed)["SUMMARY"]) == "Appointment"
    assert str(read(client.get(feed.path))["X-WR-CALNAME"]) == "Appointments"
    for secret in (
        "Walk",
        "water",
        "Boat",
        "Leeds",
        "Steady",
        "DESCRIPTION",
        "LOCATION",
        "URL",
        "CONFERENCE",
    ):
        assert secret not in text
    holders.cancel(event)
    assert str(only(client, feed)["SUMMARY"]) == "Cancelled: Appointment"


def test_it_speaks_its_owners_language(client, holders, ruth):
    replied(ruth, holders.publish(), RsvpStatus.CANCELLED)
    with transaction():
        ruth.language = "fr"
    feed = make(ruth)
    english = client.get(feed.path, headers={"Accept-Language": "en"})
    assert english.data == client.get(f"{feed.path}?lang=en").data
    assert "Not going" not in english.text


def test_nobody_keeps_it_and_it_leaks_nowhere(client, holders, ruth):
    replied(ruth, holders.publish())
    feed = make(ruth)
    answer = client.get(feed.path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert "X-Twain-Tags" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "ATTENDEE" not in answer.text
    assert ruth.email not in answer.text
    assert feed.token not in answer.text


def test_it_answers_304_and_head(client, holders, ruth):
    replied(ruth, holders.publish())
    path = make(ruth).path
    whole, head = client.get(path), client.head(path)
    assert (head.data, head.headers["ETag"]) == (b"", whole.headers["ETag"])
    for wanted in (whole.headers["ETag"], f'"x", {whole.headers["ETag"]}', "*"):
        answer = client.get(path, headers={"If-None-Match": wanted})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_wrong_or_rotated_address_does_not_exist(client, ruth):
    feed = make(ruth)
    old = feed.path
    assert client.get("/calendars/wrong.ics").status_code == 404
    with transaction():
        services.rotate(feed, by=ruth)
    assert client.get(old).status_code == 404
    assert client.get(feed.path).status_code == 200


def test_the_calendar_of_someone_suspended_or_erased_stops(client, ruth):
    path = make(ruth).path
    with transaction():
        ruth.active = False
    assert client.get(path).status_code == 404
    with transaction():
        ruth.active = True
        announce(UserErased(ruth))
    assert client.get(path).status_code == 404
    assert session.query(CalendarFeed).count() == 0


def test_what_is_kept_is_part_of_ones_own_data(app, ruth):
    make(ruth, is_discreet=True)
    with app.test_request_context():
        parts = {part.name: part.content for part in ask(PersonalData(ruth))}
    assert parts["calendar"]["is_discreet"] is True
    assert "token" not in parts["calendar"]


def test_the_page_makes_rotates_hides_and_ends_the_address(client, ruth):
    sign_in(client, ruth)
    page = client.get("/desk/calendar")
    assert "Make my calendar address" in page.text
    assert queries.feed_of(ruth) is None, "a GET makes nothing"
    assert client.post("/desk/calendar", data=csrf(client)).status_code == 303
    feed = queries.feed_of(ruth)
    page = client.get("/desk/calendar").text
    assert f"http://localhost{feed.path}" in page
    assert f"webcal://localhost{feed.path}" in page
    assert "12 to 24 hours" in page
    old = feed.path
    client.post("/desk/calendar/discreet", data={**csrf(client), "is_discreet": "y"})
    client.post("/desk/calendar/rotate", data=csrf(client))
    session.refresh(feed)
    assert feed.is_discreet
    assert feed.path != old
    client.post("/desk/calendar/discreet", data=csrf(client))
    session.refresh(feed)
    assert not feed.is_discreet
    client.post("/desk/calendar/end", data=csrf(client))
    assert queries.feed_of(ruth) is None
    assert client.post("/desk/calendar/rotate", data=csrf(client)).status_code == 404


def test_making_it_twice_keeps_the_first(app, ruth):
    assert make(ruth).token == make(ruth).token


def test_a_stranger_is_led_to_sign_in(client, app):
    assert client.get("/desk/calendar").status_code in {302, 303}
    assert client.post("/desk/calendar").status_code in {302, 303, 400, 403}


def csrf(client):
    """Give the proof that a form of someone signed in carries."""
    text = client.get("/desk/calendar").text
    return {"csrf_token": text.partition('name="csrf_token" value="')[2].partition('"')[0]}
