"""Whatever happens to a waiting list in whatever order: what must hold after each step."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.transaction import transaction
from app.events.facts import EventChanged
from app.events.models import Event, Way
from app.rsvps import services
from app.rsvps.models import Allocation, Rsvp, RsvpStatus
from app.rsvps.queries import reply_offer
from app.rsvps.rules import HOLDING
from app.rsvps.services import Holding, ReplyChange, ReplyDetails
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.rsvps.asking import taken

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(1, 4), st.booleans()),
        st.tuples(st.just("link"), st.integers(1, 3), st.booleans()),
        st.tuples(st.just("cancel"), st.integers(0, 30), st.just(0)),
        st.tuples(st.just("resize"), st.integers(0, 30), st.integers(1, 4)),
        st.tuples(st.just("limit"), st.integers(0, 10), st.just(0)),
        st.tuples(st.just("hold"), st.integers(1, 4), st.just(0)),
        st.tuples(st.just("release"), st.just(0), st.just(0)),
    ),
    max_size=18,
)


def _act(verb, *args, **more):
    with transaction():
        return verb(*args, **more)


def _allocations(event):
    return select(Allocation).where(Allocation.event_id == event.id)


def _join(offer, number, size, *, fewer):
    details = ReplyDetails("Sam", f"s{number}@example.org", party_size=size, waits=True, takes_fewer=fewer)
    prepared = services.prepare(offer, details, user=UserFactory(email=details.email))
    with transaction():
        services.take_up(prepared)


def _step(event, host, by, number, step):
    kind, first, second = step
    found = list(session.scalars(select(Rsvp.id).where(Rsvp.event_id == event.id).order_by(Rsvp.id)))
    if kind in {"join", "link"}:
        _join(reply_offer(event, host.slug if kind == "link" else ""), number, first, fewer=second)
    elif kind == "limit":
        with transaction():
            event.capacity_in_person = first
            services.fill_places(EventChanged(event, {}, {}))
    elif kind == "hold":
        wanted = Holding(Way.IN_PERSON, first, clock.now() + timedelta(hours=5))
        _act(services.hold_spots, event, wanted, by=by, on_behalf_of=host)
    elif kind == "release":
        for allocation in session.scalars(_allocations(event)).all():
            _act(services.release, allocation)
    elif found:
        rsvp = session.get_one(Rsvp, found[first % len(found)])
        _act(services.cancel, rsvp) if kind == "cancel" else _act(
            services.change, rsvp, ReplyChange("Sam", second, Way.IN_PERSON, takes_fewer=rsvp.takes_fewer)
        )


def _check(event, limits):
    session.rollback()
    fresh = session.get_one(Event, event.id, populate_existing=True)
    held = select(func.coalesce(func.sum(Rsvp.party_size), 0)).where(
        Rsvp.event_id == event.id, Rsvp.status.in_(HOLDING)
    )
    left = sum(each.left for each in session.scalars(_allocations(event)))
    assert fresh.taken_in_person == session.scalar(held), "no spot is lost or doubled"
    assert fresh.held_in_person == left
    assert fresh.taken_in_person <= max(limits), "never above a capacity that once held"
    general = fresh.capacity_in_person - fresh.taken_in_person - fresh.held_in_person
    for rsvp in session.scalars(
        select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.status == RsvpStatus.WAITLISTED)
    ):
        allocation = rsvp.allocation
        mine = allocation.left if allocation else 0
        free = min(max(0, general) + mine, fresh.capacity_in_person - fresh.taken_in_person)
        assert rsvp.party_size > free, "nobody who fits waits"
        assert not (rsvp.takes_fewer and free > 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_interleaving_exceeds_the_capacity_loses_a_spot_or_passes_over_who_fits(app, steps):
    host = OrganisationFactory()
    event = EventFactory(capacity_in_person=5, hosts=[host, OrganisationFactory()])
    by, limits = UserFactory(), [5]
    for number, step in enumerate(steps):
        before = taken(event)
        try:
            _step(event, host, by, f"{event.id}-{number}", step)
        except (Refused, Invalid):
            session.rollback()
        if step[0] == "limit":
            limits.append(step[1])
        capacity = session.get_one(Event, event.id, populate_existing=True).capacity_in_person
        assert taken(event) <= max(capacity, before), "whoever takes, takes within the capacity of the moment"
        _check(event, limits)
