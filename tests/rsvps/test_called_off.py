"""People who reply, confirm or wait at the very moment at which hosts decide, in real threads."""

from threading import Barrier
from time import sleep

import pytest

from app.accounts.models import User
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.events.models import Event, EventStatus, Way
from app.events.services import cancel_for_safety
from app.events.services.keeping import hold
from app.organisations.models import Organisation
from app.outbox.models import Message
from app.rsvps import services
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import reply_offer
from app.rsvps.services import ReplyDetails
from app.rsvps.services.spots import shift_spots
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.racing import at_once, meet
from tests.rsvps.factories import RsvpFactory

KIM = "kim@example.org"


def calling_off(event, host, both=None):
    """Call an event off; once everybody concerned has been written to, let the other one go on."""
    event_id, host_id, user_id = event.id, host.id, UserFactory().id

    def deed():
        by, organisation = session.get_one(User, user_id), session.get_one(Organisation, host_id)
        event = session.get_one(Event, event_id)
        cancel_for_safety(event, "A threat.", by=by, on_behalf_of=organisation)
        session.flush()
        if both is not None:
            meet(both)
            sleep(0.3)

    return deed


def is_told():
    """Tell whether the last mail to Kim says that the event is off."""
    mails = session.query(Message).filter_by(recipient=KIM).order_by(Message.id).all()
    return bool(mails) and mails[-1].template == "rsvps/cancelled"


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (RsvpStatus.PENDING, services.confirm),
        (RsvpStatus.OFFERED, services.confirm),
        (RsvpStatus.LAPSED, services.confirm),
        (RsvpStatus.CANCELLED, services.wait),
        (RsvpStatus.CANCELLED, services.restore),
    ],
)
def test_who_answers_while_an_event_is_called_off_hears_of_it(app, status, verb):
    host = OrganisationFactory()
    event = EventFactory(hosts=[host], capacity_in_person=5)
    rsvp = RsvpFactory(event=event, status=status, email=KIM)
    rsvp_id, both = rsvp.id, Barrier(2)

    def answer():
        meet(both)
        verb(session.get_one(Rsvp, rsvp_id))

    _off, answered = at_once(app, calling_off(event, host, both), answer)
    assert session.get_one(Event, event.id).status is EventStatus.CANCELLED
    comes = session.get_one(Rsvp, rsvp_id).status in {RsvpStatus.GOING, RsvpStatus.WAITLISTED}
    assert comes == (answered is None)
    assert is_told() or not comes


def test_nobody_begins_to_wait_for_what_was_called_off_meanwhile(app):
    host = OrganisationFactory()
    event = EventFactory(hosts=[host], capacity_in_person=1)
    RsvpFactory(event=event)
    prepared = services.prepare(reply_offer(event), ReplyDetails(name="Kim", email=KIM, waits=True))
    assert at_once(app, calling_off(event, host)) == [None]
    with pytest.raises(Refused), transaction():
        services.take_up(prepared)
    assert session.query(Rsvp).filter_by(email=KIM).count() == 0


def test_a_confirmation_tells_of_the_date_that_stands(app):
    event = EventFactory(title="Slow walk")
    rsvp = RsvpFactory(event=event, status=RsvpStatus.PENDING, email=KIM)
    ready = services.ready_mail(rsvp)
    with transaction():
        event.title, event.sequence = "Brisk walk", event.sequence + 1
    with transaction():
        services.confirm(rsvp, ready=ready)
    [mail] = session.query(Message).filter_by(recipient=KIM)
    assert "Brisk walk" in mail.text
    assert "Slow walk" not in mail.text


def test_who_gives_a_place_on_and_hosts_who_decide_do_not_wait_for_each_other(app):
    event = EventFactory(capacity_in_person=5)
    RsvpFactory(event=event)
    event_id, both = event.id, Barrier(2)

    def give_on():
        assert shift_spots(event_id, {Way.IN_PERSON: -1})
        meet(both)
        sleep(0.3)  # until the hosts have begun to decide
        return shift_spots(event_id, {Way.IN_PERSON: 1})

    def decide():
        meet(both)
        hold(session.get_one(Event, event_id))

    assert at_once(app, give_on, decide) == [True, None]
