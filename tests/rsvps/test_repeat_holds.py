"""Where places are counted, a second reply looks like a first one: nobody reads off who is coming."""

from http import HTTPStatus

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import Event
from app.events.rules.recurrence import Rule
from app.rsvps import services
from app.rsvps.jobs import release_expired
from app.rsvps.models import RepeatHold, Rsvp, RsvpStatus
from app.rsvps.queries import used_of
from app.rsvps.services import ReplyDetails
from app.rsvps.services.lapsing import hold_until
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.events.series import dates, make_series
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rsvps.asking import filled, taken, templates
from tests.rsvps.factories import RsvpFactory
from tests.rsvps.test_attacks import come_by, held, hold
from tests.signing_in import sign_in

#: Nobody waits while there is room.
STANDING = (None, RsvpStatus.GOING, RsvpStatus.LAPSED, RsvpStatus.OFFERED, RsvpStatus.CANCELLED)


def reply(client: FlaskClient, event: Event, **changes: str) -> TestResponse:
    return client.post(f"/events/{event.slug}/rsvp", data=filled(**changes))


def status_of(rsvp: Rsvp) -> RsvpStatus:
    return session.get_one(Rsvp, rsvp.id, populate_existing=True).status


def test_the_count_tells_nothing_of_whether_an_address_has_replied(app, client):
    """From the first press to the end of the hold, whoever counts sees the same, whatever stands there."""
    seen = set()
    for standing in STANDING:
        event = EventFactory(capacity_in_person=9)
        if standing:
            reason = "Not this time" if standing is RsvpStatus.CANCELLED else None
            RsvpFactory(event=event, email="sam@example.org", status=standing, removed_reason=reason)
        before, counts = taken(event), []
        for size in ("2", "1"):
            reply(client, event, party_size=size)
            counts.append(taken(event) - before)
        with clock.moved(hold_until() - clock.now()):
            release_expired()
            counts.append(taken(event) - before)
            reply(client, event, party_size="3")
            counts.append(taken(event) - before)
        seen.add(tuple(counts))
    assert seen == {(2, 2, 0, 3)}


def test_who_replies_again_finds_no_room_where_a_stranger_finds_none(app, client):
    rsvp = RsvpFactory(event=EventFactory(capacity_in_person=3), email="sam@example.org")
    assert reply(client, rsvp.event, party_size="2").location.endswith("/rsvp/sent")
    answers = [reply(client, rsvp.event, email=email) for email in ("new@example.org", "sam@example.org")]
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    assert answers[0].status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert taken(rsvp.event) == 3


def test_where_nobody_counts_nothing_is_held(app, client):
    rsvp = RsvpFactory(event=EventFactory(capacity_in_person=None), email="sam@example.org")
    reply(client, rsvp.event)
    assert taken(rsvp.event) == 1


def test_somebody_signed_in_who_presses_twice_holds_no_more(app):
    event, user = EventFactory(capacity_in_person=5), UserFactory()
    for _press in range(2):
        with transaction():
            services.reply(event, ReplyDetails("Sam", user.email), user=user)
    assert taken(event) == 1


def test_what_is_held_is_there_for_the_person_who_confirms(app, client):
    rsvp = RsvpFactory(
        event=EventFactory(capacity_in_person=1), email="sam@example.org", status=RsvpStatus.LAPSED
    )
    reply(client, rsvp.event)
    assert (templates(), taken(rsvp.event)) == (["already"], 1)
    client.post(f"/rsvps/{rsvp.token}/confirm")
    assert (status_of(rsvp), taken(rsvp.event)) == (RsvpStatus.GOING, 1)


def test_what_is_held_is_there_for_the_person_who_brings_somebody(app, client):
    rsvp = RsvpFactory(event=EventFactory(capacity_in_person=3), email="sam@example.org")
    reply(client, rsvp.event, party_size="2")
    client.post(f"/rsvps/{rsvp.token}/change", data={"name": "Sam", "party_size": "3", "way": "in_person"})
    assert taken(rsvp.event) == 3
    assert session.get_one(Rsvp, rsvp.id, populate_existing=True).party_size == 3
    assert session.get(RepeatHold, rsvp.id) is None


def test_by_a_hosts_link_the_places_of_the_host_are_held(app):
    host = OrganisationFactory()
    event = EventFactory(hosts=[host], capacity_in_person=10)
    allocation = hold(event, host, 4)
    for email in ("ada@example.org", "bo@example.org"):
        RsvpFactory(event=event, email=email, status=RsvpStatus.GOING)
        come_by(event, host, email, 2)
    assert (taken(event), held(event), used_of(allocation)) == (6, 0, 4)
    with clock.moved(hold_until() - clock.now()):
        release_expired()
        assert (taken(event), held(event), used_of(allocation)) == (2, 4, 0)


def test_a_reply_to_all_dates_holds_on_each_that_has_one(client):
    series = make_series(rule=Rule(count=2), capacity_in_person=9)
    first, second = dates(series)
    RsvpFactory(event=second, email="sam@example.org", party_size=3)
    for email, counts in (("sam@example.org", [2, 5]), ("new@example.org", [4, 7])):
        reply(client, first, email=email, party_size="2", all_dates="y")
        assert [taken(date) for date in (first, second)] == counts


def test_a_reply_to_all_dates_misses_one_without_room_for_a_repeat(client):
    series = make_series(rule=Rule(count=2), capacity_in_person=4)
    first, second = dates(series)
    RsvpFactory(event=second, email="sam@example.org", party_size=3)
    address = reply(client, first, email="sam@example.org", party_size="2", all_dates="y").location
    assert f"missed={second.id}" in address
    assert [taken(date) for date in (first, second)] == [2, 3]


def test_who_waits_moves_up_when_the_hold_has_ended(app, client):
    rsvp = RsvpFactory(event=EventFactory(capacity_in_person=2), email="sam@example.org")
    reply(client, rsvp.event)
    waiting = RsvpFactory(event=rsvp.event, status=RsvpStatus.WAITLISTED)
    with clock.moved(hold_until() - clock.now()):
        release_expired()
    assert (status_of(waiting), taken(rsvp.event)) == (RsvpStatus.GOING, 2)


def test_hosts_read_why_places_are_kept(app, client):
    organiser = MembershipFactory()
    event = EventFactory(hosts=[organiser.organisation], capacity_in_person=9)
    RsvpFactory(event=event, email="sam@example.org")
    reply(client, event, party_size="2")
    sign_in(client, organiser.user)
    page = client.get(f"/desk/events/{event.slug}/rsvps").get_data(as_text=True)
    assert "2 more places are kept for a while" in page
