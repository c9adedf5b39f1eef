"""What hosts see and do; what nobody else can."""

import csv
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from io import StringIO

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.audit.queries import history_of
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.door.models import DoorEntry, EntryKind
from app.events.models import Event, EventFormat, Way
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.outbox.models import ListName
from app.outbox.services import leave_list
from app.rsvps import services
from app.rsvps.models import RsvpStatus, Skip
from app.rsvps.services import HostMessage
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory
from tests.page import without_chance
from tests.racing import at_once
from tests.rsvps.asking import mails, only_rsvp, taken, templates
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

S = RsvpStatus


@pytest.fixture
def event(one, other):
    return EventFactory(hosts=[one, other], capacity_in_person=10)


def _address(event, rest=""):
    return f"/desk/events/{event.slug}/rsvps{rest}"


def _post(client, event, rest, **data):
    page = client.get(_address(event, rest if "remove" in rest or "message" in rest else ""))
    token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(_address(event, rest), data={"csrf_token": token, **data})


def test_hosts_see_who_comes_and_how_much_room_is_left(client, event, organiser):
    RsvpFactory(event=event, name="Ada", party_size=3)
    RsvpFactory(event=event, name="Ben", status=S.PENDING)
    page = client.get(_address(event)).get_data(as_text=True)
    for text in ("Ada", "Ben", "3 people", "1 person", "<dd>6</dd>"):
        assert text in page


def test_hosts_see_by_how_many_the_event_is_over(client, event, organiser):
    RsvpFactory(event=event, party_size=4)
    with transaction():
        event.capacity_in_person = 1
    assert "Over by 3" in client.get(_address(event)).get_data(as_text=True)


def test_an_empty_list_teaches_the_next_step(client, event, organiser):
    assert "No replies yet" in client.get(_address(event)).get_data(as_text=True)


def test_hosts_can_search_by_name_and_status(client, event, organiser):
    RsvpFactory(event=event, name="Ada Lovelace")
    RsvpFactory(event=event, name="Ben", status=S.PENDING)
    by_name = client.get(_address(event, "?q=love")).get_data(as_text=True)
    assert "Ada Lovelace" in by_name
    assert "Ben" not in without_chance(by_name)
    pending = client.get(_address(event, "?status=pending")).get_data(as_text=True)
    assert "Ada" not in without_chance(pending)
    assert "Nobody of that name" in client.get(_address(event, "?q=zzz")).get_data(as_text=True)


def test_a_search_for_very_many_words_is_answered(client, organiser, event):
    RsvpFactory(event=event, name="Priya Love")
    page = client.get(_address(event, f"?q={'love+' * 2500}"))
    assert page.status_code == HTTPStatus.OK
    assert "Priya Love" in page.get_data(as_text=True)


def test_a_long_list_goes_on_by_cursor(client, event, organiser):
    for number in range(51):
        RsvpFactory(event=event, name=f"Guest {number:03}", status=S.CANCELLED)
    page = client.get(_address(event)).get_data(as_text=True)
    assert "Guest 049" in page
    assert "Guest 050" not in page
    onward = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Guest 050" in client.get(onward).get_data(as_text=True)


@pytest.mark.parametrize("role", [MemberRole.TREASURER, MemberRole.HELPER, None])
@pytest.mark.parametrize("rest", ["", "/message"])
def test_nobody_else_knows_that_there_is_a_list(client, event, one, role, rest):
    user = UserFactory()
    if role:
        MembershipFactory(organisation=one, user=user, role=role)
    sign_in(client, user)
    assert client.get(_address(event, rest)).status_code == HTTPStatus.NOT_FOUND


def test_strangers_are_asked_to_sign_in(client, event):
    assert client.get(_address(event)).status_code == HTTPStatus.SEE_OTHER


