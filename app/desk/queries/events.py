"""The events of someone's hosts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.events.models import Event, EventStatus
from app.events.policies import seen_on_desk_by

NEAR = timedelta(days=14)
MOST_EVENTS = 50
#: What is not public yet, or not any more, but still wants work.
_UNFINISHED = (EventStatus.DRAFT, EventStatus.PROPOSED, EventStatus.WITHDRAWN)


@dataclass(frozen=True)
class DeskEvent:
    """An event as the overview shows it."""

    slug: str
    title: str
    status: EventStatus
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    going: int

    @property
    def is_over(self) -> bool:
        """Tell whether it took place and is past."""
        is_past = self.ends_at is not None and self.ends_at <= clock.now()
        return is_past and self.status is EventStatus.PUBLISHED


def events_of(user: User) -> Sequence[DeskEvent]:
    """Give the events of someone's hosts that are ahead or unfinished, unfinished ones first."""
    ahead = or_(Event.ends_at > clock.now(), Event.status.in_(_UNFINISHED))
    # Of a series only what is near: its own screen lists the rest, and half a year of it would hide all else.
    near = or_(Event.series_id.is_(None), Event.starts_at < clock.now() + NEAR)
    query = _desk_events(user, and_(ahead, near)).order_by(
        Event.status.not_in(_UNFINISHED), Event.starts_at.nulls_first(), Event.id
    )
    return [DeskEvent(*row) for row in session.execute(query.limit(MOST_EVENTS))]


def past_events_of(user: User) -> Sequence[DeskEvent]:
    """Give the events of someone's hosts that are over, latest first."""
    over = (Event.ends_at <= clock.now()) & Event.status.not_in(_UNFINISHED)
    query = _desk_events(user, over).order_by(Event.starts_at.desc(), Event.id.desc())
    return [DeskEvent(*row) for row in session.execute(query.limit(MOST_EVENTS))]


def _desk_events(
    user: User, condition: ColumnElement[bool]
) -> Select[str, str, EventStatus, datetime | None, datetime | None, str, int]:
    going = Event.taken_in_person + Event.taken_online
    columns = (Event.slug, Event.title, Event.status, Event.starts_at, Event.ends_at, Event.zone, going)
    return select(*columns).where(seen_on_desk_by(user), condition)
