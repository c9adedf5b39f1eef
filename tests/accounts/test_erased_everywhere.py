"""Who is erased is nowhere: no table holds their name or address any more, but for the goodbye."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import services
from app.cohosting import services as cohosting
from app.core import clock
from app.core.database import Base, session
from app.core.transaction import transaction
from app.events import services as events
from app.events.rules.content import EventDetails
from app.organisations import services as organisations
from app.organisations.models import InvitationStatus, MemberRole
from app.outbox.jobs import deliver_due, tidy_outbox
from app.rsvps import services as rsvps
from app.rsvps.services import ReplyDetails
from tests.accounts.factories import UserFactory
from tests.accounts.mailbox import link_in_last_mail
from tests.cohosting.factories import invite, make_cohosting
from tests.events.factories import EventFactory
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in

NAME, ADDRESS, EARLIER = "Noor Haddad", "noor@people.test", "noor.before@people.test"


@pytest.fixture
def noor(client):
    """Let someone do all that people do here."""
    noor = UserFactory(name=NAME, email=EARLIER)
    owner = UserFactory()
    house = OrganisationFactory(owner=owner)
    InvitationFactory(
        organisation=house,
        email=EARLIER,
        status=InvitationStatus.ACCEPTED,
        accepted_by_id=noor.id,
        invited_by=owner,
    )
    MembershipFactory(organisation=house, user=noor)
    sign_in(client, noor)
    client.post("/change-email", data={"email": ADDRESS})
    client.post(link_in_last_mail(ADDRESS, "/change-email/"))
    _work(noor, house, owner)
    _reply(noor)
    return noor


def _work(noor, house, owner):
    with transaction():
        event = events.draft_event(EventDetails(title="A walk"), organisation=house, by=noor)
        cohosting.offer(event.cohosting, email="third@example.org", by=noor, on_behalf_of=house)
        organisations.invite(OrganisationFactory(owner=owner), ADDRESS, MemberRole.HELPER, by=owner)
    invite(make_cohosting("The Long Table"), email=ADDRESS)


def _reply(noor):
    for past in (False, True):
        event = EventFactory()
        with transaction():
            rsvps.reply(
                event, ReplyDetails(NAME, ADDRESS, access_needs="A chair"), user=noor if past else None
            )


def tables_that_say(text):
    """Name the tables of which a row holds a text."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
        if any(text in str(value) for value in row)
    }


def test_no_table_holds_the_name_or_address_of_someone_erased(app, noor):
    with transaction():
        services.request_erasure(noor)
    with clock.moved(timedelta(days=8)):
        with transaction():
            services.erase_due(noor)
        assert tables_that_say(ADDRESS) == tables_that_say(NAME) == {"messages"}
        deliver_due()
    with clock.moved(timedelta(days=39)):
        tidy_outbox()
    session.expire_all()
    assert not tables_that_say(ADDRESS) | tables_that_say(EARLIER) | tables_that_say(NAME)
