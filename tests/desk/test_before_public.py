"""Whoever would bring something before the public reads first which host cannot be named there yet."""

from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.asks.models import AskStatus
from app.core.transaction import transaction
from app.donations.models import FundStatus
from app.initiatives.models import InitiativeStatus
from app.organisations.models import Organisation, OrganisationStatus
from tests.asks.factories import make_ask
from tests.donations.factories import make_fund
from tests.initiatives.factories import make_aim, make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory

Make = Callable[[Sequence[Organisation]], str]


def an_ask(hosts: Sequence[Organisation]) -> str:
    return f"/desk/asks/{make_ask(status=AskStatus.DRAFT, hosts=hosts).slug}"


def a_fund(hosts: Sequence[Organisation]) -> str:
    return f"/desk/funds/{make_fund(FundStatus.DRAFT, hosts=hosts).slug}"


def an_initiative(hosts: Sequence[Organisation]) -> str:
    initiative = make_initiative(InitiativeStatus.DRAFT, hosts=hosts)
    make_aim(initiative)
    return f"/desk/initiatives/{initiative.slug}"


@pytest.mark.parametrize("make", [an_ask, a_fund, an_initiative])
def test_who_cannot_be_named_yet_is_said_first(
    client: FlaskClient, amina: User, own: Organisation, make: Make
) -> None:
    other, second = OrganisationFactory(), OrganisationFactory()
    MembershipFactory(organisation=second, user=amina)
    alone, joint, both = make([own]), make([own, other]), make([own, second])
    assert "is not verified yet" not in client.get(f"{joint}/publish").text
    with transaction():
        own.status = OrganisationStatus.UNVERIFIED
    for address, can_ask in ((alone, False), (joint, False), (both, True)):
        page = client.get(f"{address}/publish").text.partition("<main")[2].partition("</main>")[0]
        assert f"{own.name} is not verified yet" in page
        assert f'href="/desk/organisations/{own.slug}">See how' in page
        assert ("</button>" in page) == can_ask
