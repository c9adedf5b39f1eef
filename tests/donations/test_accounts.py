"""How an organisation takes gifts: its payment account, asked through the real client, and Gift Aid."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import session
from app.donations.models import Charity, ConnectedAccount
from app.donations.queries.contents import ready_among
from app.donations.rules.accounts import AccountStanding, standing_of
from app.organisations.models import MemberRole, Organisation
from tests.donations.factories import make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


@dataclass
class Provider:
    """A stand-in that speaks the few words of Stripe about accounts, and notes what it was asked."""

    asked: list[tuple[str, str, dict[str, list[str]], str]] = field(default_factory=list)
    #: What accounts look like now; a number instead is a failure of that status.
    account: dict[str, Any] = field(default_factory=dict)
    failure: int = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        key = environ.get("HTTP_IDEMPOTENCY_KEY", "")
        self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], parse_qs(body), key))
        status, answer = self._answer(environ["PATH_INFO"])
        start(f"{status} -", [("Content-Type", "application/json"), ("Stripe-Should-Retry", "false")])
        return [json.dumps(answer).encode()]

    def _answer(self, path: str) -> tuple[int, dict[str, Any]]:
        if self.failure:
            return self.failure, {"error": {"type": "invalid_request_error", "code": "no", "message": "No."}}
        if path == "/v1/account_links":
            link = {
                "object": "account_link",
                "url": "https://connect.example/go",
                "expires_at": 2_000_000_000,
            }
            return 200, {**link, "created": 1_900_000_000}
        return 200, {
            "id": "acct_1",
            "object": "account",
            "country": "GB",
            "default_currency": "gbp",
            "charges_enabled": False,
            "payouts_enabled": False,
            "details_submitted": False,
            "metadata": {},
            "requirements": {"currently_due": [], "past_due": [], "disabled_reason": None},
            **self.account,
        }


class Quiet(WSGIRequestHandler):
    """Write nothing."""

    def log_message(self, *args: Any) -> None:
        """Keep still."""


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    """Let the application ask the stand-in."""
    stand_in = Provider()
    server = make_server("127.0.0.1", 0, stand_in, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = app.extensions["twain_settings"]
    app.extensions["twain_settings"] = before.with_changes(
        stripe_secret_key="sk_test_here",
        stripe_webhook_secrets=("whsec_here",),
        stripe_api_base=f"http://127.0.0.1:{server.server_port}",
    )
    yield stand_in
    app.extensions["twain_settings"] = before
    server.shutdown()
    server.server_close()


@pytest.fixture
def treasurer(client: FlaskClient) -> Organisation:
    member = MembershipFactory(organisation=OrganisationFactory(slug="table"), role=MemberRole.TREASURER)
    sign_in(client, member.user)
    return member.organisation


HERE = "/desk/organisations/table/giving"


def page_of(client: FlaskClient) -> str:
    response = client.get(HERE)
    assert response.status_code == HTTPStatus.OK
    return response.get_data(as_text=True)


@pytest.mark.usefixtures("treasurer")
def test_without_stripe_one_sentence_says_how_to_switch_gifts_on(client: FlaskClient) -> None:
    assert "switched off on this copy of Twain" in page_of(client)
    assert client.post(f"{HERE}/account", data={"country": "GB"}).status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"{HERE}/account/look").status_code == HTTPStatus.SEE_OTHER


@pytest.mark.usefixtures("treasurer")
def test_an_account_is_begun_once_and_gone_on_with(client: FlaskClient, provider: Provider) -> None:
    assert "No payment account yet" in page_of(client)
    first = client.post(f"{HERE}/account", data={"country": "FR"})
    assert 'href="https://connect.example/go"' in first.get_data(as_text=True)
    client.post(f"{HERE}/account", data={"country": "DE"})
    row = session.query(ConnectedAccount).one()
    assert (row.provider_id, row.country) == ("acct_1", "FR")
    made = [(body, key) for method, path, body, key in provider.asked if path == "/v1/accounts"]
    assert [key for _body, key in made] == [f"account-{row.id}-create"]
    assert made[0][0]["country"] == ["FR"]
    link = next(body for _method, path, body, _key in provider.asked if path == "/v1/account_links")
    assert link["return_url"] == [f"http://localhost{HERE}?back=done"]
    assert link["refresh_url"] == [f"http://localhost{HERE}?back=again"]
    assert "You are back from Stripe" in client.get(f"{HERE}?back=done").get_data(as_text=True)
    assert "had run out" in client.get(f"{HERE}?back=again").get_data(as_text=True)


@pytest.mark.usefixtures("treasurer")
def test_after_a_failure_the_same_question_is_asked_again(client: FlaskClient, provider: Provider) -> None:
    provider.failure = 500
    failed = client.post(f"{HERE}/account", data={"country": "GB"}, follow_redirects=True)
    assert "Nothing is lost" in failed.get_data(as_text=True)
    provider.failure = 400
    refused = client.post(f"{HERE}/account", data={"country": "GB"}, follow_redirects=True)
    assert "Stripe said no" in refused.get_data(as_text=True)
    provider.failure = 0
    client.post(f"{HERE}/account", data={"country": "GB"})
    asked = [
        (tuple(body.items()) == (), key) for _m, path, body, key in provider.asked if path == "/v1/accounts"
    ]
    assert len(set(asked)) == 1
    bodies = [body for _m, path, body, _key in provider.asked if path == "/v1/accounts"]
    assert all(body == bodies[0] for body in bodies)


def test_what_stripe_says_is_shown_in_words(
    client: FlaskClient, provider: Provider, treasurer: Organisation
) -> None:
    make_fund(hosts=[treasurer], slug="tea")
    client.post(f"{HERE}/account", data={"country": "GB"})
    assert "Go on with Stripe" in page_of(client)
    stories = [
        ({"details_submitted": True}, "Being checked"),
        (
            {"requirements": {"currently_due": ["external_account"], "past_due": []}},
            "external_account",
        ),
        (
            {"charges_enabled": True, "payouts_enabled": True, "requirements": {"currently_due": []}},
            "pays them out",
        ),
    ]
    for told, words in stories:
        provider.account |= told
        client.post(f"{HERE}/account/look")
        assert words in page_of(client)
    assert ready_among([treasurer.id]) == {treasurer.id}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (None, AccountStanding.NONE),
        ({}, AccountStanding.BEGUN),
        ({"provider_id": "acct", "is_submitted": True}, AccountStanding.CHECKED),
        ({"provider_id": "acct", "is_submitted": True, "wanted": ["x"]}, AccountStanding.WANTED),
        ({"can_charge": True, "can_be_paid_out": True}, AccountStanding.READY),
    ],
)
def test_each_standing(values: dict[str, Any] | None, expected: AccountStanding) -> None:
    assert standing_of(None if values is None else ConnectedAccount(**values)) is expected


def test_gift_aid_needs_a_name_and_a_reference(client: FlaskClient, treasurer: Organisation) -> None:
    here = f"{HERE}/gift-aid"
    for typed, sentence in (
        ({"name": ""}, "as it is registered"),
        ({"name": "The Table", "is_claiming": "y"}, "reference that HMRC gave"),
        ({"name": "The Table", "hmrc_reference": "12345"}, "does not look like"),
    ):
        response = client.post(here, data=typed)
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert sentence in response.get_data(as_text=True)
    good = {"name": "The Table", "number": "1234567", "hmrc_reference": "ab 12345", "is_claiming": "y"}
    assert client.post(here, data=good).status_code == HTTPStatus.SEE_OTHER
    charity = session.query(Charity).one()
    assert (charity.hmrc_reference, charity.is_claiming) == ("AB12345", True)
    assert 'value="AB12345"' in page_of(client)
    fund = make_fund(hosts=[treasurer])
    page = client.get(f"/funds/{fund.slug}").get_data(as_text=True)
    assert "25p for each £1 of their part: The Table" in page


@pytest.mark.parametrize("role", [MemberRole.ORGANISER, MemberRole.HELPER])
def test_others_do_not_reach_it(client: FlaskClient, role: MemberRole) -> None:
    member = MembershipFactory(organisation=OrganisationFactory(slug="table"), role=role)
    sign_in(client, member.user)
    assert client.get(HERE).status_code == HTTPStatus.NOT_FOUND
    for suffix in ("account", "account/look", "gift-aid"):
        assert client.post(f"{HERE}/{suffix}").status_code == HTTPStatus.NOT_FOUND
