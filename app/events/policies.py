"""Who may see and change an event; the conditions for queries stand beside the predicates."""

from sqlalchemy import ColumnElement, and_, exists, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import TextClause

from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.cohosting.models import Cohosting, Host, HostStatus
from app.cohosting.policies import can_work_on, seen_by
from app.core.database import session
from app.events.models import Event, EventStatus, Series, SeriesStatus
from app.events.rules import EDITABLE, SHOWN
from app.organisations.models import Membership
from app.organisations.policies import ORGANISING


def listed() -> TextClause:
    """Give the condition that lists and search show an event; written as its index is."""
    return text("events.visibility = 'public' AND events.status IN ('published', 'postponed', 'cancelled')")


def seen_on_desk_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person sees an event among their hosts' own, or was asked to host it."""
    held = Event.cohosting_id.in_(select(Cohosting.id).where(seen_by(user)))
    return and_(Event.status != EventStatus.DELETED, or_(held, _asked(user, Event.cohosting_id)))


def can_see(user: User | None, event: Event) -> bool:
    """Tell whether a person (or a stranger) may see the event's page."""
    if event.status in SHOWN or user is None:
        return event.status in SHOWN
    return not lacks_second_factor(user) and can_see_on_desk(user, event)


def can_see_on_desk(user: User, event: Event) -> bool:
    """Tell whether the person belongs to a host, or organises for one that was asked to host."""
    return session.scalar(select(Event.id).where(Event.id == event.id, seen_on_desk_by(user))) is not None


def can_edit(user: User, event: Event) -> bool:
    """Tell whether the person may write on the event: an organiser of any accepted host."""
    return event.status in EDITABLE and can_work_on(user, event.cohosting)


def can_decide(user: User, event: Event) -> bool:
    """Tell whether the person may propose what happens with the event: cancel, delete and so on."""
    return event.status is not EventStatus.DELETED and can_work_on(user, event.cohosting)


def series_seen_on_desk_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person sees a series among their hosts' own, or was asked to host it."""
    held = Series.cohosting_id.in_(select(Cohosting.id).where(seen_by(user)))
    return or_(held, _asked(user, Series.cohosting_id))


def can_see_series_on_desk(user: User, series: Series) -> bool:
    """Tell whether the person belongs to a host of a series, or organises for one that was asked."""
    query = select(Series.id).where(Series.id == series.id, series_seen_on_desk_by(user))
    return session.scalar(query) is not None


def can_edit_series(user: User, series: Series) -> bool:
    """Tell whether the person may write on a series and decide about it: an organiser of any host."""
    return series.status is not SeriesStatus.ENDED and can_work_on(user, series.cohosting)


def _asked(user: User, cohosting_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return exists(
        select(Host.id)
        .join(Membership, Membership.organisation_id == Host.organisation_id)
        .where(
            Host.cohosting_id == cohosting_id,
            Host.status == HostStatus.OFFERED,
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
            Membership.role.in_(ORGANISING),
        )
    )
