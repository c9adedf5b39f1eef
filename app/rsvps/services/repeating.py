"""Hold spots for who replies again, as for who replies for the first time.

Where places are counted, everybody sees a new reply: fewer places are left. If a second reply of an address
changed nothing, whoever replies with somebody else's address would read off the count that this person is
coming. So a second reply holds as many spots, and as long, as an unconfirmed first one; they are there for
the person meanwhile, and free again as soon as they confirm or change their reply.
"""

from app.core import clock
from app.core.database import session
from app.events.models import Way
from app.rsvps.models import RepeatHold, Rsvp, RsvpStatus
from app.rsvps.queries import ReplyOffer, locked
from app.rsvps.rules import Full
from app.rsvps.services.lapsing import hold_until
from app.rsvps.services.spots import give_back_of, take_for
from app.rsvps.services.waiting import move_up


def repeat_hold(rsvp: Rsvp, offer: ReplyOffer, way: Way, party_size: int) -> RepeatHold | None:
    """Make what a second reply holds, not yet written down; None where a first one would hold nothing."""
    if offer.event.capacity(way) is None or not offer.fits(way, party_size):
        return None
    return RepeatHold(
        rsvp_id=rsvp.id,
        event_id=rsvp.event_id,
        party_size=party_size,
        way=way,
        held_until=hold_until(),
        allocation_id=offer.allocation_id(way),
    )


def hold_again(rsvp: Rsvp, hold: RepeatHold) -> None:
    """Take the spots of a second reply beside the locked first one, or raise Full.

    A reply that is not confirmed holds spots itself, so its second press holds no more; nor does a third.
    """
    if rsvp.status is RsvpStatus.PENDING or session.get(RepeatHold, rsvp.id) is not None:
        return
    session.add(hold)
    if not take_for(hold):
        raise Full(0)


def release_repeat(rsvp: Rsvp) -> None:
    """Give back what a second reply holds beside the locked first one."""
    hold = session.get(RepeatHold, rsvp.id)
    if hold is not None:
        give_back_of(hold)
        session.delete(hold)
        session.flush()


def let_repeat_lapse(rsvp_id: int) -> None:
    """Give back what a second reply has held for long enough."""
    rsvp = locked(rsvp_id)
    hold = session.get(RepeatHold, rsvp_id)
    if hold is not None and hold.held_until < clock.now():
        release_repeat(rsvp)
        move_up(rsvp.event_id)
