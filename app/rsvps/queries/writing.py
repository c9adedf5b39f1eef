"""Read to whom hosts write: who replied to one event, or to the coming dates of a series."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from app.cohosting.queries import held_by
from app.core import clock
from app.core.database import session
from app.core.questions import ask
from app.events.models import Event, EventStatus, Series
from app.organisations.models import Organisation
from app.rsvps.facts import WhoArrived
from app.rsvps.models import Addressees, Rsvp, RsvpConsent
from app.rsvps.queries.replies import is_known


def addressed(event: Event, to: Addressees, consenting_to: Organisation | None = None) -> Sequence[Rsvp]:
    """Give the replies of those whom a host writes to; of what is not about this event, only who said yes."""
    query = select(Rsvp).where(Rsvp.event_id == event.id, *_are(to, consenting_to))
    if to is Addressees.ARRIVED:
        query = query.where(Rsvp.id.in_({number for answer in ask(WhoArrived(event)) for number in answer}))
    return session.scalars(query.order_by(Rsvp.id)).all()


def dates_ahead(series: Series, host: Organisation) -> Sequence[Event]:
    """Give the dates of a series, hosted by an organisation, to which people still come."""
    is_ahead = (Event.status == EventStatus.PUBLISHED) & (Event.ends_at > clock.now())
    query = select(Event).where(
        Event.series_id == series.id,
        Event.cohosting_id.in_(held_by(host.id)),
        or_(is_ahead, Event.status == EventStatus.POSTPONED),
    )
    return session.scalars(query.order_by(Event.starts_at, Event.id)).all()


def people_addressed(
    dates: Sequence[Event], to: Addressees, consenting_to: Organisation | None = None
) -> list[list[Rsvp]]:
    """Give the same of several dates: for each person their replies, soonest date first."""
    query = select(Rsvp).join(Rsvp.event).options(contains_eager(Rsvp.event))
    query = query.where(Rsvp.event_id.in_([event.id for event in dates]), *_are(to, consenting_to))
    people: dict[str, list[Rsvp]] = {}
    for rsvp in session.scalars(query.order_by(Event.starts_at, Rsvp.id)):
        people.setdefault(rsvp.email_key, []).append(rsvp)
    return list(people.values())


def _are(to: Addressees, consenting_to: Organisation | None) -> list[ColumnElement[bool]]:
    are = [Rsvp.status.in_(to.statuses), Rsvp.confirmed_at.is_not(None), is_known()]
    if consenting_to is not None:
        allowed = select(RsvpConsent.rsvp_id).where(RsvpConsent.organisation_id == consenting_to.id)
        are.append(Rsvp.id.in_(allowed))
    return are