def test_needs_are_not_in_the_list_and_each_reading_is_written_down(client, event, organiser, one):
    rsvp = RsvpFactory(event=event, access_needs="A chair with arms")
    quiet = RsvpFactory(event=event)
    assert "chair with arms" not in client.get(_address(event)).get_data(as_text=True)
    for _reading in range(2):
        assert "chair with arms" in _post(client, event, "/needs").get_data(as_text=True)
    lines = [line for line in history_of(rsvp) if line.action is Action.RSVP_NEEDS_READ]
    assert [(line.actor_id, line.organisation_id) for line in lines] == [(organiser.id, one.id)] * 2
    assert not history_of(quiet)
    assert client.get(_address(event, "/needs")).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def _table(response):
    return list(csv.reader(StringIO(response.get_data().decode("utf-8-sig"))))


def test_the_export_holds_addresses_only_of_those_who_said_yes_to_this_host(
    client, event, organiser, one, other
):
    MembershipFactory(organisation=other, user=organiser, role=MemberRole.OWNER)
    RsvpFactory(event=event, email="ada@example.org", consents=[one])
    RsvpFactory(event=event, email="ben@example.org", consents=[other])
    RsvpFactory(event=event, email="cleo@example.org", consents=[one, other])
    RsvpFactory(event=event, email="dan@example.org")
    for host, addresses in (
        (one, ["ada@example.org", "", "cleo@example.org", ""]),
        (other, ["", "ben@example.org", "cleo@example.org", ""]),
    ):
        response = _post(client, event, "/export", sender=str(host.id))
        assert response.mimetype == "text/csv"
        assert [row[4] for row in _table(response)[1:]] == addresses
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == Action.RSVP_EXPORTED)).first()
    assert entry.detail == {"replies": 4, "addresses": 2}


def test_the_export_says_whom_it_holds(client, event, organiser):
    RsvpFactory(event=event, name="Ada")
    RsvpFactory(event=event, name="Ben", status=RsvpStatus.WAITLISTED)
    assert "The list holds everyone who is going" in client.get(f"/desk/events/{event.slug}/rsvps").text
    assert [row[0] for row in _table(_post(client, event, "/export"))[1:]] == ["Ada"]


def _waiting_table(client, event, **data):
    address = f"/desk/events/{event.slug}/waitlist"
    token = client.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(f"{address}/export", data={"csrf_token": token, **data})


def test_the_waiting_list_is_a_table_too_in_its_order(client, event, organiser, one, other):
    MembershipFactory(organisation=other, user=organiser, role=MemberRole.OWNER)
    with clock.moved(timedelta(minutes=5)):
        later = RsvpFactory(
            event=event, name="=1+1", status=S.WAITLISTED, consents=[one, other], party_size=2
        )
    RsvpFactory(event=event, name="Ben", status=S.WAITLISTED, consents=[one], takes_fewer=True)
    RsvpFactory(event=event, name="Cleo", status=S.OFFERED, consents=[other], held_until=clock.now())
    RsvpFactory(event=event, name="Dan", status=S.WAITLISTED, confirmed_at=None, consents=[one])
    RsvpFactory(event=event, name="Ada", access_needs="A chair with arms", consents=[one])
    with transaction():
        later.access_needs, later.passed_why = "A chair with arms", Skip.TOO_LARGE
    page = client.get(f"/desk/events/{event.slug}/waitlist").text
    assert "The file holds an e-mail address only where the person lets this host write to them." in page
    response = _waiting_table(client, event, sender=str(one.id))
    assert response.headers["Content-Disposition"] == f'attachment; filename="waiting-{event.slug}.csv"'
    _heads, *rows = _table(response)
    assert [row[0] for row in rows] == ["Cleo", "Ben", "Dan", "'=1+1"]
    assert [row[1:3] for row in rows] == [["1", "No"], ["1", "Yes"], ["1", "No"], ["2", "No"]]
    assert [row[5] for row in rows] == [
        "A place is offered",
        "No place was free",
        "The address was not confirmed yet",
        "The party did not fit",
    ]
    assert [bool(row[6]) for row in rows] == [False, True, False, True], "nobody proved that Dan's is Dan's"
    assert b"chair" not in response.data
    rows = _table(_waiting_table(client, event, sender=str(other.id)))[1:]
    assert [bool(row[6]) for row in rows] == [True, False, False, True]
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == Action.RSVP_WAITLIST_EXPORTED)
    ).first()
    assert (entry.organisation_id, entry.detail) == (one.id, {"replies": 4, "addresses": 2})


