"""Spots can never be taken twice, lost, or more than there are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core.database import session
from app.core.revisions import numbers
from app.core.transaction import transaction
from app.events.models import Event, EventFormat, EventStatus, Way
from app.rsvps.models import Rsvp
from app.rsvps.rules import HOLDING, Room
from app.rsvps.services import give_back, shift_spots, take_spots
from tests.events.factories import EventFactory

IN_PERSON, ONLINE = Way.IN_PERSON, Way.ONLINE
PEOPLE, SPOTS, WORKERS = 200, 20, 16


def _taken(event_id: int, way: Way = IN_PERSON) -> int:
    session.rollback()
    return session.get_one(Event, event_id, populate_existing=True).taken(way)


def _held(event_id: int) -> int:
    """Count the spots that replies hold: what must always equal what the event says."""
    query = select(func.coalesce(func.sum(Rsvp.party_size), 0))
    return session.scalar(query.where(Rsvp.event_id == event_id, Rsvp.status.in_(HOLDING)))


def _take(event: Event, size: int = 1, way: Way = IN_PERSON) -> bool:
    with transaction():
        return take_spots(event.id, way, size)


def test_a_party_takes_all_its_spots_or_none(app):
    event = EventFactory(capacity_in_person=3)
    assert _take(event, 2)
    assert not _take(event, 2)
    assert _take(event, 1)
    assert _taken(event.id) == 3


def test_an_event_without_limit_takes_everyone(app):
    event = EventFactory(capacity_in_person=None)
    assert _take(event, 500)


def test_each_way_of_coming_has_its_own_room(app):
    event = EventFactory(format=EventFormat.BOTH, capacity_in_person=1, capacity_online=2)
    assert _take(event, 1)
    assert not _take(event, 1)
    assert _take(event, 2, ONLINE)
    assert not _take(event, 1, ONLINE)


@pytest.mark.parametrize("status", [status for status in EventStatus if status is not EventStatus.PUBLISHED])
def test_only_a_public_event_gives_out_spots(app, status):
    assert not _take(EventFactory(status=status, capacity_in_person=None))


def test_spots_can_be_given_back_whatever_has_become_of_the_event(app):
    event = EventFactory(capacity_in_person=2)
    _take(event, 2)
    with transaction():
        event.status = EventStatus.CANCELLED
    with transaction():
        give_back(event.id, IN_PERSON, 2)
    assert _taken(event.id) == 0


def test_going_online_instead_gives_back_and_takes_in_one_step(app):
    event = EventFactory(format=EventFormat.BOTH, capacity_in_person=2, capacity_online=1)
    _take(event, 2)
    with transaction():
        assert not shift_spots(event.id, {IN_PERSON: -2, ONLINE: 2})
    assert (_taken(event.id), _taken(event.id, ONLINE)) == (2, 0)
    with transaction():
        assert shift_spots(event.id, {IN_PERSON: -1, ONLINE: 1})
    assert (_taken(event.id), _taken(event.id, ONLINE)) == (1, 1)


def test_lowering_the_capacity_throws_nobody_out_and_stops_the_taking(app):
    event = EventFactory(capacity_in_person=10)
    _take(event, 8)
    with transaction():
        event.capacity_in_person = 5
    assert Room.of(session.get_one(Event, event.id)).over_by(IN_PERSON) == 3
    assert not _take(event, 1)
    with transaction():
        give_back(event.id, IN_PERSON, 4)
    assert _take(event, 1)
    assert _taken(event.id) == 5


def test_raising_the_capacity_opens_the_event_again(app):
    event = EventFactory(capacity_in_person=1)
    _take(event)
    with transaction():
        event.capacity_in_person = 2
    assert _take(event)


def test_the_events_page_is_touched_always_and_the_lists_only_when_a_card_changes(app):
    event = EventFactory(slug="walk", capacity_in_person=4)
    _take(event)
    assert numbers(["event:walk", "events"]) == (1, 0)
    _take(event, 3)
    assert numbers(["event:walk", "events"]) == (2, 1)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(list(Way)), st.integers(1, 4)),
        st.tuples(st.just("back"), st.integers(0, 20), st.just(0)),
        st.tuples(st.just("move"), st.integers(0, 20), st.integers(1, 4)),
        st.tuples(st.just("limit"), st.sampled_from(list(Way)), st.one_of(st.none(), st.integers(0, 12))),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_steps_exceeds_the_capacity_or_loses_a_spot(app, steps):
    event = EventFactory(format=EventFormat.BOTH, capacity_in_person=6, capacity_online=4)
    number = event.id
    limits: dict[Way, int | None] = {IN_PERSON: 6, ONLINE: 4}
    parties: list[tuple[Way, int]] = []
    for kind, first, second in steps:
        before = {way: sum(size for each, size in parties if each is way) for way in Way}
        with transaction():
            if kind == "take" and take_spots(number, first, second):
                parties.append((first, second))
                assert limits[first] is None or before[first] + second <= limits[first]
            elif kind == "back" and parties:
                give_back(number, *parties.pop(first % len(parties)))
            elif kind == "move" and parties:
                old = parties[first % len(parties)]
                new = (ONLINE if old[0] is IN_PERSON else IN_PERSON, second)
                if shift_spots(number, {old[0]: -old[1], new[0]: new[1]}):
                    parties[first % len(parties)] = new
                    assert limits[new[0]] is None or before[new[0]] + second <= limits[new[0]]
            elif kind == "limit":
                limits[first] = second
                current = session.get_one(Event, number, populate_existing=True)
                setattr(current, f"capacity_{first.value}", second)
        for way in Way:
            assert _taken(number, way) == sum(size for each, size in parties if each is way)
