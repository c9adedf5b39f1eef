"""Background work: let holds lapse, send a forgotten link, forget what is not needed any more."""

from app.core import clock
from app.core.database import session
from app.core.jobs import apart, job, periodic
from app.core.transaction import transaction
from app.events.models import Event
from app.rsvps import services
from app.rsvps.models import Allocation
from app.rsvps.queries import due_for_release, events_with_old_guests, lapsing, lists_to_walk, repeats_over


@periodic(minutes=5)
def release_expired() -> None:
    """Give back the spots of replies and offers not answered in time, each in its own transaction."""
    for rsvp_id in lapsing(clock.now()):
        with apart(rsvp=rsvp_id), transaction():
            services.let_lapse(rsvp_id)
    for rsvp_id in repeats_over(clock.now()):
        with apart(repeat=rsvp_id), transaction():
            services.let_repeat_lapse(rsvp_id)


@periodic(minutes=5)
def tend_waiting_lists() -> None:
    """Free what hosts held until now; walk each list once more, though all that frees places does so."""
    for allocation_id in due_for_release(clock.now()):
        with apart(allocation=allocation_id), transaction():
            services.release(session.get_one(Allocation, allocation_id))
    for event_id in lists_to_walk(clock.now()):
        with apart(event=event_id), transaction():
            services.move_up(event_id)


@job
def send_link(event_id: int, email: str) -> None:
    """Send an address the link of the reply it has; whoever asked learns nothing, not even by waiting."""
    with transaction():
        event = session.get(Event, event_id)
        if event is not None:
            services.mail_link(event, email)


@periodic(hour=4)
def forget_old_needs() -> None:
    """Delete access needs two weeks after their event."""
    with transaction():
        services.forget_needs()


@periodic(hour=4)
def forget_old_guests() -> None:
    """Delete the names, addresses and answers of guests a year after their event; numbers stay."""
    for event_id in events_with_old_guests():
        with apart(event=event_id):
            _forget_guests(event_id)


def _forget_guests(event_id: int) -> None:
    is_left = True
    while is_left:
        with transaction():
            is_left = services.forget_guests(event_id)