def test_the_table_of_who_waits_holds_their_answers(client, one, organiser):
    event = EventFactory(hosts=[one], questions=[{"id": "q1", "prompt": "Tea?", "is_required": False}])
    RsvpFactory(event=event, status=S.WAITLISTED, answers={"q1": "@SUM(1)"})
    heads, row = _table(_waiting_table(client, event))
    assert (heads[-1], row[-1]) == ("Tea?", "'@SUM(1)")


@pytest.mark.parametrize("role", [MemberRole.TREASURER, MemberRole.HELPER, None])
def test_nobody_else_takes_the_waiting_list_along(client, event, one, role):
    user = UserFactory()
    if role:
        MembershipFactory(organisation=one, user=user, role=role)
    sign_in(client, user)
    token = client.get("/desk").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(f"/desk/events/{event.slug}/waitlist/export", data={"csrf_token": token})
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_where_nobody_waits_there_is_no_table_to_take_along(client, event, organiser):
    assert "waitlist/export" not in client.get(f"/desk/events/{event.slug}/waitlist").text


def test_one_cannot_export_for_a_host_that_is_not_ones_own(client, event, organiser, other):
    RsvpFactory(event=event, email="ben@example.org", consents=[other])
    assert b"ben@example.org" not in _post(client, event, "/export", sender=str(other.id)).data


def test_the_export_is_safe_to_open_and_never_holds_needs(client, one, organiser):
    event = EventFactory(hosts=[one], questions=[{"id": "q1", "prompt": "=1+1", "is_required": False}])
    RsvpFactory(
        event=event, name="=HYPERLINK(1)", answers={"q1": "@SUM(1)"}, access_needs="A chair with arms"
    )
    RsvpFactory(event=event, status=S.PENDING, name="Not yet")
    response = _post(client, event, "/export")
    heads, row = _table(response)
    assert (heads[5], row[0], row[5]) == ("'=1+1", "'=HYPERLINK(1)", "'@SUM(1)")
    assert b"chair" not in response.data


def test_in_whose_name_one_writes_is_asked_in_french_too(client, event, organiser, other):
    MembershipFactory(organisation=other, user=organiser, role=MemberRole.OWNER)
    page = client.get(_address(event, "/message?lang=fr")).text
    assert "Au nom de" in page
    assert "À partir du" not in page


def test_a_message_is_shown_before_it_is_sent_and_reaches_everyone_going(client, event, organiser):
    RsvpFactory(event=event, email="ada@example.org")
    RsvpFactory(event=event, email="ben@example.org", status=S.PENDING)
    words = {"subject": "Bring a coat", "body": "It is **cold** by the water."}
    preview = _post(client, event, "/message", **words)
    assert "<strong>cold</strong>" in preview.get_data(as_text=True)
    assert not mails()
    edited = _post(client, event, "/message", **words, edit="1").get_data(as_text=True)
    assert "It is **cold** by the water.</textarea>" in edited
    assert _post(client, event, "/message", **words, send="1").status_code == HTTPStatus.SEE_OTHER
    (mail,) = mails()
    assert (mail.recipient, mail.subject) == ("ada@example.org", "Bring a coat")
    assert mail.list_name is ListName.HOST_MESSAGES
    assert mail.reply_to == "hello@harbour.example.org"
    assert "/unsubscribe/" in mail.text


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"to": "arrived"}, "Nobody was marked as here at the door."),
        ({"to": "waitlisted"}, "There is nobody to write to."),
        ({"about": "else"}, "None of them has said that you may write to them about other things."),
    ],
)
def test_a_message_that_would_reach_nobody_is_not_said_to_be_sent(client, event, organiser, chosen, why):
    """A tired host would believe that everyone has been thanked."""
    RsvpFactory(event=event, email="going@example.org")
    sign_in(client, organiser)
    words = {"subject": "Thank you", "body": "It was good.", **chosen}
    for press in ({}, {"send": "1"}):
        page = _post(client, event, "/message", **words, **press)
        assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert why in page.text
        assert "It was good." in page.text, "nothing typed is lost"
    assert templates() == []


