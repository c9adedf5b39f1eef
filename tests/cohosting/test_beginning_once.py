"""Whoever presses twice begins one draft."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.services import begin_once
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import Event
from app.events.queries import event_of
from app.events.rules.content import EventDetails
from app.events.services import draft_event
from app.organisations.models import Organisation
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.racing import at_once
from tests.signing_in import sign_in

PLACES = ("events", "series", "initiatives", "asks", "petitions", "funds")


def begun() -> int:
    return session.scalar(select(func.count(Cohosting.id))) or 0


@pytest.mark.parametrize("place", PLACES)
def test_a_second_press_leads_to_the_first_draft(
    client: FlaskClient, amina: User, own: Organisation, place: str
) -> None:
    sent = {"title": "Tea and talk", "organisation": own.id, "seen": "1"}
    first, second = (client.post(f"/desk/{place}/new", data=sent).location for _press in range(2))
    assert first == second == f"/desk/{place}/tea-and-talk/edit"
    assert begun() == 1
    other = client.post(f"/desk/{place}/new", data=sent | {"title": "Tea and walk"}).location
    assert other == f"/desk/{place}/tea-and-walk/edit"


def test_what_was_written_on_or_is_older_is_left_alone(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    sent = {"title": "Tea and talk", "organisation": own.id}
    client.post("/desk/events/new", data=sent)
    with clock.moved(timedelta(minutes=11)):
        assert client.post("/desk/events/new", data=sent).location == "/desk/events/tea-and-talk-2/edit"
    with transaction():
        for event in session.scalars(select(Event)):
            event.version = 2
    assert client.post("/desk/events/new", data=sent).location == "/desk/events/tea-and-talk-3/edit"


def test_each_host_and_each_person_begins_their_own(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    second = OrganisationFactory()
    MembershipFactory(organisation=second, user=amina)
    for organisation in (own, second):
        client.post("/desk/events/new", data={"title": "Tea", "organisation": organisation.id})
    sign_in(client, MembershipFactory(organisation=own).user)
    client.post("/desk/events/new", data={"title": "Tea", "organisation": own.id})
    assert begun() == 3


def test_a_copy_is_made_once(client: FlaskClient, amina: User, own: Organisation) -> None:
    client.post("/desk/events/new", data={"title": "Tea", "organisation": own.id})
    path, sent = "/desk/events/tea/duplicate", {"organisation": own.id}
    first, second = (client.post(path, data=sent).location for _press in range(2))
    assert first == second == "/desk/events/tea-2"
    with transaction():
        session.scalars(select(Event).where(Event.slug == "tea-2")).one().summary = "Another one."
    assert client.post(path, data=sent).location == "/desk/events/tea-3"


def test_two_presses_at_once_begin_one_draft(client: FlaskClient, amina: User, own: Organisation) -> None:
    user_id, own_id = amina.id, own.id

    def press() -> int:
        user, organisation = session.get_one(User, user_id), session.get_one(Organisation, own_id)
        details = EventDetails(title="Tea and talk")
        return begin_once(details, draft_event, event_of, organisation=organisation, by=user).id

    first, second = at_once(client.application, press, press)
    assert first == second
    assert begun() == 1
