"""What nobody types: numbers without end, null signs, broken addresses. Never an error of ours."""

import re
from io import BytesIO

import pytest
from PIL import Image

from app.core.database import session
from app.core.errors import Invalid
from app.core.http import is_local_address
from app.core.pictures import store_picture
from app.events.models import Event
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.signing_in import sign_in

#: A hundred thousand of these took a minute to be brought into their order.
PILED = "e" + "\u0300\u0316" * 40
HUGE = ("99999999999999999999", "9" * 5000, str(2**31), "0" * 30 + "1")


@pytest.fixture
def keeper(client):
    """Sign in someone who is staff and owns an organisation with an event."""
    user = UserFactory(is_staff=True)
    organisation = OrganisationFactory(name="The Long Table", owner=user)
    EventFactory(hosts=[organisation], title="A walk", slug="a-walk")
    sign_in(client, user)
    return user


def numbered_addresses(app):
    """Give every address with a number in it, with a slug that exists."""
    for rule in app.url_map.iter_rules():
        if "<int:" in rule.rule:
            slug = "a-walk" if rule.rule.startswith("/desk/events") else "the-long-table"
            yield rule.rule.replace("<slug>", slug), rule.methods & {"GET", "POST"}


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_no_row_can_have_leads_nowhere(app, client, keeper, number):
    for address, methods in numbered_addresses(app):
        for method in methods:
            response = client.open(re.sub(r"<int:\w+>", number, address), method=method)
            assert response.status_code in {302, 303, 403, 404, 405, 409, 422}, (method, address)


@pytest.mark.parametrize("number", [*HUGE, "-1", "x", "१२"])
@pytest.mark.parametrize(
    "address",
    [
        "/staff/mail?before={}",
        "/staff/organisations?before={}",
        "/staff/trail?before={}",
        "/staff/trail?actor={}",
        "/desk/events/a-walk/rsvps?after={}",
        "/events?after=1-{}",
        "/events?after={}-1",
        "/events?month={}",
        "/events?near={},1",
        "/organisations?after={}",
        "/unsubscribe/{}-x",
    ],
)
def test_a_number_in_a_query_is_read_forgivingly(client, keeper, address, number):
    assert client.get(address.format(number)).status_code in {200, 404}


@pytest.mark.parametrize("number", [*HUGE, "9" * 400, "-" + "9" * 400, str(2**63)])
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("/desk/events/a-walk/edit", "capacity_in_person"),
        ("/desk/events/a-walk/waitlist", "offer_hours"),
        ("/desk/events/a-walk/door", "people"),
        ("/desk/events/a-walk/allocations", "spots"),
    ],
)
def test_a_number_in_a_form_that_no_row_can_have_is_none(client, keeper, page, field, number):
    assert client.post(page, data={field: number, "kind": "walked_in"}).status_code in {303, 422}


def test_a_version_that_cannot_be_is_an_old_one(client, keeper):
    page = "/desk/organisations/the-long-table/edit"
    fields = {"name": "Another name", "time_zone": "Europe/London", "version": "9" * 5000}
    assert client.post(page, data=fields).status_code == 409


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/login", "email"),
        ("/login", "next"),
        ("/login/link", "email"),
        ("/register", "name"),
        ("/register", "email"),
        ("/reset", "email"),
        ("/events/a-walk/rsvp", "email"),
        ("/events/a-walk/rsvp", "agreement_id"),
        ("/events/a-walk/rsvp", "way"),
        ("/desk/events/a-walk/edit", "picture"),
        ("/desk/events/a-walk/edit", "zone"),
        ("/desk/events/a-walk/edit", "language"),
        ("/desk/events/a-walk/rsvps/message", "subject"),
        ("/desk/organisations/new", "slug"),
        ("/desk/organisations/the-long-table/invitations", "email"),
        ("/desk/account", "name"),
    ],
)
@pytest.mark.parametrize(
    "text", ["a\x00b", "\ud800".encode("utf-8", "surrogatepass"), "/\r\nX-Bad: 1", "\u202e" * 9]
)
def test_signs_that_nobody_types_are_no_error_of_ours(client, keeper, address, field, text):
    response = client.post(address, data={field: text})
    assert response.status_code in {200, 303, 400, 404, 409, 422}


def test_a_form_with_a_null_sign_is_not_taken(client, keeper):
    event = session.query(Event).one()
    answer = client.post("/desk/events/new", data={"title": "a\x00b", "organisation": "1"})
    assert answer.status_code == 400
    assert session.query(Event).one() is event


@pytest.mark.parametrize("path", ["/events/a-walk/rsvp", "/login", "/register", "/login/link"])
@pytest.mark.parametrize("field", ["email", "name"])
def test_a_form_with_marks_piled_up_is_not_taken(client, path, field):
    EventFactory(title="A walk", slug="a-walk")
    answer = client.post(path, data={field: PILED})
    assert answer.status_code == 400


def test_no_search_is_made_for_marks_piled_up(client):
    assert client.get("/events", query_string={"q": PILED}).status_code == 404


def test_a_file_name_with_a_null_sign_is_not_taken(client, keeper):
    files = {"file": (BytesIO(b"BEGIN:VCALENDAR"), "a\x00.ics")}
    answer = client.post("/desk/organisations/the-long-table/import", data=files)
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "address", ["/a\r\nX-Bad: 1", "/\t/elsewhere.example", "/ /elsewhere.example", "/\x00"]
)
def test_an_address_with_signs_that_browsers_drop_is_not_ours(app, address):
    assert not is_local_address(address)


def test_a_broken_picture_is_refused_kindly(app):
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    broken = out.getvalue().replace(b"IDAT", b"\x00\x01\x02\x03")
    with pytest.raises(Invalid):
        store_picture(broken)