def test_a_message_sent_again_by_a_second_click_goes_out_once(client, event, organiser):
    RsvpFactory(event=event, email="ada@example.org")
    words = {"subject": "Bring a coat", "body": "Cold.", "send": "1"}
    for _click in range(2):
        assert _post(client, event, "/message", **words).status_code == HTTPStatus.SEE_OTHER
        assert "Sent to 1 person." in client.get(_address(event)).get_data(as_text=True)
    assert len(mails()) == 1
    _post(client, event, "/message", **{**words, "body": "Colder."})
    assert len(mails()) == 2
    with clock.moved(timedelta(minutes=16)):
        _post(client, event, "/message", **words)
    assert len(mails()) == 3


def test_two_hosts_may_send_the_same_words(event, one, other):
    RsvpFactory(event=event)
    user = UserFactory()
    for sender in (one, other):
        with transaction():
            services.message_people(event, HostMessage("Bring a coat", "Cold.", sender), by=user)
    assert len(mails()) == 2


def test_a_host_that_is_not_verified_any_more_writes_to_nobody(client, event, organiser, one):
    RsvpFactory(event=event)
    one.status = OrganisationStatus.REJECTED
    session.commit()
    page = _post(client, event, "/message", subject="Bring a coat", body="Cold.", send="1")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "is not verified now" in page.get_data(as_text=True)
    assert mails() == []


def test_two_clicks_at_once_send_a_message_once(app, event, one):
    RsvpFactory(event=event)
    event_id, user_id, sender_id = event.id, UserFactory().id, one.id

    def click():
        message = HostMessage("Bring a coat", "Cold.", session.get_one(Organisation, sender_id))
        user = session.get_one(User, user_id)
        return services.message_people(session.get_one(Event, event_id), message, by=user)

    assert at_once(app, click, click) == [1, 1]
    assert len(mails()) == 1


def test_who_wants_no_mail_from_hosts_gets_none(client, event, organiser):
    RsvpFactory(event=event, email="ada@example.org")
    with transaction():
        leave_list("ada@example.org", ListName.HOST_MESSAGES)
    _post(client, event, "/message", subject="Bring a coat", body="Cold.", send="1")
    assert not mails()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == Action.RSVP_MESSAGE_SENT)).one()
    assert (entry.detail["reached"], entry.detail["left_out"]) == (0, 1)


def test_an_empty_message_is_not_sent(client, event, organiser):
    RsvpFactory(event=event)
    response = _post(client, event, "/message", subject="Bring a coat", body="", send="1")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Bring a coat" in response.get_data(as_text=True)


def test_someone_who_is_removed_is_told_why_and_their_place_is_free(client, event, organiser, one):
    rsvp = RsvpFactory(event=event, party_size=2)
    response = _post(client, event, f"/{rsvp.id}/remove", reason="You were unkind last time.")
    assert response.status_code == HTTPStatus.SEE_OTHER
    assert (only_rsvp().status, taken(event)) == (S.CANCELLED, 0)
    assert templates() == ["removed"]
    assert "You were unkind last time." in mails()[0].text
    assert [line.organisation_id for line in history_of(rsvp)] == [one.id]
    assert "Removed" in client.get(_address(event)).get_data(as_text=True)


