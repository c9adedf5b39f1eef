"""What has happened lately at someone's hosts."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.policies import worked_on_by
from app.core import clock
from app.core.database import session
from app.core.i18n import _, _n
from app.desk.queries.waiting import Waiting
from app.events.models import Event, EventStatus
from app.rsvps.models import Rsvp, RsvpStatus

RECENTLY = timedelta(days=7)


def replies_lately(user: User) -> Sequence[Waiting]:
    """Give the events of someone's hosts to which people have replied in the last days."""
    query = (
        select(Event.slug, Event.title, func.sum(Rsvp.party_size))
        .join(Rsvp, Rsvp.event_id == Event.id)
        .where(
            Rsvp.status == RsvpStatus.GOING,
            Rsvp.confirmed_at > clock.now() - RECENTLY,
            Event.ends_at > clock.now(),
            Event.status == EventStatus.PUBLISHED,
            Event.cohosting_id.in_(select(Cohosting.id).where(worked_on_by(user))),
        )
        .group_by(Event.id, Event.slug, Event.title, Event.starts_at)
        .order_by(Event.starts_at)
    )
    return [
        Waiting(
            sentence=_n(
                "%(num)s person has replied to “%(title)s” this week.",
                "%(num)s people have replied to “%(title)s” this week.",
                people,
                title=title,
            ),
            action=_("See the replies"),
            address=f"/desk/events/{slug}/rsvps",
            about=title,
        )
        for slug, title, people in session.execute(query)
    ]
