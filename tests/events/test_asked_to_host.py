"""Those who were only asked to host see the event, and not what hosts keep among themselves."""

from datetime import timedelta

import pytest

from app.cohosting import services as cohosting
from app.cohosting.models import HostStatus
from app.core import clock
from app.core.errors import Conflict
from app.core.transaction import transaction
from app.events import services
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.cohosting.factories import make_organisation
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory
from tests.signing_in import sign_in

NOTE = "Someone threatened the speaker"


@pytest.fixture
def hosting(app):
    """Give an event, its host with an owner, and an organisation that was asked with its owner."""
    host, asked = make_organisation("The Long Table"), make_organisation("Steady Ground")
    event = EventFactory(hosts=[host[0]], slug="a-walk")
    with transaction():
        offer = cohosting.offer(event.cohosting, organisation=asked[0], by=host[1], on_behalf_of=host[0])
    return event, host, asked, offer


def cancel(event, host):
    with transaction():
        services.cancel_for_safety(event, NOTE, by=host[1], on_behalf_of=host[0])


def test_only_hosts_read_why_an_event_was_cancelled_for_safety(client, app, hosting):
    event, host, asked, _offer = hosting
    cancel(event, host)
    helper = UserFactory()
    MembershipFactory(organisation=host[0], user=helper, role=MemberRole.HELPER)
    for user, reads in ((host[1], True), (helper, True), (asked[1], False)):
        reader = app.test_client()
        sign_in(reader, user)
        page = reader.get("/desk/events/a-walk")
        assert page.status_code == 200
        assert (NOTE in page.get_data(as_text=True)) is reads


def test_only_hosts_read_what_happened_between_them(client, hosting):
    event, host, asked, _offer = hosting
    cancel(event, host)
    sign_in(client, asked[1])
    assert client.get("/desk/events/a-walk/history").status_code == 404
    assert "/desk/events/a-walk/history" not in client.get("/desk/events/a-walk").get_data(as_text=True)
    sign_in(client, host[1])
    assert client.get("/desk/events/a-walk/history").status_code == 200


def test_nobody_becomes_a_host_of_what_was_called_off(app, hosting):
    event, host, asked, offer = hosting
    cancel(event, host)
    with pytest.raises(Conflict), transaction():
        cohosting.accept(offer, by=asked[1])
    assert offer.status is HostStatus.OFFERED


def test_nobody_becomes_a_host_of_what_is_over(app, hosting):
    event, _host, asked, offer = hosting
    with clock.moved(timedelta(days=29)), pytest.raises(Conflict), transaction():
        cohosting.accept(offer, by=asked[1])
    assert event.is_past is False
