"""Programs read every refusal as problem+json (RFC 9457); people read a page."""

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.signing_in import sign_in

JSON = {"Accept": "application/json"}


def problem_of(answer):
    assert answer.content_type == "application/problem+json", answer.text[:200]
    assert answer.json["status"] == answer.status_code
    assert answer.json["detail"]
    return answer.json


@pytest.mark.parametrize("address", ["/desk", "/desk/account/data", "/staff"])
def test_a_program_that_is_not_signed_in_is_told_so_and_led_nowhere(
    client: FlaskClient, address: str
) -> None:
    for answer in (client.get(address, headers=JSON), client.post("/desk/board/new", headers=JSON)):
        assert problem_of(answer)["status"] == 401
        assert "Location" not in answer.headers
    assert client.get(address).status_code == 303


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/login", {"email", "password"}),
        ("/register", {"name", "email", "password"}),
        ("/login/link", {"email"}),
        ("/events/a-walk/rsvp", {"name", "email"}),
    ],
)
def test_what_is_wrong_with_a_form_is_said_field_by_field(client: FlaskClient, address: str, fields) -> None:
    EventFactory(title="A walk", slug="a-walk")
    answer = client.post(address, data={"email": "nobody"}, headers=JSON)
    assert answer.status_code == 422
    said = problem_of(answer)["errors"]
    assert {each["field"] for each in said} >= fields
    assert all(each["detail"] for each in said)


def test_lists_in_a_form_are_said_too(client: FlaskClient) -> None:
    owner: User = UserFactory()
    sign_in(client, owner)
    made = client.post("/desk/organisations/new", data={"name": "Haven", "time_zone": "Europe/Paris"})
    form = {"name": "Haven", "time_zone": "Europe/Paris", "version": "1", "links-0-url": "javascript:x"}
    answer = client.post(f"{made.location}/edit", data=form, headers=JSON)
    assert answer.status_code == 422
    assert any(each["field"].startswith("links") for each in problem_of(answer)["errors"])


@pytest.mark.parametrize(("address", "status"), [("/confirm/nonsense", 410), ("/reset/nonsense", 410)])
def test_a_page_of_its_own_is_a_problem_to_a_program(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address, headers=JSON)
    assert problem_of(answer)["status"] == status
    assert client.get(address).mimetype == "text/html"


def test_a_form_of_text_is_small(client: FlaskClient) -> None:
    answer = client.post("/login/link", data={"email": "x" * 600_000}, headers=JSON)
    assert problem_of(answer)["status"] == 413


@pytest.mark.parametrize(
    ("address", "way_on"),
    [
        ("/rsvps/cut-in-two", "reply once more with the same address"),
        ("/rsvps/cut-in-two/change", "reply once more with the same address"),
        ("/signatures/cut-in-two", "sign once more with the same address"),
        ("/donations/cut-in-two", "each receipt holds one"),
    ],
)
def test_a_link_of_ones_own_that_opens_nothing_says_how_to_get_another(
    client: FlaskClient, address: str, way_on: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert way_on in answer.text
    assert way_on in problem_of(client.get(address, headers=JSON))["detail"]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/help-now/", "/help-now"),
        ("/events//", "/events"),
        ("/events/?q=a%20walk&lang=fr", "/events?q=a%20walk&lang=fr"),
        ("/rsvps/a-token/", "/rsvps/a-token"),
    ],
)
def test_a_slash_too_many_leads_on_to_the_page(client: FlaskClient, address: str, place: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (308, place)


@pytest.mark.parametrize(
    "path", ["/nowhere/", "//example.org/", "///example.org/", "//events/", "/\\example.org/", "/rsvps/"]
)
def test_a_slash_too_many_never_leads_to_another_site(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in {308, 404}
    assert "example.org" not in answer.headers.get("Location", "")
    assert client.post("/events/").status_code == 404
