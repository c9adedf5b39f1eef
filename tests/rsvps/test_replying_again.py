"""Replying twice, and replying to a full event: nobody learns who has replied."""

from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core import clock
from app.core.database import session
from app.events.models import Event, EventFormat
from app.rsvps.jobs import send_link
from app.rsvps.models import RsvpStatus
from app.rsvps.rules import LINK_PAUSE
from tests.events.factories import EventFactory
from tests.rsvps.asking import filled, mails, only_rsvp, taken, templates
from tests.rsvps.factories import RsvpFactory
from tests.rsvps.test_waiting import choose

SENT = "/rsvp/sent"


def _post(client: FlaskClient, event: Event, **changes: str) -> TestResponse:
    return client.post(f"/events/{event.slug}/rsvp", data=filled(**changes))


def test_a_double_click_makes_one_reply_and_one_mail(app, client):
    event = EventFactory(capacity_in_person=5)
    answers = [_post(client, event, party_size="2") for _click in range(2)]
    assert len({(answer.status_code, answer.location, answer.data) for answer in answers}) == 1
    assert only_rsvp().party_size == 2
    assert templates() == ["confirm"]
    assert taken(event) == 2


@pytest.mark.parametrize("status", [RsvpStatus.PENDING, RsvpStatus.GOING])
def test_replying_again_shows_the_same_page_and_mails_the_link(app, client, status):
    rsvp = RsvpFactory(email="sam@example.org", status=status, name="Samira")
    fresh = _post(client, rsvp.event, email="new@example.org")
    again = _post(client, rsvp.event, email="SAM@example.org", name="Somebody else", party_size="3")
    assert (again.status_code, again.location, again.data) == (fresh.status_code, fresh.location, fresh.data)
    assert templates("sam@example.org") == ["already"]
    assert rsvp.token in mails("sam@example.org")[0].text
    session.refresh(rsvp)
    assert (rsvp.name, rsvp.party_size, rsvp.status) == ("Samira", 1, status)


def test_nobodys_mail_is_flooded_by_replying_for_them(app, client):
    rsvp = RsvpFactory(email="sam@example.org")
    for _time in range(4):
        _post(client, rsvp.event)
    assert templates() == ["already"]
    with clock.moved(LINK_PAUSE):
        _post(client, rsvp.event)
    assert templates() == ["already", "already"]


def test_someone_whom_the_hosts_removed_is_told_so_by_mail_and_by_nothing_else(app, client):
    rsvp = RsvpFactory(email="sam@example.org", status=RsvpStatus.CANCELLED, removed_reason="Not this time")
    assert _post(client, rsvp.event).location.endswith(SENT)
    assert templates() == ["removed"]
    assert only_rsvp().status is RsvpStatus.CANCELLED
    assert taken(rsvp.event) == 0


def test_after_cancelling_one_can_reply_anew(app, client):
    rsvp = RsvpFactory(email="sam@example.org", status=RsvpStatus.CANCELLED)
    _post(client, rsvp.event)
    assert templates() == ["confirm"]
    assert taken(rsvp.event) == 1


def test_a_full_event_says_so_and_nothing_about_who_has_replied(app, client):
    rsvp = RsvpFactory(event=EventFactory(capacity_in_person=1), email="sam@example.org")
    choose(rsvp.event, is_open=False)
    answers = [_post(client, rsvp.event, email=email) for email in ("sam@example.org", "new@example.org")]
    assert {answer.status_code for answer in answers} == {HTTPStatus.CONFLICT}
    assert answers[0].data == answers[1].data
    assert not mails()
    send_link(rsvp.event_id, "sam@example.org")
    send_link(rsvp.event_id, "new@example.org")
    assert [(mail.recipient, mail.template) for mail in mails()] == [("sam@example.org", "rsvps/already")]


def test_a_full_event_shows_it_before_anyone_types(app, client):
    rsvp = RsvpFactory(event=EventFactory(capacity_in_person=1))
    choose(rsvp.event, is_open=False)
    assert "this event is full" in client.get(f"/events/{rsvp.event.slug}/rsvp").get_data(as_text=True)


def test_a_party_that_is_too_large_for_what_is_left_is_told_how_many_are(app, client):
    event = EventFactory(capacity_in_person=2)
    RsvpFactory(event=event)
    response = _post(client, event, party_size="3")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Only one place is left" in response.get_data(as_text=True)
    assert taken(event) == 1


def test_when_one_way_is_full_the_other_is_still_open(app, client):
    event = EventFactory(format=EventFormat.BOTH, capacity_in_person=1, capacity_online=5)
    RsvpFactory(event=event)
    assert _post(client, event).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _post(client, event, way="online").status_code == HTTPStatus.SEE_OTHER
