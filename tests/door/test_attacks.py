"""The door against hostile and hurried hands: rights that end, two devices at once, clocks far out."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.door import services
from app.door.models import Conflict, DoorLink, EntryKind
from app.door.rules import Entry
from app.door.services import Keeper
from app.events.models import Event
from app.organisations import services as organisations
from app.organisations.models import MemberRole
from tests.door.test_door import MISSING, SEE, arrived, device, entries, event, here, host, organiser, send  # noqa: F401  # fixtures
from tests.organisations.factories import MembershipFactory
from tests.racing import at_once
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in


def test_a_link_is_worth_what_whoever_made_it_may_still_do(app, client, host, event):  # noqa: F811
    membership = MembershipFactory(organisation=host, role=MemberRole.HELPER)
    sign_in(client, membership.user)
    address = client.post("/desk/events/walk/door/here").location
    phone, rsvp = app.test_client(), RsvpFactory(event=event)
    phone.set_cookie(
        f"twain_door_{session.scalars(select(DoorLink.id)).one()}", _cookie(client), path="/door/"
    )
    assert phone.get(f"{address}/list.json").status_code == HTTPStatus.OK
    with transaction():
        organisations.end(membership, by=membership.user)
    for path in ("", "/list.json", "/manifest.webmanifest"):
        assert phone.get(address + path).status_code == MISSING, path
    assert send((phone, address), arrived(rsvp)).status_code == MISSING
    assert not entries()


def test_a_cookie_of_one_link_opens_no_other(app, event, device, organiser):  # noqa: F811
    browser, _address = device
    with transaction():
        other = services.make_link(event, "Back door", by=organiser)
    assert browser.get(f"{other.link.address}/list.json").status_code == MISSING
    browser.set_cookie(f"twain_door_{other.link.id}", _cookie(browser), path="/door/")
    assert browser.get(f"{other.link.address}/list.json").status_code == MISSING


def test_two_devices_at_the_same_moment_are_both_believed_and_it_is_noted(app, event):  # noqa: F811
    rsvps = [RsvpFactory(event=event).id for _each in range(4)]
    number = event.id

    def device_with(ids):
        def tell():
            sent = [Entry(str(uuid4()), EntryKind.ARRIVED, clock.now(), each, 1) for each in ids]
            return services.write_down(session.get_one(Event, number), sent, Keeper())

        return tell

    at_once(app, *(device_with(ids) for ids in (rsvps, rsvps[::-1], rsvps, rsvps[::-1])))
    found = [each.conflict for each in entries()]
    assert found.count(None) == len(rsvps), "of four that say so, one was first"
    assert found.count(Conflict.TOO_MANY) == 3 * len(rsvps)


def test_the_same_batch_sent_twice_at_once_counts_once(app, event):  # noqa: F811
    rsvp, number = RsvpFactory(event=event, party_size=2).id, event.id
    sent = [Entry(str(uuid4()), EntryKind.ARRIVED, clock.now(), rsvp, 1) for _each in range(2)]
    sent.append(Entry(str(uuid4()), EntryKind.UNDONE, clock.now(), undoes=sent[0].client_id))
    at_once(app, *[lambda: services.write_down(session.get_one(Event, number), sent, Keeper())] * 4)
    assert len(entries()) == len(sent)
    assert here(event).here == 1


@pytest.mark.parametrize(
    "clocks",
    [
        ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"),
        ("0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("no clock", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_no_clock_is_so_wrong_that_what_it_tells_is_lost(event, device, clocks):  # noqa: F811
    browser, address = device
    sent_at, at = clocks
    body = {"entries": [arrived(RsvpFactory(event=event), at=at)], "sent_at": sent_at}
    assert browser.post(f"{address}/entries", json=body).status_code == HTTPStatus.OK
    (entry,) = entries()
    assert entry.at <= clock.now()


def test_one_batch_undoes_what_it_did_itself_and_what_it_said_twice(event, device):  # noqa: F811
    first = arrived(RsvpFactory(event=event, party_size=3), 2)
    undo = {"client_id": str(uuid4()), "kind": "undone", "undoes": first["client_id"]}
    again = undo | {"client_id": str(uuid4())}
    told = send(device, first, undo, first, again).json
    assert list(told["conflicts"]) == [again["client_id"]]
    assert here(event).here == 0
    assert len(entries()) == 3


def test_places_of_someone_without_a_reply_are_given_back_within_one_batch(event, device):  # noqa: F811
    came = {"client_id": str(uuid4()), "kind": "walked_in", "people": 2, "name": "Kim"}
    undo = {"client_id": str(uuid4()), "kind": "undone", "undoes": came["client_id"]}
    send(device, came, undo)
    session.rollback()
    assert session.get_one(Event, event.id).taken_in_person == 0


def test_a_pin_is_read_as_people_write_it(app, event, organiser):  # noqa: F811
    with transaction():
        made = services.make_link(event, "Side door", by=organiser)
    written = f" {made.pin[:3]} {made.pin[3:]} "
    assert app.test_client().post(f"{made.link.address}/pin", data={"pin": written}).status_code == SEE


def test_guessing_gets_slower_and_slower(app, event, organiser):  # noqa: F811
    with transaction():
        made = services.make_link(event, "Side door", by=organiser)
    wrong = "000000" if made.pin != "000000" else "111111"
    phone, address = app.test_client(), made.link.address
    for _try in range(10):
        with clock.moved(timedelta(hours=1) * _try):
            phone.post(f"{address}/pin", data={"pin": wrong})
    with clock.moved(timedelta(hours=9, minutes=20)):
        assert "too many wrong PINs" in phone.post(f"{address}/pin", data={"pin": made.pin}).text


def _cookie(browser):
    """Give the value of the one cookie that lets a device keep the door."""
    session.rollback()
    first = session.scalars(select(DoorLink).order_by(DoorLink.id)).first()
    return browser.get_cookie(f"twain_door_{first.id}", path="/door/").value


def test_a_week_after_the_door_closed_its_page_takes_nothing_either(event, device):  # noqa: F811
    browser, address = device
    form = {"kind": "arrived", "rsvp": RsvpFactory(event=event).id, "people": "1"}
    with clock.moved(event.ends_at - clock.now() + timedelta(days=8)):
        assert browser.post(address, data=form).status_code == HTTPStatus.GONE
    assert not entries()


@pytest.mark.parametrize("token", ["", "nobody"])
def test_lists_within_lists_without_end_are_no_error_of_ours(device, token):  # noqa: F811
    browser, address = device
    where = f"/door/{token}/entries" if token else f"{address}/entries"
    answer = browser.post(where, data="[" * 200_000, content_type="application/json")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_half_a_character_in_a_name_stops_no_device(device):  # noqa: F811
    browser, address = device
    told = {"client_id": str(uuid4()), "kind": "walked_in", "people": 1, "name": "Sam \ud83d"}
    answer = send((browser, address), told)
    assert (answer.status_code, answer.json["taken"]) == (HTTPStatus.OK, [told["client_id"]])
    assert [entry.name for entry in entries()] == ["Sam"]
