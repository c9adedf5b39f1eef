"""What has happened lately at someone's hosts."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.policies import worked_on_by
from app.core import clock
from app.core.database import session
from app.core.i18n import _, _n
from app.desk.queries.waiting import Waiting
from app.events.models import Event, EventStatus, Series
from app.rsvps.models import Rsvp, RsvpStatus

RECENTLY = timedelta(days=7)


def replies_lately(user: User) -> Sequence[Waiting]:
    """Give the events of someone's hosts to which people have replied in the last days.

    Whoever replies to all dates of a series replies to a dozen of them at once: that is said once.
    """
    lately = (
        select(Rsvp.event_id, func.sum(Rsvp.party_size).label("people"), func.count().label("replies"))
        .where(Rsvp.status == RsvpStatus.GOING, Rsvp.confirmed_at > clock.now() - RECENTLY)
        .group_by(Rsvp.event_id)
        .subquery()
    )
    query = (
        select(Event, lately.c.people, lately.c.replies)
        .join(lately, lately.c.event_id == Event.id)
        .where(
            Event.ends_at > clock.now(),
            Event.status == EventStatus.PUBLISHED,
            Event.cohosting_id.in_(select(Cohosting.id).where(worked_on_by(user))),
        )
        .options(joinedload(Event.series))
        .order_by(Event.starts_at, Event.id)
    )
    parts: dict[int, list[tuple[Event, int, int]]] = {}  # by series; a single event is a part of its own
    for event, people, replies in session.execute(query):
        parts.setdefault(event.series_id or -event.id, []).append((event, people, replies))
    return [_news(part) for part in parts.values()]


def _news(part: Sequence[tuple[Event, int, int]]) -> Waiting:
    event, people, _replies = part[0]
    if event.series is not None and len(part) > 1:
        return _series_news(event.series, sum(replies for _event, _people, replies in part))
    return Waiting(
        sentence=_n(
            "%(num)s person has replied to “%(title)s” this week.",
            "%(num)s people have replied to “%(title)s” this week.",
            people,
            title=event.called,
        ),
        action=_("See the replies"),
        address=f"/desk/events/{event.slug}/rsvps",
        about=event.called,
    )


def _series_news(series: Series, replies: int) -> Waiting:
    return Waiting(
        sentence=_n(
            "%(num)s reply to the dates of “%(title)s” has come this week.",
            "%(num)s replies to the dates of “%(title)s” have come this week.",
            replies,
            title=series.title,
        ),
        action=_("See the dates"),
        address=f"/desk/series/{series.slug}",
        about=series.title,
    )
