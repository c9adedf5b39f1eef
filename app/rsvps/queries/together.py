"""Read what belongs together: the dates of a series, and the replies that one person made to them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager

from app.core import clock
from app.core.database import session
from app.core.text import canonical_email
from app.events.facts import WhichHaveReplies
from app.events.models import Event, EventStatus
from app.rsvps.models import Rsvp
from app.rsvps.queries.replies import is_concerned

#: Built once, as it is asked for the page of every date.
_OPEN_DATES = (
    Event.series_id == bindparam("series"),
    Event.status == EventStatus.PUBLISHED,
    Event.visibility == bindparam("visibility"),
    Event.starts_at > bindparam("now"),
)
_TWO_OPEN = select(Event.id).where(*_OPEN_DATES).limit(2)


def open_dates(event: Event) -> Sequence[Event]:
    """Give the dates ahead of the same series that take replies, always in the same order."""
    query = select(Event).where(*_OPEN_DATES).order_by(Event.id)
    return session.scalars(query, _asked_of(event)).all()


def has_more_dates(event: Event) -> bool:
    """Tell whether an event is one date of a series with several that take replies."""
    if event.series_id is None:
        return False
    return len(session.connection().execute(_TWO_OPEN, _asked_of(event)).all()) > 1


def _asked_of(event: Event) -> dict[str, object]:
    return {"series": event.series_id, "visibility": event.visibility, "now": clock.now()}


def made_together(rsvp: Rsvp) -> Sequence[Rsvp]:
    """Give the replies that were made in one go with this one, itself among them, by date."""
    if rsvp.together is None:
        return (rsvp,)
    query = (
        select(Rsvp).join(Rsvp.event).where(Rsvp.together == rsvp.together, Rsvp.email_key == rsvp.email_key)
    )
    return session.scalars(query.order_by(Event.starts_at, Rsvp.id).options(contains_eager(Rsvp.event))).all()


def confirmed_with(rsvp: Rsvp) -> list[Rsvp]:
    """Give those of the replies made in one go with this one that its link confirms: none that came later."""
    return [each for each in made_together(rsvp) if each.created_at <= rsvp.created_at]


def concerned_by(events: Sequence[Event]) -> Sequence[Rsvp]:
    """Give the replies of everyone who must hear what becomes of any of these, by person and date."""
    numbers = [event.id for event in events]
    query = select(Rsvp).join(Rsvp.event).where(Rsvp.event_id.in_(numbers), is_concerned())
    return session.scalars(query.order_by(Rsvp.email_key, Event.starts_at, Rsvp.id)).all()


def which_have_replies(question: WhichHaveReplies) -> Sequence[int]:
    """Answer at which of some events people have a place, or wait for one."""
    numbers = [event.id for event in question.events]
    query = select(Rsvp.event_id).where(Rsvp.event_id.in_(numbers), is_concerned())
    return session.scalars(query.distinct()).all()


def next_calendar_shift(event_id: int, email: str) -> int:
    """Give how far ahead the invitations of someone who may have replied before must begin."""
    query = select(func.max(Rsvp.calendar_shift)).where(
        Rsvp.event_id == event_id, Rsvp.email_key == canonical_email(email)
    )
    before = session.scalar(query)
    return 0 if before is None else before + 1
