"""Only who holds something with others is asked for a word to them, and reads that they sign first."""

from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.asks.models import AskStatus
from app.donations.models import FundStatus
from app.events.models import EventStatus
from app.initiatives.models import InitiativeStatus
from app.organisations.models import Organisation
from app.petitions.models import PetitionStatus
from tests.asks.factories import make_ask
from tests.donations.factories import make_fund
from tests.events.factories import EventFactory
from tests.events.series import make_series
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition

Hosts = Sequence[Organisation]
Make = Callable[[Hosts], str]


def an_ask(hosts: Hosts) -> str:
    return f"/desk/asks/{make_ask(status=AskStatus.PUBLISHED, hosts=hosts).slug}"


def a_fund(hosts: Hosts) -> str:
    return f"/desk/funds/{make_fund(FundStatus.OPEN, hosts=hosts).slug}"


def an_event(hosts: Hosts) -> str:
    return f"/desk/events/{EventFactory(hosts=hosts, status=EventStatus.PUBLISHED).slug}"


def an_initiative(hosts: Hosts) -> str:
    return f"/desk/initiatives/{make_initiative(InitiativeStatus.PUBLISHED, hosts=hosts).slug}"


def a_petition(hosts: Hosts) -> str:
    return f"/desk/petitions/{make_petition(PetitionStatus.OPEN, hosts=hosts).slug}"


@pytest.mark.parametrize(
    ("make", "act"),
    [
        (an_ask, "withdraw"),
        (a_fund, "close"),
        (an_event, "postpone"),
        (an_event, "withdraw"),
        (an_initiative, "complete"),
        (an_initiative, "withdraw"),
        (a_petition, "close"),
        (a_petition, "withdraw"),
    ],
)
def test_others_are_named_only_where_there_are_others(
    client: FlaskClient, amina: User, own: Organisation, make: Make, act: str
) -> None:
    alone = client.get(f"{make([own])}/{act}").text
    assert "<form" in alone.partition("<main")[2]
    assert "other hosts" not in alone
    joint = client.get(f"{make([own, OrganisationFactory()])}/{act}").text
    assert "The other hosts sign this off first." in joint
    assert "A word to the other hosts" in joint


@pytest.mark.parametrize("make", [an_ask, a_fund, an_initiative, a_petition])
def test_who_holds_it_alone_edits_without_a_word_to_others(
    client: FlaskClient, amina: User, own: Organisation, make: Make
) -> None:
    assert "A word to the other hosts" not in client.get(f"{make([own])}/edit").text
    assert "A word to the other hosts" in client.get(f"{make([own, OrganisationFactory()])}/edit").text


def test_a_series_of_one_host_asks_for_no_word_to_others(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    alone, joint = make_series(own), make_series(own, OrganisationFactory())
    assert "For the other hosts" not in client.get(f"/desk/series/{alone.slug}/edit").text
    assert "For the other hosts" in client.get(f"/desk/series/{joint.slug}/edit").text


def test_a_fund_of_one_host_takes_gifts_again_at_once(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    alone, joint = ([own], [own, OrganisationFactory()])
    pages = [
        client.get(f"/desk/funds/{make_fund(FundStatus.CLOSED, hosts=each).slug}/reopen").text
        for each in (alone, joint)
    ]
    assert ["every host has signed off" in page for page in pages] == [False, True]
    assert ["It takes gifts again at once." in page for page in pages] == [True, False]
