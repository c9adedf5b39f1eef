"""Let what was not answered in time lapse, and let that time begin again."""

from datetime import datetime, timedelta

from app.core import clock
from app.core.database import session
from app.core.settings import settings
from app.events.models import Event
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.models import RsvpStatus
from app.rsvps.queries import locked, overdue_in
from app.rsvps.rules import move
from app.rsvps.services.spots import give_back_of
from app.rsvps.services.waiting import move_up, note, offered_until


def hold_until() -> datetime:
    """Give until when an unconfirmed reply keeps its spots."""
    return clock.now() + timedelta(minutes=settings().rsvp_hold_minutes)


def let_lapse(rsvp_id: int) -> None:
    """Give back the spots of a reply or offer not answered in time; nothing when it was meanwhile."""
    held = locked(rsvp_id)
    overdue = held.held_until is not None and held.held_until < clock.now()
    if held.status not in {RsvpStatus.PENDING, RsvpStatus.OFFERED} or not overdue:
        return
    was, held.status = held.status, move(held.status, RsvpStatus.LAPSED)
    if was is RsvpStatus.OFFERED:
        post(emails.offer_ended(held, held.event))
        note(held, status=RsvpStatus.LAPSED, spots=held.party_size)
    held.held_until = None
    session.flush()
    give_back_of(held)
    move_up(held.event_id)


def run_anew(event: Event) -> None:
    """Let the time to answer begin again where it ended while the date was open and nobody could answer."""
    for held in overdue_in(event, clock.now()):
        held.held_until = hold_until() if held.status is RsvpStatus.PENDING else offered_until(event)
    session.flush()