def test_nobody_is_removed_without_a_reason_or_twice(client, event, organiser):
    rsvp = RsvpFactory(event=event)
    assert _post(client, event, f"/{rsvp.id}/remove").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    for status in (HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY):
        assert _post(client, event, f"/{rsvp.id}/remove", reason="Sorry.").status_code == status
    assert taken(event) == 0


def test_a_reply_to_another_event_cannot_be_reached(client, event, organiser):
    rsvp = RsvpFactory()
    assert client.get(_address(event, f"/{rsvp.id}/remove")).status_code == HTTPStatus.NOT_FOUND


def test_each_way_of_coming_is_counted_by_itself(client, one, organiser):
    event = EventFactory(hosts=[one], format=EventFormat.BOTH, capacity_in_person=4, capacity_online=None)
    RsvpFactory(event=event, way=Way.ONLINE, party_size=2)
    page = client.get(_address(event)).get_data(as_text=True)
    assert "<dd>4</dd>" in page
    assert "No limit" in page


@pytest.fixture
def hosts(event, organiser, one, other):
    return event, one, other


@pytest.mark.parametrize(
    ("to", "about", "reached"),
    [
        ("going", "event", ["ada", "ben"]),
        ("waitlisted", "event", ["cleo"]),
        ("all", "event", ["ada", "ben", "cleo"]),
        ("all", "else", ["ada"]),
        ("arrived", "event", ["ada", "cleo"]),
    ],
)
def test_a_message_goes_to_those_chosen_and_beyond_the_event_only_with_consent(
    client, hosts, to, about, reached
):
    event, one, other = hosts
    ada = RsvpFactory(event=event, email="ada@example.org", consents=[one])
    RsvpFactory(event=event, email="ben@example.org", consents=[other])
    cleo = RsvpFactory(event=event, email="cleo@example.org", status=S.WAITLISTED)
    RsvpFactory(event=event, email="eli@example.org", status=S.WAITLISTED, confirmed_at=None)
    _came(event, ada, cleo)
    RsvpFactory(event=event, email="dan@example.org", status=S.PENDING, consents=[one])
    words = {"subject": "Bring a coat", "body": "Cold.", "to": to, "about": about}
    preview = _post(client, event, "/message", **words).get_data(as_text=True)
    assert f"This goes to {len(reached)} repl" in preview
    assert f'name="to" value="{to}"' in preview
    _post(client, event, "/message", **words, send="1")
    assert [mail.recipient.partition("@")[0] for mail in mails()] == reached
    event_sentence = {"waitlisted": "waiting list", "arrived": "you came to"}.get(to, "going to")
    sentence = {"else": "allowed Harbour", "event": event_sentence}
    assert sentence[about] in mails()[0].text


def _came(event, *rsvps):
    for rsvp in rsvps:
        session.add(
            DoorEntry(
                event_id=event.id,
                client_id=str(rsvp.id),
                kind=EntryKind.ARRIVED,
                rsvp_id=rsvp.id,
                people=1,
                at=clock.now(),
                received_at=clock.now(),
            )
        )
    session.commit()


def test_people_get_at_most_three_messages_a_day(client, event, organiser):
    RsvpFactory(event=event)
    for number in range(4):
        answer = _post(client, event, "/message", subject=f"Number {number}", body="Words.", send="1")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.get_data(as_text=True)
    assert "at most three messages a day" in page
    assert "Number 3" in page, "nothing typed is lost"
    assert len(mails()) == 3
    with clock.moved(timedelta(hours=25)):
        _post(client, event, "/message", subject="Number 4", body="Words.", send="1")
    assert len(mails()) == 4


def test_long_after_the_event_only_those_who_said_yes_are_written_to(event, organiser, one):
    RsvpFactory(event=event, consents=[one])
    about_it = HostMessage("Hello", "Words.", one)
    with clock.moved(timedelta(days=28 + 16)):
        with pytest.raises(Refused, match="long over"), transaction():
            services.message_people(event, about_it, by=organiser)
        with transaction():
            services.message_people(event, replace(about_it, is_about_event=False), by=organiser)
    assert len(mails()) == 1
