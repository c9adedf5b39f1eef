"""The door over HTTP: for people who have signed in, and for devices by a link with a PIN."""

import json
import re
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.facts import PersonalData
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.door import services
from app.door.jobs import forget_door
from app.door.models import Conflict, DoorEntry, DoorLink
from app.door.queries import door_counts, guests, personal_data
from app.events.models import Event, Way
from app.organisations.models import MemberRole
from app.rsvps.models import RsvpStatus
from app.rsvps.rules import code_of, written_code
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.page import without_chance
from tests.rsvps.asking import taken
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

SEE, GONE, MISSING, INVALID = (
    HTTPStatus.SEE_OTHER,
    HTTPStatus.GONE,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


@pytest.fixture
def host(app):
    return OrganisationFactory()


@pytest.fixture
def event(host):
    return EventFactory(slug="walk", hosts=[host], capacity_in_person=10)


@pytest.fixture
def helper(host, client):
    user = MembershipFactory(organisation=host, role=MemberRole.HELPER).user
    sign_in(client, user)
    return user


@pytest.fixture
def organiser(host):
    return MembershipFactory(organisation=host, role=MemberRole.ORGANISER).user


@pytest.fixture
def device(app, event, organiser):
    """Open the door on a device by a link and its PIN; give its client and the link's address."""
    with transaction():
        made = services.make_link(event, "Side door", by=organiser)
    address, browser = made.link.address, app.test_client()
    assert browser.post(f"{address}/pin", data={"pin": made.pin}).status_code == SEE
    return browser, address


def entries():
    session.rollback()
    return list(session.scalars(select(DoorEntry).order_by(DoorEntry.id)))


def arrived(rsvp, people=1, **more):
    return {"client_id": str(uuid4()), "kind": "arrived", "rsvp": rsvp.id, "people": people, **more}


def send(device, *sent, at=None, after=0):
    browser, address = device
    now = (at or clock.now()).isoformat()
    return browser.post(f"{address}/entries", json={"entries": list(sent), "sent_at": now, "after": after})


def here(event):
    session.rollback()
    fresh = session.get_one(Event, event.id)
    return door_counts(fresh, guests(fresh))


def test_a_door_to_which_nobody_comes_yet_says_so(client, event, helper):
    empty = '<p class="soft" data-door="empty">'
    assert empty in client.get("/desk/events/walk/door").text
    assert empty not in client.get("/door/shell").text, "what a device keeps knows of nobody yet"
    RsvpFactory(event=event)
    assert empty not in client.get("/desk/events/walk/door").text


def test_a_helper_lets_parts_of_a_party_in_and_takes_it_back_without_scripts(client, event, helper):
    rsvp = RsvpFactory(event=event, name="Noor Haddad", party_size=3)
    RsvpFactory(event=event, name="Online Only", way=Way.ONLINE)
    page = client.get("/desk/events/walk/door").text
    assert "Noor Haddad" in page
    assert "Online Only" not in page
    client.post("/desk/events/walk/door", data=arrived(rsvp, 2))
    assert here(event).here == 2
    assert "2 of 3 here" in client.get("/desk/events/walk/door").text
    undo = {"kind": "undone", "client_id": str(uuid4()), "undoes": entries()[0].client_id}
    for _double_click in range(2):
        assert client.post("/desk/events/walk/door", data=undo).status_code == SEE
    assert here(event).here == 0
    assert len(entries()) == 2
    client.post("/desk/events/walk/door", data={**undo, "client_id": str(uuid4())})
    assert entries()[-1].conflict is Conflict.NOTHING_TO_UNDO
    assert here(event).here == 0


def test_guests_are_found_by_name_or_code_and_a_code_of_another_event_is_known_as_such(client, event, helper):
    rsvp, other = RsvpFactory(event=event, name="Noor Haddad"), RsvpFactory()
    gone = RsvpFactory(event=event, status=RsvpStatus.CANCELLED)
    for _number in range(3):
        RsvpFactory(event=event)

    def look(words):
        return client.get("/desk/events/walk/door", query_string={"q": words}).text

    assert re.findall(r'data-row="name">([^<]+)', look("had no")) == ["Noor Haddad"]
    code = written_code(code_of(event.uid, rsvp.token_hash))
    assert re.findall(r'data-row="name">([^<]+)', look(code.lower())) == ["Noor Haddad"]
    assert "This code is for another event." in look(code_of(other.event.uid, other.token_hash))
    assert "It may have been cancelled." in look(code_of(event.uid, gone.token_hash))
    assert "Nobody of that name." in look("zzz")


def test_walk_ins_take_places_while_there_are_some_and_come_in_all_the_same(client, helper, event):
    with transaction():
        session.get_one(Event, event.id).capacity_in_person = 2
    sent = {"kind": "walked_in", "name": "Kim", "people": "2", "client_id": str(uuid4())}
    for _double_click in range(2):
        client.post("/desk/events/walk/door", data=sent)
    assert (taken(event), here(event).walked_in) == (2, 2)
    client.post("/desk/events/walk/door", data={**sent, "people": "1", "client_id": str(uuid4())})
    assert entries()[-1].conflict is Conflict.FULL
    assert (taken(event), here(event).walked_in) == (2, 3)
    wrong = client.post("/desk/events/walk/door", data={**sent, "people": "0", "name": "Robin"})
    assert wrong.status_code == INVALID
    assert "from 1 to 50" in wrong.text
    for people in ("0", "51", "many"):
        none = {"kind": "arrived", "rsvp": "1", "people": people, "client_id": str(uuid4())}
        assert "from 1 to 50" in client.post("/desk/events/walk/door", data=none, follow_redirects=True).text
    assert "Robin" in wrong.text
    undo = {"kind": "undone", "client_id": str(uuid4()), "undoes": entries()[0].client_id}
    client.post("/desk/events/walk/door", data=undo)
    assert (taken(event), here(event).walked_in) == (0, 1)


def test_only_members_of_hosts_keep_the_door_and_only_organisers_make_links(app, client, host, event, helper):
    assert client.get("/desk/events/walk/door/links").status_code == HTTPStatus.FORBIDDEN
    stranger = app.test_client()
    sign_in(stranger, UserFactory())
    assert stranger.get("/desk/events/walk/door").status_code == MISSING
    organiser = app.test_client()
    sign_in(organiser, MembershipFactory(organisation=host, role=MemberRole.ORGANISER).user)
    assert organiser.post("/desk/events/walk/door/links", data={"name": ""}).status_code == INVALID
    page = organiser.post("/desk/events/walk/door/links", data={"name": "Side door"}).text
    pin = re.search(r"PIN: (\d{6})", page)[1]
    address = re.search(r"http://localhost(/door/[\w-]+)", page)[1]
    phone = app.test_client()
    assert phone.post(f"{address}/pin", data={"pin": pin}).status_code == SEE
    assert phone.get(address).status_code == HTTPStatus.OK
    link = session.scalars(select(DoorLink)).one()
    assert pin not in link.pin_hash
    organiser.post(f"/desk/events/walk/door/links/{link.id}/end")
    assert phone.get(address).status_code == phone.get(f"{address}/list.json").status_code == MISSING


def test_the_pin_is_needed_and_guessing_is_stopped(app, event, organiser):
    with transaction():
        made = services.make_link(event, "Side door", by=organiser)
    RsvpFactory(event=event, name="Noor Haddad")
    phone, address = app.test_client(), made.link.address
    assert "Noor" not in without_chance(phone.get(address).text)
    assert phone.get(f"{address}/list.json").status_code == MISSING
    assert phone.post(f"{address}/entries", json={"entries": []}).status_code == MISSING
    wrong = "000000" if made.pin != "000000" else "111111"
    for _try in range(5):
        assert "is not right" in phone.post(f"{address}/pin", data={"pin": wrong}).text
    assert "too many wrong PINs" in phone.post(f"{address}/pin", data={"pin": made.pin}).text
    with clock.moved(timedelta(minutes=16)):
        assert phone.post(f"{address}/pin", data={"pin": made.pin}).status_code == SEE


def test_volunteers_choose_the_language_of_the_door(app, event, organiser):
    with transaction():
        made = services.make_link(event, "Side door", by=organiser)
    phone, address = app.test_client(), made.link.address
    assert 'href="?lang=fr"' in phone.get(address).text
    opened = phone.post(f"{address}/pin?lang=fr", data={"pin": made.pin})
    assert opened.location == f"{address}?lang=fr"
    page = phone.get(opened.location).text
    assert '<html lang="fr"' in page
    assert 'href="?lang=en"' in page
    assert 'href="?lang' not in phone.get("/door/shell").text, "it is read without a network"


def test_someone_signed_in_makes_their_own_device_keep_the_door(client, event, helper):
    answer = client.post("/desk/events/walk/door/here")
    assert answer.status_code == SEE
    assert "walk" not in answer.location
    assert client.get(answer.location).status_code == HTTPStatus.OK


def test_a_device_gets_first_names_sizes_and_hashes_and_nothing_more(event, device):
    rsvp = RsvpFactory(event=event, name="Noor Haddad", email="noor@example.org", party_size=2)
    browser, address = device
    answer = browser.get(f"{address}/list.json")
    ((number, name, size, came, hashed, last),) = answer.json["people"]
    assert (number, name, size, came, last) == (rsvp.id, "Noor", 2, 0, "")
    assert "Haddad" not in answer.text
    assert "noor@" not in answer.text
    assert code_of(event.uid, rsvp.token_hash)[3:] not in answer.text
    assert len(hashed) == 32
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_batch_counts_once_however_often_it_is_sent(event, device):
    rsvp = RsvpFactory(event=event, party_size=3)
    batch = [arrived(rsvp, 2), {"client_id": str(uuid4()), "kind": "walked_in", "people": 1, "name": "Kim"}]
    first, second = send(device, *batch).json, send(device, *batch).json
    assert first["taken"] == second["taken"] == [each["client_id"] for each in batch]
    assert len(entries()) == 2
    assert (here(event).here, here(event).walked_in) == (3, 1)
    assert [each["people"] for each in second["news"]] == [2, 1]
    assert send(device, after=second["cursor"]).json["news"] == []


def test_two_devices_that_let_the_same_party_in_are_both_believed_and_it_is_noted(
    app, client, event, device, helper
):
    rsvp = RsvpFactory(event=event, party_size=2, name="Noor")
    gone = RsvpFactory(event=event, status=RsvpStatus.CANCELLED)
    elsewhere = RsvpFactory()
    send(device, arrived(rsvp, 2))
    answer = send(device, arrived(rsvp, 2), arrived(gone), arrived(elsewhere))
    assert answer.status_code == HTTPStatus.OK
    assert [each.conflict for each in entries()] == [
        None,
        Conflict.TOO_MANY,
        Conflict.NOT_GOING,
        Conflict.UNKNOWN,
    ]
    assert len(answer.json["conflicts"]) == 3
    assert entries()[-1].rsvp_id is None
    assert "More came than the reply was for" in client.get("/desk/events/walk/door").text


def test_a_device_whose_clock_is_wrong_by_a_day_is_put_right_and_told_so(event, device):
    rsvp = RsvpFactory(event=event)
    wrong = clock.now() + timedelta(days=1)
    happened = (wrong - timedelta(hours=1)).isoformat()
    answer = send(device, arrived(rsvp, at=happened), at=wrong)
    assert "wrong by about 1 day" in answer.json["clock"]
    (entry,) = entries()
    assert abs(entry.at - (clock.now() - timedelta(hours=1))) < timedelta(minutes=1)
    assert entry.clock_off_seconds == pytest.approx(86400, abs=60)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"entries": "no"},
        {"entries": [1]},
        {"entries": [{}]},
        {"entries": [{"client_id": "x", "kind": "arrived"}]},
        {"entries": [{"client_id": str(uuid4()), "kind": "arrived", "rsvp": 1, "people": 5000}]},
        {"entries": [{"client_id": str(uuid4()), "kind": "undone"}]},
        {"entries": [{}] * 600},
    ],
)
def test_what_no_device_sends_is_answered_with_a_sentence_and_changes_nothing(event, device, sent):
    browser, address = device
    answer = browser.post(f"{address}/entries", json=sent, headers={"Accept": "application/json"})
    assert answer.status_code == INVALID
    assert answer.json["detail"]
    assert not entries()


