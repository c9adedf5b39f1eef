"""Whoever is asked to host something reads what it says before they answer; nobody else does."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.asks.models import AskStatus
from app.cohosting import services
from app.cohosting.models import Cohosting, Host
from app.core.transaction import transaction
from app.donations.models import FundStatus
from app.events.models import EventStatus
from app.initiatives.models import InitiativeStatus
from app.organisations.models import Organisation
from app.outbox.queries import messages_to
from app.petitions.models import PetitionStatus
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask
from tests.cohosting.factories import make_organisation
from tests.donations.factories import make_fund
from tests.events.factories import EventFactory
from tests.events.series import make_series
from tests.initiatives.factories import make_initiative
from tests.petitions.factories import make_petition
from tests.signing_in import sign_in

Make = Callable[[Organisation], Cohosting]
#: How a draft of each kind is made, and words that only its own page says.
KINDS: dict[str, tuple[Make, str]] = {
    "event": (
        lambda host: EventFactory(hosts=[host], status=EventStatus.DRAFT).cohosting,
        "A slow walk, and tea after.",
    ),
    "series": (lambda host: make_series(host).cohosting, "Boat house"),
    "initiative": (
        lambda host: make_initiative(InitiativeStatus.DRAFT, hosts=[host]).cohosting,
        "The second one is true.",
    ),
    "ask": (
        lambda host: make_ask(status=AskStatus.DRAFT, hosts=[host]).cohosting,
        "Boys say they fear to be seen there",
    ),
    "petition": (
        lambda host: make_petition(PetitionStatus.DRAFT, hosts=[host]).cohosting,
        "Boys and girls wait four months",
    ),
    "fund": (
        lambda host: make_fund(FundStatus.DRAFT, hosts=[host]).cohosting,
        "A warm room each week, and someone who listens.",
    ),
}


@pytest.fixture(params=KINDS)
def draft(request: pytest.FixtureRequest, app: Flask) -> tuple[Cohosting, str, Callable[..., Host]]:
    """Give a draft of each kind, words of it, and the way in which its host asks others."""
    make, words = KINDS[request.param]
    host, organiser = make_organisation("The Long Table")
    cohosting = make(host)

    def offer(**to: object) -> Host:
        with transaction():
            return services.offer(cohosting, **to, by=organiser, on_behalf_of=host)

    return cohosting, words, offer


def test_an_organisation_that_is_asked_reads_it_until_it_has_answered(client: FlaskClient, draft) -> None:
    _cohosting, words, offer = draft
    asked, person = make_organisation("Steady Ground")
    address = f"/desk/host-offers/{offer(organisation=asked).id}"
    sign_in(client, person)
    assert words in client.get(address).get_data(as_text=True)
    client.post(address, data={"answer": "decline"})
    assert words not in client.get(address).get_data(as_text=True)


def test_a_link_in_a_mail_shows_it_to_whoever_could_accept(app: Flask, draft) -> None:
    _cohosting, words, offer = draft
    offer(email="hello@steady.example.org")
    (message,) = messages_to("hello@steady.example.org")
    address = re.search(r"http://localhost(/\S+)", message.text)[1]
    readers = {"nobody": None, "alone": UserFactory(), "organiser": make_organisation("Steady Ground")[1]}
    reads = {}
    for name, user in readers.items():
        reader = app.test_client()
        if user:
            sign_in(reader, user)
        page = reader.get(address)
        assert page.status_code == 200
        reads[name] = words in page.get_data(as_text=True)
    assert reads == {"nobody": False, "alone": False, "organiser": True}
