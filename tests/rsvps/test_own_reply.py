"""One's own link: see, confirm, change, cancel, take back; without an account."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from app.core import clock
from app.core.database import session
from app.core.settings import settings
from app.core.transaction import transaction
from app.events.models import AddressVisibility, EventFormat, EventStatus, Way
from app.events.rules.recurrence import Rule
from app.rsvps.jobs import release_expired
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import consents_of
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.events.series import dates, make_series
from tests.organisations.factories import OrganisationFactory
from tests.queries import counting
from tests.rsvps.asking import only_rsvp, taken, templates
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

S = RsvpStatus


def _page(client, rsvp):
    return client.get(f"/rsvps/{rsvp.token}").get_data(as_text=True)


def _calendar(client, rsvp):
    """Give the calendar file with its folded lines made whole."""
    return client.get(f"/rsvps/{rsvp.token}/event.ics").get_data(as_text=True).replace("\r\n ", "")


def _press(client, rsvp, button, **data):
    return client.post(f"/rsvps/{rsvp.token}/{button}", data=data)


def _hold_over():
    return clock.moved(timedelta(minutes=settings().rsvp_hold_minutes + 1))


def test_the_address_of_a_reply_is_kept_secret(app, client):
    rsvp = RsvpFactory()
    for path in ("", "/change", "/event.ics"):
        headers = client.get(f"/rsvps/{rsvp.token}{path}").headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Cache-Control"] == "private, no-store"


def test_a_wrong_link_leads_nowhere(app, client):
    assert client.get("/rsvps/nonsense").status_code == HTTPStatus.NOT_FOUND
    assert client.post("/rsvps/nonsense/cancel").status_code == HTTPStatus.NOT_FOUND


def test_the_button_works_in_browsers_that_hide_where_they_come_from(app, client):
    rsvp = RsvpFactory()
    response = client.post(f"/rsvps/{rsvp.token}/cancel", headers={"Origin": "null"})
    assert response.status_code == HTTPStatus.SEE_OTHER


def test_the_button_works_for_someone_signed_in_as_somebody_else(app, client):
    rsvp = RsvpFactory()
    sign_in(client, UserFactory())
    assert _press(client, rsvp, "cancel").status_code == HTTPStatus.SEE_OTHER


def test_confirming_twice_is_confirming_once(app, client):
    rsvp = RsvpFactory(status=S.PENDING)
    for _press_number in range(2):
        assert _press(client, rsvp, "confirm").status_code == HTTPStatus.SEE_OTHER
    assert templates() == ["going"]
    assert taken(rsvp.event) == 1


def test_a_hold_lapses_and_its_spots_are_free_again(app):
    rsvp = RsvpFactory(status=S.PENDING, party_size=2)
    release_expired()
    assert only_rsvp().status is S.PENDING
    with _hold_over():
        release_expired()
        release_expired()
    assert only_rsvp().status is S.LAPSED
    assert taken(rsvp.event) == 0


def test_confirming_late_works_while_there_is_room(app, client):
    rsvp = RsvpFactory(status=S.LAPSED, event=EventFactory(capacity_in_person=1))
    assert "<h1>Your place was given back</h1>" in _page(client, rsvp)
    _press(client, rsvp, "confirm")
    assert only_rsvp().status is S.GOING
    assert taken(rsvp.event) == 1


def test_confirming_late_on_a_full_event_says_so_and_changes_nothing(app, client):
    event = EventFactory(capacity_in_person=1)
    rsvp = RsvpFactory(status=S.LAPSED, event=event)
    RsvpFactory(event=event)
    response = _press(client, rsvp, "confirm")
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Every place is taken" in response.get_data(as_text=True)
    assert session.get(Rsvp, rsvp.id).status is S.LAPSED
    assert (taken(event), templates()) == (1, [])


def test_a_hold_that_is_over_but_not_yet_released_still_counts(app, client):
    rsvp = RsvpFactory(status=S.PENDING, event=EventFactory(capacity_in_person=1))
    with _hold_over():
        _press(client, rsvp, "confirm")
        release_expired()
    assert (only_rsvp().status, taken(rsvp.event)) == (S.GOING, 1)


def test_the_page_of_a_reply_speaks_the_language_of_the_reply(app, client):
    rsvp = RsvpFactory(status=S.PENDING, language="fr")
    page = f"/rsvps/{rsvp.token}"
    english = {"Accept-Language": "en-GB"}
    assert '<html lang="fr"' in client.get(page, headers=english).text
    assert '<html lang="en-GB"' in client.get(f"{page}?lang=en", headers=english).text
    assert '<html lang="fr"' in client.get(f"{page}/change", headers=english).text
    assert '<html lang="en-GB"' in client.get("/events", headers=english).text


def test_the_page_of_a_reply_has_a_switch_and_stays_secret(app, client):
    rsvp = RsvpFactory(status=S.PENDING, event=EventFactory(capacity_in_person=1))
    page = client.get(f"/rsvps/{rsvp.token}?done=changed")
    assert '<a href="?done=changed&amp;lang=fr" lang="fr"' in page.text
    assert 'href="?lang=fr"' in client.get(f"/rsvps/{rsvp.token}/change").text
    assert 'rel="canonical"' not in page.text
    assert "hreflang" not in page.text.split("</head>")[0]
    assert "noindex" in page.headers["X-Robots-Tag"]
    rsvp.status = S.LAPSED
    RsvpFactory(event=rsvp.event)
    answer = _press(client, rsvp, "confirm")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "hreflang" not in answer.text, "nothing can be read at the address of a button"


def test_cancelling_gives_the_spots_back_and_can_be_undone_on_the_same_page(app, client):
    rsvp = RsvpFactory(party_size=2, event=EventFactory(capacity_in_person=2))
    for _press_number in range(2):
        assert _press(client, rsvp, "cancel").status_code == HTTPStatus.SEE_OTHER
    assert (only_rsvp().status, taken(rsvp.event)) == (S.CANCELLED, 0)
    assert templates() == ["reply_cancelled"]
    assert "I am coming after all" in _page(client, rsvp)
    assert '<a class="target" href="/events">See what else is coming up</a>' in _page(client, rsvp)
    for _press_number in range(2):
        _press(client, rsvp, "restore")
    assert (only_rsvp().status, taken(rsvp.event)) == (S.GOING, 2)
    assert templates() == ["reply_cancelled", "going"]


def test_a_cancellation_cannot_be_undone_when_the_place_has_gone(app, client):
    event = EventFactory(capacity_in_person=1)
    rsvp = RsvpFactory(event=event)
    _press(client, rsvp, "cancel")
    RsvpFactory(event=event)
    assert _press(client, rsvp, "restore").status_code == HTTPStatus.CONFLICT
    assert session.get(Rsvp, rsvp.id).status is S.CANCELLED
    assert taken(event) == 1


def test_a_cancellation_cannot_be_undone_beside_a_newer_reply(app, client):
    rsvp = RsvpFactory(email="sam@example.org", status=S.CANCELLED)
    RsvpFactory(email="sam@example.org", event=rsvp.event)
    response = _press(client, rsvp, "restore")
    assert response.status_code == HTTPStatus.CONFLICT
    assert "link in the newer mail" in response.get_data(as_text=True)


def test_what_the_hosts_ended_cannot_be_undone(app, client):
    rsvp = RsvpFactory(status=S.CANCELLED, removed_reason="Not this time")
    assert "Not this time" in _page(client, rsvp)
    assert _press(client, rsvp, "restore").status_code == HTTPStatus.CONFLICT
    assert _press(client, rsvp, "confirm").status_code == HTTPStatus.CONFLICT


def _changed(**changes):
    return {"name": "Sam", "party_size": "1", "way": "in_person", **changes}


def test_everything_in_a_reply_can_be_changed(app, client):
    host = OrganisationFactory()
    questions = [{"id": "q1", "prompt": "Tea or coffee?", "is_required": False}]
    event = EventFactory(
        hosts=[host], format=EventFormat.BOTH, capacity_in_person=2, capacity_online=3, questions=questions
    )
    rsvp = RsvpFactory(event=event, consents=[host])
    changes = _changed(name="Samira", party_size="3", way="online", access_needs="Captions", answer_q1="Tea")
    assert _press(client, rsvp, "change", **changes).status_code == HTTPStatus.SEE_OTHER
    rsvp = only_rsvp()
    assert (rsvp.name, rsvp.party_size, rsvp.way) == ("Samira", 3, Way.ONLINE)
    assert (rsvp.access_needs, rsvp.answers, list(consents_of(rsvp))) == ("Captions", {"q1": "Tea"}, [])
    assert (rsvp.event.taken_in_person, rsvp.event.taken_online) == (0, 3)


def test_the_form_shows_what_the_reply_says_now(app, client):
    host = OrganisationFactory()
    event = EventFactory(hosts=[host], questions=[{"id": "q1", "prompt": "Tea?", "is_required": False}])
    rsvp = RsvpFactory(
        event=event,
        name="Samira",
        party_size=2,
        access_needs="Quiet",
        answers={"q1": "Green"},
        consents=[host],
    )
    page = client.get(f"/rsvps/{rsvp.token}/change").get_data(as_text=True)
    for text in (
        "Samira",
        "Quiet",
        "Green",
        'selected value="2"',
        'checked id="consents-0" name="consents"',
    ):
        assert text in page


def test_adding_people_needs_room_and_loses_nothing(app, client):
    event = EventFactory(capacity_in_person=3)
    rsvp = RsvpFactory(event=event, name="Sam")
    RsvpFactory(event=event)
    refused = _press(client, rsvp, "change", **_changed(party_size="3", name="Samira"))
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Your reply stays as it was." in refused.text
    assert "Only one place is left" in refused.get_data(as_text=True)
    assert "Samira" in refused.get_data(as_text=True)
    session.refresh(rsvp)
    assert (rsvp.name, rsvp.party_size, taken(event)) == ("Sam", 1, 2)
    _press(client, rsvp, "change", **_changed(party_size="2"))
    assert taken(event) == 3


def test_a_party_may_shrink_while_the_event_is_over_its_capacity(app, client):
    event = EventFactory(capacity_in_person=9)
    rsvp = RsvpFactory(event=event, party_size=4)
    with transaction():
        event.capacity_in_person = 1
    _press(client, rsvp, "change", **_changed(party_size="3"))
    assert taken(event) == 3


def test_changing_a_lapsed_reply_takes_no_spots(app, client):
    rsvp = RsvpFactory(status=S.LAPSED)
    _press(client, rsvp, "change", **_changed(party_size="3"))
    assert (only_rsvp().party_size, taken(rsvp.event)) == (3, 0)


@pytest.mark.parametrize("button", ["change", "restore", "confirm"])
@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
def test_a_reply_to_an_event_that_does_not_take_place_stands_still(app, client, status, button):
    before = {"change": S.GOING, "restore": S.CANCELLED, "confirm": S.PENDING}[button]
    rsvp = RsvpFactory(event=EventFactory(status=status), status=before)
    assert _press(client, rsvp, button, **_changed()).status_code == HTTPStatus.CONFLICT
    assert only_rsvp().status is before


def test_one_can_always_cancel(app, client):
    rsvp = RsvpFactory(event=EventFactory(status=EventStatus.POSTPONED))
    assert _press(client, rsvp, "cancel").status_code == HTTPStatus.SEE_OTHER
    assert taken(rsvp.event) == 0


def test_the_address_and_link_are_shown_only_to_those_who_are_going(app, client):
    event = EventFactory(
        format=EventFormat.BOTH, online_link="https://meet.example.org/walk", place_address="12 Fern Hill"
    )
    going, pending = RsvpFactory(event=event), RsvpFactory(event=event, status=S.PENDING)
    for secret in ("12 Fern Hill", "https://meet.example.org/walk"):
        assert secret in _page(client, going)
        assert secret not in _page(client, pending)
        assert secret in _calendar(client, going)
        assert secret not in _calendar(client, pending)


def test_a_code_for_the_door_is_for_those_who_come_to_one(app, client):
    event = EventFactory(format=EventFormat.BOTH, capacity_online=3)
    assert "Code to show at the door" in _page(client, RsvpFactory(event=event))
    assert "Code to show at the door" not in _page(client, RsvpFactory(event=event, way=Way.ONLINE))


def test_whoever_is_going_reads_how_it_begins_and_whom_to_ask(app, client):
    host = OrganisationFactory(name="Wayfarers")
    event = EventFactory(
        hosts=[host],
        first_ten_minutes="Look for the *red* umbrella.",
        safeguarding_contact="Gareth, 0113 496",
    )
    page = _page(client, RsvpFactory(event=event))
    assert "Look for the <em>red</em> umbrella." in page
    assert "Gareth, 0113 496" in page
    assert f'<a href="/organisations/{host.slug}">Wayfarers</a>' in page
    assert "umbrella" not in _page(client, RsvpFactory(event=event, status=S.CANCELLED))


def test_whoever_chose_a_way_that_ended_is_told_how_to_choose_another(app, client):
    event = EventFactory(capacity_in_person=2, taken_online=1)
    rsvp = RsvpFactory(event=event, way=Way.ONLINE)
    sentence = "You chose to take part this way: Online. It is no longer offered."
    assert sentence in _page(client, rsvp)
    assert _press(client, rsvp, "change", **_changed()).status_code == HTTPStatus.SEE_OTHER
    assert sentence not in _page(client, rsvp)
    assert only_rsvp().way is Way.IN_PERSON


def test_an_address_for_hosts_only_stays_with_them(app, client):
    event = EventFactory(place_address="12 Fern Hill", address_visibility=AddressVisibility.HOSTS)
    assert "12 Fern Hill" not in _page(client, RsvpFactory(event=event))


def test_the_page_of_a_reply_asks_nothing_twice(client):
    one, other = dates(make_series(rule=Rule(count=2)))
    path = RsvpFactory(event=one, together="batch", status=S.GOING).address
    RsvpFactory(event=other, together="batch", status=S.GOING)
    client.get(path)
    session.expunge_all()
    with counting() as statements:
        assert client.get(path).status_code == 200
    assert len(statements) == len(set(statements)), "\n".join(sorted(statements))
    assert len(statements) <= 4, "\n".join(statements)
