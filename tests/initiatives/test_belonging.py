"""Events, petitions and asks become part of a longer effort of their hosts."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.core import revisions
from app.core.database import session
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import Organisation, OrganisationStatus
from tests.asks.factories import make_ask
from tests.cohosting.factories import make_organisation
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition
from tests.signing_in import sign_in

Maker = Callable[..., Any]
KINDS = [
    pytest.param(EventFactory, "events", id="event"),
    pytest.param(make_petition, "petitions", id="petition"),
    pytest.param(make_ask, "asks", id="ask"),
]


@pytest.fixture
def host(client: FlaskClient) -> Organisation:
    organisation, user = make_organisation("Harbour Men’s Circle")
    sign_in(client, user)
    return organisation


def choose(client: FlaskClient, kind: str, slug: str, initiative: str) -> None:
    answer = client.post(f"/desk/{kind}/{slug}/initiative", data={"initiative": initiative})
    assert answer.status_code == 303


def counters(*slugs: str) -> tuple[int, ...]:
    return revisions.numbers([f"initiative:{slug}" for slug in slugs])


@pytest.mark.parametrize(("make", "kind"), KINDS)
def test_it_joins_moves_and_leaves(client: FlaskClient, host: Organisation, make: Maker, kind: str) -> None:
    first = make_initiative(hosts=[host], slug="first", title="Ask twice")
    make_initiative(InitiativeStatus.DRAFT, hosts=[host], slug="second", title="Not yet")
    thing = make(hosts=[host], slug="a-thing")
    assert "Part of a longer effort" in client.get(f"/desk/{kind}/a-thing").get_data(as_text=True)
    before = counters("first", "second")
    choose(client, kind, "a-thing", "first")
    assert thing.initiative == first
    assert counters("first", "second") == (before[0] + 1, before[1])
    page = client.get(f"/{kind}/a-thing").get_data(as_text=True)
    assert "/initiatives/first" in page
    assert "Ask twice" in page
    assert f"/{kind}/a-thing" in client.get("/initiatives/first").get_data(as_text=True)
    choose(client, kind, "a-thing", "second")
    assert counters("first", "second") == (before[0] + 2, before[1] + 1)
    assert (
        "/initiatives/"
        not in client.get(f"/{kind}/a-thing").get_data(as_text=True).split("<main")[1].split("</main")[0]
    )
    choose(client, kind, "a-thing", "")
    session.refresh(thing)
    assert thing.initiative is None


def test_a_petition_points_to_longer_efforts_only_where_there_are_some(
    client: FlaskClient, host: Organisation
) -> None:
    make_petition(hosts=[host], slug="a-thing")
    pointer = "Make it part of a longer effort below"
    assert pointer not in client.get("/desk/petitions/a-thing").text
    make_initiative(hosts=[host])
    assert pointer in client.get("/desk/petitions/a-thing").text


def test_the_history_of_an_event_names_the_initiative(client: FlaskClient, host: Organisation) -> None:
    make_initiative(hosts=[host], slug="first")
    EventFactory(hosts=[host], slug="a-thing")
    choose(client, "events", "a-thing", "first")
    assert "changed: Initiative." in client.get("/desk/events/a-thing/history").text


@pytest.mark.parametrize(("make", "kind"), KINDS)
def test_it_cannot_join_what_none_of_its_hosts_holds(
    client: FlaskClient, host: Organisation, make: Maker, kind: str
) -> None:
    make_initiative(slug="theirs")
    thing = make(hosts=[host], slug="a-thing")
    choose(client, kind, "a-thing", "theirs")
    session.refresh(thing)
    assert thing.initiative is None
    assert "None of the hosts holds this initiative." in client.get(f"/desk/{kind}/a-thing").get_data(
        as_text=True
    )


@pytest.mark.parametrize(("make", "kind"), KINDS)
def test_a_host_that_is_not_verified_now_moves_nothing_public(
    client: FlaskClient, host: Organisation, make: Maker, kind: str
) -> None:
    first = make_initiative(hosts=[host], slug="first")
    thing = make(hosts=[host], slug="a-thing", initiative=first)
    host.status = OrganisationStatus.REJECTED
    session.commit()
    choose(client, kind, "a-thing", "")
    session.refresh(thing)
    assert thing.initiative == first
    assert "not verified now" in client.get(f"/desk/{kind}/a-thing").get_data(as_text=True)


@pytest.mark.parametrize(("make", "kind"), KINDS)
def test_only_organisers_of_a_host_choose(client: FlaskClient, make: Maker, kind: str) -> None:
    user: User = MembershipFactory().user
    sign_in(client, user)
    host = OrganisationFactory()
    initiative: Initiative = make_initiative(hosts=[host])
    make(hosts=[host], slug="a-thing")
    answer = client.post(f"/desk/{kind}/a-thing/initiative", data={"initiative": initiative.slug})
    assert answer.status_code == 404


def test_the_history_of_an_event_tells_of_it(client: FlaskClient, host: Organisation, app: Flask) -> None:
    make_initiative(hosts=[host], slug="first")
    EventFactory(hosts=[host], slug="a-thing")
    choose(client, "events", "a-thing", "first")
    assert client.get("/desk/events/a-thing/history").status_code == 200
