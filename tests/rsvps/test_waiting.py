"""The waiting list moves with whatever frees places, and never passes over who fits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.errors import Invalid
from app.core.facts import announce
from app.core.transaction import transaction
from app.events.facts import EventChanged
from app.events.models import Event, EventFormat, EventStatus, Way
from app.rsvps import jobs, services
from app.rsvps.models import Allocation, Ending, PromotionMode, Rsvp, RsvpStatus, Skip, WaitlistLine
from app.rsvps.queries import reply_offer, waiting_line, waitlist_of
from app.rsvps.rules import Full
from app.rsvps.services import Holding, ListChoice, ReplyChange, ReplyDetails
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.rsvps.asking import taken, templates
from tests.rsvps.factories import RsvpFactory

GOING, WAITS, OFFERED = RsvpStatus.GOING, RsvpStatus.WAITLISTED, RsvpStatus.OFFERED
IN_PERSON, ONLINE = Way.IN_PERSON, Way.ONLINE


def choice(**changes):
    usual = {
        "is_open": True,
        "mode": PromotionMode.DIRECT,
        "offer_hours": 24,
        "quiet_from": 0,
        "quiet_to": 0,
        "stop_minutes": 120,
        "ending": Ending.STOP,
    }
    return ListChoice(**(usual | changes))


def choose(event, **changes):
    host = OrganisationFactory()
    with transaction():
        services.set_waitlist(event, choice(**changes), by=UserFactory(), on_behalf_of=host)


def status(rsvp):
    session.rollback()
    return session.get_one(Rsvp, rsvp.id, populate_existing=True).status


def statuses(*rsvps):
    return [status(rsvp) for rsvp in rsvps]


def waits(event, size=1, **more):
    return RsvpFactory(event=event, status=WAITS, party_size=size, **more)


def act(verb, *args, **more):
    with transaction():
        return verb(*args, **more)


def lines(event):
    session.rollback()
    query = select(WaitlistLine).where(WaitlistLine.event_id == event.id).order_by(WaitlistLine.id)
    return [(line.rsvp_id, line.status or line.skip, line.spots) for line in session.scalars(query)]


def test_a_cancellation_moves_the_first_that_fits_and_says_why_others_wait(app):
    event = EventFactory(capacity_in_person=3)
    one, _two = RsvpFactory(event=event), RsvpFactory(event=event, party_size=2)
    large, unsure, small = waits(event, 3), waits(event, confirmed_at=None), waits(event)
    act(services.cancel, one)
    assert statuses(large, unsure, small) == [WAITS, WAITS, GOING]
    assert taken(event) == 3
    assert lines(event) == [
        (small.id, GOING, 1),
        (large.id, Skip.TOO_LARGE, 1),
        (unsure.id, Skip.UNCONFIRMED, 0),
    ]
    assert templates(small.email) == ["moved_up"]
    assert templates(large.email) == []
    assert waitlist_of(session.get_one(Event, event.id)).moved_up == 1


def test_who_takes_fewer_gets_what_there_is(app):
    event = EventFactory(capacity_in_person=2)
    two = RsvpFactory(event=event, party_size=2)
    party = waits(event, 4, takes_fewer=True)
    act(services.cancel, two)
    assert status(party) is GOING
    assert session.get_one(Rsvp, party.id).party_size == taken(event) == 2


@pytest.mark.parametrize("freed", ["change", "lapse", "remove", "raise", "reopen"])
def test_places_freed_in_any_way_move_the_list_at_once(app, freed):
    event = EventFactory(capacity_in_person=2)
    first = RsvpFactory(event=event, party_size=2, status=RsvpStatus.PENDING if freed == "lapse" else GOING)
    next_one = waits(event)
    with transaction():
        if freed == "change":
            services.change(first, ReplyChange("Sam", 1, IN_PERSON))
        elif freed == "lapse":
            first.held_until = clock.now() + timedelta(minutes=1)
            with clock.moved(timedelta(minutes=2)):
                services.let_lapse(first.id)
        elif freed == "remove":
            services.remove(first, "No room", by=UserFactory(), on_behalf_of=OrganisationFactory())
        elif freed == "raise":
            event.capacity_in_person = 3
            announce(EventChanged(event, {"capacity_in_person": 2}, {"capacity_in_person": 3}))
        else:
            event.capacity_in_person, event.status = 3, EventStatus.PUBLISHED
            services.fill_places(EventChanged(event, {}, {}))
    assert status(next_one) is GOING


def test_switching_to_online_frees_a_place_in_the_room(app):
    event = EventFactory(format=EventFormat.BOTH, capacity_in_person=1, capacity_online=1)
    first, next_one = RsvpFactory(event=event), waits(event)
    act(services.change, first, ReplyChange("Sam", 1, ONLINE))
    assert status(next_one) is GOING
    assert taken(event) == 2


def test_joining_when_a_place_is_free_after_all_gets_it(app):
    event = EventFactory(capacity_in_person=1)
    RsvpFactory(event=event)
    user = UserFactory(email="sam@example.org")
    details = ReplyDetails("Sam", "sam@example.org", waits=True)
    prepared = services.prepare(reply_offer(event), details, user=user)
    with transaction():
        event.capacity_in_person = 2
    rsvp = act(services.take_up, prepared)
    assert status(rsvp) is GOING
    assert templates("sam@example.org") == ["waitlisted", "moved_up"]


def test_a_stranger_waits_and_moves_only_once_the_address_is_confirmed(app):
    event = EventFactory(capacity_in_person=1)
    first = RsvpFactory(event=event)
    rsvp = act(services.reply, event, ReplyDetails("Sam", "sam@example.org", waits=True))
    assert status(rsvp) is WAITS
    act(services.cancel, first)
    assert status(rsvp) is WAITS
    act(services.confirm, rsvp)
    assert status(rsvp) is GOING
    assert templates("sam@example.org") == ["confirm_waiting", "waitlisted", "moved_up"]


def test_a_party_larger_than_the_room_is_told_so(app):
    event = EventFactory(capacity_in_person=2, party_limit=6)
    with pytest.raises(Invalid, match="room for 2 people in all"), transaction():
        services.reply(event, ReplyDetails("Sam", "sam@example.org", party_size=5, waits=True))
    act(
        services.reply,
        event,
        ReplyDetails("Sam", "s@example.org", party_size=5, waits=True, takes_fewer=True),
    )


def test_a_closed_list_takes_nobody(app):
    event = EventFactory(capacity_in_person=1)
    RsvpFactory(event=event)
    choose(event, is_open=False)
    with pytest.raises(Full), transaction():
        services.reply(event, ReplyDetails("Sam", "sam@example.org", waits=True))


def test_an_offer_is_kept_taken_once_and_passed_on_when_it_ends(app):
    event = EventFactory(capacity_in_person=1)
    first, second, third = RsvpFactory(event=event), waits(event), waits(event)
    choose(event, mode=PromotionMode.OFFERS, offer_hours=2)
    act(services.cancel, first)
    assert statuses(second, third) == [OFFERED, WAITS]
    assert taken(event) == 1
    with clock.moved(timedelta(hours=3)):
        jobs.release_expired()
        assert statuses(second, third) == [RsvpStatus.LAPSED, OFFERED]
        assert taken(event) == 1
        for _press in range(2):
            with pytest.raises(Full), transaction():
                services.confirm(session.get_one(Rsvp, second.id))
        act(services.confirm, third)
        act(services.confirm, third)
        act(services.wait, second)
        act(services.wait, second)
    assert statuses(second, third) == [WAITS, GOING]
    assert taken(event) == 1
    assert templates(second.email) == ["offered", "offer_ended", "waitlisted"]
    assert templates(third.email) == ["offered", "going"]


def test_saying_no_to_an_offer_passes_it_on(app):
    event = EventFactory(capacity_in_person=1)
    first, second, third = RsvpFactory(event=event), waits(event), waits(event)
    choose(event, mode=PromotionMode.OFFERS)
    act(services.cancel, first)
    act(services.cancel, second)
    assert statuses(second, third) == [RsvpStatus.CANCELLED, OFFERED]


def test_shortly_before_the_start_the_list_stops_or_calls_all(app):
    stopping, calling = (EventFactory(capacity_in_person=2) for _ in range(2))
    choose(calling, ending=Ending.FIRST_TO_ANSWER)
    for event in (stopping, calling):
        first = RsvpFactory(event=event, party_size=2)
        second, third = waits(event), waits(event, 3, takes_fewer=True)
        with clock.moved(event.starts_at - clock.now() - timedelta(hours=1)):
            act(services.cancel, first)
            assert statuses(second, third) == [WAITS, WAITS]
            act(services.move_up, event.id)
            called = ["first_to_answer"] if event is calling else []
            assert templates(second.email) == templates(third.email) == called
            act(services.confirm, third)
            with pytest.raises(Full), transaction():
                services.confirm(second)
        assert statuses(second, third) == [WAITS, GOING]
        assert taken(event) == 2


def test_a_list_that_runs_lets_nobody_press_forward(app):
    event = EventFactory(capacity_in_person=1)
    RsvpFactory(event=event)
    second = waits(event)
    act(services.confirm, second)
    assert status(second) is WAITS
    assert waitlist_of(event).is_open


def test_held_places_are_for_who_comes_by_the_hosts_link_until_they_are_released(app):
    ours, theirs = OrganisationFactory(slug="table"), OrganisationFactory(slug="harbour")
    event = EventFactory(capacity_in_person=6, hosts=[ours, theirs])
    later = clock.now() + timedelta(days=1)
    wanted = Holding(IN_PERSON, 2, later)
    held = act(services.hold_spots, event, wanted, by=UserFactory(), on_behalf_of=ours)
    strangers = [RsvpFactory(event=event) for _ in range(4)]
    with pytest.raises(Full), transaction():
        services.reply(event, ReplyDetails("Sam", "sam@example.org"))
    outside = waits(event)
    offer = reply_offer(event, "table")
    mine = act(services.take_up, services.prepare(offer, ReplyDetails("Ada", "ada@example.org")))
    assert session.get_one(Rsvp, mine.id).from_held == 1
    assert (taken(event), session.get_one(Event, event.id).held_in_person) == (5, 1)
    act(services.cancel, mine)
    assert status(outside) is WAITS
    assert session.get_one(Allocation, held.id).left == 2
    for _twice in range(2):
        act(services.release, session.get_one(Allocation, held.id))
    assert status(outside) is GOING
    assert (taken(event), session.get_one(Event, event.id).held_in_person) == (5, 0)
    act(services.cancel, strangers[0])
    assert taken(event) == 4


def test_a_host_holds_no_more_than_its_share_and_nothing_that_is_taken(app):
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    event = EventFactory(capacity_in_person=6, hosts=[ours, theirs])
    later, user = clock.now() + timedelta(days=1), UserFactory()

    def hold(spots, at=later, way=IN_PERSON):
        return act(services.hold_spots, event, Holding(way, spots, at), by=user, on_behalf_of=ours)

    for bad in (0, 4):
        with pytest.raises(Invalid, match="even share"):
            hold(bad)
    with pytest.raises(Invalid, match="between now and the start"):
        hold(1, clock.now() - timedelta(minutes=1))
    with pytest.raises(Invalid, match="too few"):
        hold(1, way=ONLINE)
    RsvpFactory(event=event, party_size=4)
    with pytest.raises(Invalid, match="Only 2 places are free"):
        hold(3)
    assert hold(2).left == 2
    assert hold(1).left == 1
    assert session.get_one(Event, event.id, populate_existing=True).held_in_person == 1


def test_what_is_held_is_released_in_time_and_when_its_host_leaves(app):
    ours = OrganisationFactory()
    event = EventFactory(capacity_in_person=2, hosts=[ours])
    at = clock.now() + timedelta(hours=1)
    act(services.hold_spots, event, Holding(IN_PERSON, 2, at), by=UserFactory(), on_behalf_of=ours)
    next_one = waits(event)
    jobs.tend_waiting_lists()
    assert status(next_one) is WAITS
    with clock.moved(timedelta(hours=2)):
        jobs.tend_waiting_lists()
    assert status(next_one) is GOING
    assert session.get_one(Event, event.id, populate_existing=True).held_in_person == 0


def test_who_came_by_a_link_moves_up_into_that_hosts_places(app):
    ours = OrganisationFactory(slug="table")
    event = EventFactory(capacity_in_person=2, hosts=[ours])
    at = clock.now() + timedelta(hours=1)
    act(services.hold_spots, event, Holding(IN_PERSON, 1, at), by=UserFactory(), on_behalf_of=ours)
    RsvpFactory(event=event)
    mine = act(
        services.take_up,
        services.prepare(reply_offer(event, "table"), ReplyDetails("Ada", "ada@example.org")),
    )
    stranger = waits(event)
    neighbour = waits(event, allocation_id=session.get_one(Rsvp, mine.id).allocation_id)
    act(services.cancel, mine)
    assert statuses(stranger, neighbour) == [WAITS, GOING]


def test_leaving_the_list_and_coming_back_goes_to_its_end(app):
    event = EventFactory(capacity_in_person=1)
    RsvpFactory(event=event)
    first, second = waits(event), waits(event)
    act(services.cancel, first)
    act(services.wait, first)
    assert statuses(first, second) == [WAITS, WAITS]
    assert [rsvp.id for rsvp in waiting_line(event.id)] == [second.id, first.id]
