"""What people and hosts see and press around the waiting list."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.rsvps import services
from app.rsvps.models import Allocation, PromotionMode, Rsvp, RsvpStatus
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rsvps.asking import filled, only_rsvp, taken
from tests.rsvps.factories import RsvpFactory
from tests.rsvps.test_waiting import choose, status, waits
from tests.signing_in import sign_in

OK, SEE, INVALID, CONFLICT = (
    HTTPStatus.OK,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.CONFLICT,
)


@pytest.fixture
def host(app):
    return OrganisationFactory(slug="table", name="The Long Table")


@pytest.fixture
def organiser(host):
    user = UserFactory()
    MembershipFactory(organisation=host, user=user)
    return user


def own(client, rsvp, verb=""):
    address = f"/rsvps/{rsvp.token}"
    return client.post(f"{address}/{verb}") if verb else client.get(address).text


def test_a_full_event_lets_a_stranger_wait_by_the_same_form(app, client):
    event = EventFactory(slug="walk", capacity_in_person=1)
    first = RsvpFactory(event=event)
    page = client.get("/events/walk").text
    assert "Every place is taken, but you can wait for one." in page
    assert client.get("/events/walk/rsvp").text.count("Put me on the waiting list") == 1
    answer = client.post("/events/walk/rsvp", data=filled(waits="y"))
    assert answer.status_code == SEE
    assert "you move up when your turn comes" in client.get(answer.location).text
    rsvp = session.scalars(select(Rsvp).where(Rsvp.status == RsvpStatus.WAITLISTED)).one()
    assert "would like to wait" in own(client, rsvp)
    assert own(client, rsvp, "confirm").status_code == SEE
    assert "between number 1 and number 5" in own(client, rsvp)
    with transaction():
        services.cancel(first)
    assert "You are going" in own(client, rsvp)


def test_a_party_that_does_not_fit_is_asked_whether_it_would_wait_and_loses_nothing(app, client):
    event = EventFactory(slug="walk", capacity_in_person=2, party_limit=4)
    RsvpFactory(event=event)
    answer = client.post("/events/walk/rsvp", data=filled(party_size="2", access_needs="A lift"))
    assert answer.status_code == INVALID
    assert "Only one place is left." in answer.text
    assert "Put us on the waiting list until there is room for all of us" in answer.text
    assert "A lift" in answer.text
    again = client.post("/events/walk/rsvp", data=filled(party_size="2", waits="y"))
    assert again.status_code == SEE
    hopeless = client.post("/events/walk/rsvp", data=filled(email="x@example.org", party_size="4", waits="y"))
    assert hopeless.status_code == INVALID
    assert "There is room for 2 people in all." in hopeless.text


def test_someone_who_replied_already_learns_nothing_by_waiting(app, client):
    event = EventFactory(slug="walk", capacity_in_person=1)
    RsvpFactory(event=event, email="sam@example.org")
    answer = client.post("/events/walk/rsvp", data=filled(waits="y"))
    assert answer.location.endswith("/events/walk/rsvp/sent?waits=1")
    only_rsvp()


def test_an_offer_is_answered_with_one_press_and_an_ended_one_says_so_twice(app, client):
    event = EventFactory(capacity_in_person=1)
    first, second, third = RsvpFactory(event=event), waits(event), waits(event)
    choose(event, mode=PromotionMode.OFFERS, offer_hours=1)
    with transaction():
        services.cancel(first)
    assert "We keep it until" in own(client, second)
    with clock.moved(timedelta(hours=2)):
        with transaction():
            services.let_lapse(second.id)
        for _press in range(2):
            answer = own(client, second, "confirm")
            assert answer.status_code == CONFLICT
            assert "Every place is taken." in answer.text
            assert "Put me on the waiting list" in answer.text
        assert own(client, second, "wait").status_code == SEE
        assert own(client, second, "wait").status_code == SEE
        assert "You are on the waiting list" in own(client, second)
        own(client, third, "confirm")
        assert status(third) is RsvpStatus.GOING
    assert taken(event) == 1


def test_who_waits_can_change_and_leave(app, client):
    event = EventFactory(capacity_in_person=1, party_limit=3)
    RsvpFactory(event=event)
    rsvp = waits(event, 3)
    address = f"/rsvps/{rsvp.token}/change"
    assert "Fewer places will do" in client.get(address).text
    sent = {"name": "Sam", "party_size": "3", "way": "in_person"}
    answer = client.post(address, data=sent)
    assert answer.status_code == INVALID, "three do not fit into a room of one"
    answer = client.post(address, data={**sent, "takes_fewer": "y"})
    assert answer.status_code == SEE
    assert own(client, rsvp, "cancel").status_code == SEE
    assert "Your reply has ended" in own(client, rsvp)


def test_hosts_see_who_waits_and_why_and_hold_places_for_their_own(app, client, host, organiser):
    event = EventFactory(slug="walk", capacity_in_person=6, hosts=[host, OrganisationFactory()])
    first = RsvpFactory(event=event, party_size=2)
    [RsvpFactory(event=event, party_size=2) for _ in range(2)]
    waits(event, 3, name="Large Party")
    with transaction():
        services.cancel(first)
    sign_in(client, organiser)
    page = client.get("/desk/events/walk/waitlist").text
    assert "Large Party" in page
    assert "The party did not fit" in page
    at = (clock.now() + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    wanted = {"way": "in_person", "releases_at": at}
    wrong = client.post("/desk/events/walk/allocations", data={**wanted, "spots": "5"})
    assert wrong.status_code == INVALID
    assert "even share" in wrong.text
    right = client.post("/desk/events/walk/allocations", data={**wanted, "spots": "2"})
    assert right.status_code == SEE
    page = client.get("/desk/events/walk/waitlist").text
    assert "/events/walk?via=table" in page
    assert (
        "2 places are kept for people from The Long Table."
        in app.test_client().get("/events/walk?via=table").text
    )
    assert "Every place is taken" in app.test_client().get("/events/walk").text
    number = session.scalars(select(Allocation.id)).one()
    released = client.post(f"/desk/events/walk/allocations/{number}/release")
    assert released.status_code == SEE
    assert "Free for everyone since" in client.get("/desk/events/walk/waitlist").text


def test_hosts_choose_how_the_list_works(app, client, host, organiser):
    EventFactory(slug="walk", hosts=[host])
    sign_in(client, organiser)
    sent = {
        "mode": "offers",
        "offer_hours": "12",
        "quiet_from": "22",
        "quiet_to": "7",
        "stop_minutes": "60",
        "ending": "first_to_answer",
    }
    bad = client.post("/desk/events/walk/waitlist", data={**sent, "offer_hours": "900"})
    assert bad.status_code == INVALID
    assert "Choose from 1 to 72 hours." in bad.text
    assert client.post("/desk/events/walk/waitlist", data={**sent, "is_open": "y"}).status_code == SEE


def test_the_list_of_an_event_is_hidden_from_others(app, client, host):
    EventFactory(slug="walk", hosts=[host])
    sign_in(client, UserFactory())
    assert client.get("/desk/events/walk/waitlist").status_code == HTTPStatus.NOT_FOUND


def test_hosts_read_how_the_list_works_in_their_own_language(app, client, host, organiser):
    EventFactory(slug="walk", capacity_in_person=6, hosts=[host, OrganisationFactory()])
    with transaction():
        organiser.language = "fr"
    sign_in(client, organiser)
    page = client.get("/desk/events/walk/waitlist").text
    assert "Elles ont la place tout de suite" in page
    assert "They get the place at once" not in page