def test_when_the_event_is_over_the_list_is_gone_and_late_news_is_still_taken(event, device):
    rsvp = RsvpFactory(event=event)
    browser, address = device
    with clock.moved(event.ends_at - clock.now() + timedelta(hours=4)):
        assert browser.get(address).status_code == GONE
        assert browser.get(f"{address}/list.json").status_code == GONE
        late = send(device, arrived(rsvp, at=event.ends_at.isoformat()))
        assert late.json["is_over"]
        assert len(entries()) == 1
    with clock.moved(event.ends_at - clock.now() + timedelta(days=8)):
        assert send(device, arrived(rsvp)).status_code == GONE


def test_names_and_links_are_forgotten_two_weeks_after(event, device):
    send(device, {"client_id": str(uuid4()), "kind": "walked_in", "people": 1, "name": "Kim"})
    forget_door()
    assert entries()[0].name == "Kim"
    with clock.moved(event.ends_at - clock.now() + timedelta(days=15)):
        forget_door()
    assert (entries()[0].name, entries()[0].link_id) == ("", None)
    assert session.scalars(select(DoorLink)).all() == []


def test_someone_can_read_when_they_came(app, event, device):
    user = UserFactory()
    send(device, arrived(RsvpFactory(event=event, user=user)))
    (row,) = personal_data(PersonalData(user)).content
    assert (row["what"], row["people"]) == ("arrived", 1)


def test_the_service_worker_keeps_a_page_without_names_and_rules_over_the_door_only(client, event, device):
    RsvpFactory(event=event, name="Noor Haddad")
    worker = client.get("/door/sw.js")
    assert worker.mimetype == "text/javascript"
    assets = re.search(r"const ASSETS = (\[.*?\]);", worker.text)[1]
    for asset in re.findall(r'"([^"]+)"', assets):
        with client.get(asset) as kept:
            assert kept.status_code == HTTPStatus.OK, asset
    for language in ("en", "fr"):
        shell = client.get(json.loads(re.search(r"const SHELLS = (\{.*?\});", worker.text)[1])[language]).text
        assert f'<html lang="{language}' in shell
        assert "Noor" not in shell
    browser, address = device
    assert browser.get(f"{address}/manifest.webmanifest").json["scope"] == "/door/"
    page = browser.get(address)
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    elsewhere = client.get("/events").headers["Permissions-Policy"]
    assert "camera=()" in elsewhere
    assert "geolocation=(self)" in elsewhere, "where people look for what is near"
