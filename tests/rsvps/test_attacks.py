"""Places against hostile and hurried hands: held again after a release, an offer while the date is open."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.transaction import transaction
from app.events.facts import EventChanged
from app.events.models import EventStatus, Way
from app.events.queries import locked_event
from app.rsvps import jobs, services
from app.rsvps.models import PromotionMode, Rsvp, RsvpStatus
from app.rsvps.queries import reply_offer
from app.rsvps.rules import HOLDING, Full
from app.rsvps.services import Holding, ReplyDetails
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.racing import at_once
from tests.rsvps.asking import taken
from tests.rsvps.factories import RsvpFactory
from tests.rsvps.test_waiting import GOING, OFFERED, WAITS, act, choose, status, statuses, waits


def hold(event, host, spots):
    with transaction():
        wanted = Holding(Way.IN_PERSON, spots, clock.now() + timedelta(days=1))
        return services.hold_spots(event, wanted, by=UserFactory(), on_behalf_of=host)


def come_by(event, host, email, size=1):
    details = ReplyDetails("Ada", email, party_size=size)
    with transaction():
        return services.take_up(services.prepare(reply_offer(event, host.slug), details))


def held(event):
    assert taken(event) >= 0
    return event.held_in_person


def test_who_came_by_a_link_can_cancel_when_places_are_held_anew_after_a_release(app):
    host = OrganisationFactory()
    event = EventFactory(hosts=[host], capacity_in_person=10)
    allocation = hold(event, host, 4)
    early = come_by(event, host, "ada@example.org", 2)
    act(services.release, allocation)
    assert (taken(event), held(event)) == (2, 0)
    again = hold(event, host, 5)
    assert (again.used, again.left, held(event)) == (2, 3, 3), "what they have counts among what is held"
    act(services.cancel, early)
    assert (taken(event), held(event)) == (0, 5), "their places go back to their community"
    come_by(event, host, "bo@example.org", 5 - 1)
    assert (taken(event), held(event)) == (4, 1)


def give_a_date(event):
    """Let hosts agree on a new date for a postponed event."""
    with transaction():
        was, now = event.starts_local, event.starts_local + timedelta(days=7)
        event.status, event.starts_local = EventStatus.PUBLISHED, now
        announce(EventChanged(event, {"starts_local": was.isoformat()}, {"starts_local": now.isoformat()}))


def test_an_offer_is_kept_while_nobody_can_answer_it(app):
    event = EventFactory(capacity_in_person=1)
    choose(event, mode=PromotionMode.OFFERS, offer_hours=2)
    going, first, second = RsvpFactory(event=event), waits(event), waits(event)
    act(services.cancel, going)
    assert statuses(first, second) == [OFFERED, WAITS]
    with transaction():
        event.status = EventStatus.POSTPONED
    with clock.moved(timedelta(hours=5)):
        jobs.release_expired()
        assert statuses(first, second) == [OFFERED, WAITS], "the date is open, so nobody could answer"
        give_a_date(event)
        jobs.release_expired()
        assert statuses(first, second) == [OFFERED, WAITS], "the hours begin anew with the new date"
    with clock.moved(timedelta(hours=8)):
        jobs.release_expired()
        assert statuses(first, second) == [RsvpStatus.LAPSED, OFFERED], "and end like any other"


def test_a_reply_not_confirmed_is_kept_while_the_date_is_open(app):
    event = EventFactory(capacity_in_person=1)
    with transaction():
        pending = services.reply(event, ReplyDetails("Sam", "sam@example.org"))
        event.status = EventStatus.POSTPONED
    with clock.moved(timedelta(days=3)):
        jobs.release_expired()
        give_a_date(event)
        jobs.release_expired()
        act(services.confirm, pending)
    assert status(pending) is GOING


def test_an_offer_that_has_ended_is_no_way_round_the_list(app):
    event = EventFactory(capacity_in_person=1)
    choose(event, mode=PromotionMode.OFFERS, offer_hours=1)
    going, first, second = RsvpFactory(event=event), waits(event), waits(event)
    act(services.cancel, going)
    with clock.moved(timedelta(hours=2)):
        jobs.release_expired()
        assert status(second) is OFFERED
        for _press in range(2):
            with pytest.raises(Full):
                act(services.confirm, first)
        act(services.wait, first)
        act(services.cancel, second)
        assert status(first) is OFFERED
        for _press in range(2):
            act(services.confirm, first)
    assert (status(first), taken(event)) == (GOING, 1)


def test_an_offer_pressed_twice_while_others_cancel_and_the_room_shrinks_loses_no_place(app):
    event = EventFactory(capacity_in_person=3)
    choose(event, mode=PromotionMode.OFFERS)
    going = [RsvpFactory(event=event) for _each in range(3)]
    first, second = waits(event), waits(event)
    act(services.cancel, going[0])
    assert status(first) is OFFERED
    numbers = {"event": event.id, "first": first.id, "second": second.id, "leaver": going[1].id}

    def press():
        return services.confirm(session.get_one(Rsvp, numbers["first"])).status

    def leave():
        return services.cancel(session.get_one(Rsvp, numbers["leaver"])).status

    def shrink():
        held = locked_event(numbers["event"])
        held.capacity_in_person = 2
        session.flush()
        services.fill_places(EventChanged(held, {}, {}))

    pressed, again, left, _shrunk = at_once(app, press, press, leave, shrink)
    assert (pressed, again, left) == (GOING, GOING, RsvpStatus.CANCELLED)
    holding = select(func.sum(Rsvp.party_size)).where(Rsvp.event_id == numbers["event"])
    assert taken(event) == session.scalar(holding.where(Rsvp.status.in_(HOLDING)))
    assert (status(second) is OFFERED) == (taken(event) == 3), "moved up only while there was room"
