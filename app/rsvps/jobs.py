"""Background work: let holds lapse, send a forgotten link, forget what is not needed any more."""

from app.core import clock
from app.core.database import session
from app.core.jobs import job, periodic
from app.core.transaction import transaction
from app.events.models import Event
from app.rsvps import services
from app.rsvps.queries import lapsing


@periodic(minutes=5)
def release_expired() -> None:
    """Give back the spots of replies that were not confirmed in time, each in its own transaction."""
    for rsvp_id in lapsing(clock.now()):
        with transaction():
            services.let_lapse(rsvp_id)


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
