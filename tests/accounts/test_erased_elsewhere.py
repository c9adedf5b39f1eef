"""Someone is erased while others decide on what they have replied to: nobody waits for ever."""

from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest

from app.accounts import services
from app.accounts.models import User
from app.cohosting.services import offer
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import Event
from app.events.queries import locked_event
from app.events.services.keeping import hold
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.organisations.queries import organisation_locked
from app.organisations.services import archive
from app.rsvps.models import Rsvp, RsvpStatus
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.racing import at_once, meet
from tests.rsvps.factories import RsvpFactory

NOOR = "noor@example.org"


@pytest.fixture
def noor(app):
    return UserFactory(email=NOOR, erasure_due_at=clock.now() - timedelta(minutes=1))


def erasing(user, both):
    user_id = user.id

    def deed():
        meet(both)
        services.erase_due(session.get_one(User, user_id))

    return deed


def is_erased(user):
    return session.get_one(User, user.id).erased_at is not None


def test_an_organisation_is_archived_while_a_helper_who_comes_to_its_event_is_erased(app, noor):
    house, owner, both = OrganisationFactory(), UserFactory(), Barrier(2)
    MembershipFactory(organisation=house, user=owner, role=MemberRole.OWNER)
    MembershipFactory(organisation=house, user=noor, role=MemberRole.HELPER)
    RsvpFactory(event=EventFactory(hosts=[house], capacity_in_person=5), user=noor, email=NOOR)
    house_id, owner_id = house.id, owner.id

    def archiving():
        held = organisation_locked(session.get_one(Organisation, house_id))
        meet(both)
        sleep(0.3)  # until the other one has begun
        archive(held, by=session.get_one(User, owner_id))

    assert at_once(app, archiving, erasing(noor, both)) == [None, None]
    assert session.get_one(Organisation, house_id).status is OrganisationStatus.ARCHIVED
    assert is_erased(noor)


def test_hosts_decide_while_someone_who_comes_and_is_asked_to_host_is_erased(app, noor):
    house, owner, both = OrganisationFactory(), UserFactory(), Barrier(2)
    event = EventFactory(hosts=[house], capacity_in_person=5)
    RsvpFactory(event=event, user=noor, email=NOOR)
    with transaction():
        offer(event.cohosting, email=NOOR, by=owner, on_behalf_of=house)
    event_id = event.id

    def deciding():
        held = session.get_one(Event, event_id)
        lock(held.cohosting)
        meet(both)
        sleep(0.3)  # until the other one has begun
        hold(held)

    assert at_once(app, deciding, erasing(noor, both)) == [None, None]
    assert is_erased(noor)


def test_several_dates_are_answered_while_someone_with_replies_to_them_is_erased(app, noor):
    first, second = EventFactory(capacity_in_person=5), EventFactory(capacity_in_person=5)
    for event in (second, first):
        RsvpFactory(event=event, user=noor, email=NOOR)
    ids, both = sorted([first.id, second.id]), Barrier(2)

    def answering():
        locked_event(ids[0])
        meet(both)
        sleep(0.3)  # until the other one has begun
        locked_event(ids[1])

    assert at_once(app, answering, erasing(noor, both)) == [None, None]
    assert is_erased(noor)
    assert {each.status for each in session.query(Rsvp)} == {RsvpStatus.CANCELLED}
