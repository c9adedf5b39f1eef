"""Single events, their agreements and versions, and the events of one host."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from app.cohosting.models import Cohosting
from app.cohosting.queries import held_by_or_offered_to
from app.core.database import session
from app.events.models import Agreement, Event, EventStatus, EventVersion, Series
from app.events.rules import SHOWN
from app.initiatives.models import Initiative
from app.organisations.models import Organisation

#: Built once: they are asked for every event page.
_BY_SLUG = (
    select(Event)
    .where(Event.slug == bindparam("slug"), Event.status != EventStatus.DELETED)
    .options(joinedload(Event.cohosting), joinedload(Event.initiative), joinedload(Event.series))
)
_NEWEST = select(func.max(Agreement.version)).where(Agreement.event_id == Event.id).correlate(Event)
_WITH_AGREEMENT = (
    select(Event, Agreement)
    .outerjoin(Agreement, (Agreement.event_id == Event.id) & (Agreement.version == _NEWEST.scalar_subquery()))
    .where(Event.slug == bindparam("slug"), Event.status != EventStatus.DELETED)
    .options(
        joinedload(Event.initiative).load_only(Initiative.slug, Initiative.title, Initiative.status),
        joinedload(Event.series).load_only(Series.slug, Series.title),
    )
)
_NEWEST_AGREEMENT = (
    select(Agreement)
    .where(Agreement.event_id == bindparam("event_id"))
    .order_by(Agreement.version.desc())
    .limit(1)
)


def event_by_slug(slug: str) -> Event | None:
    """Give the event at an address, with its cohosting, or None; deleted ones are not there."""
    return session.scalar(_BY_SLUG, {"slug": slug})


def event_with_agreement(slug: str) -> tuple[Event, Agreement | None] | None:
    """Give the event at an address with the agreement in force, as its page and its replies need it."""
    found = session.execute(_WITH_AGREEMENT, {"slug": slug}).first()
    return (found[0], _in_force(found[1])) if found else None


def event_of(cohosting: Cohosting) -> Event | None:
    """Give the event that a cohosting holds."""
    return session.scalar(select(Event).where(Event.cohosting_id == cohosting.id))


def shown_events_in(initiative: Initiative) -> Sequence[Event]:
    """Give the events of an initiative whose pages anyone can read, unlisted ones too."""
    query = select(Event).where(Event.initiative_id == initiative.id, Event.status.in_(SHOWN))
    return session.scalars(query.order_by(Event.id)).all()


def locked_event(event_id: int) -> Event:
    """Read an event again; nobody else changes it, or takes its spots, until the transaction ends.

    The weaker lock lets replies that only name it be written meanwhile (docs/decisions/0005).
    """
    query = select(Event).where(Event.id == event_id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def agreement_of(event: Event) -> Agreement | None:
    """Give the agreement in force, or None."""
    return _in_force(session.scalar(_NEWEST_AGREEMENT, {"event_id": event.id}))


def _in_force(newest: Agreement | None) -> Agreement | None:
    """Give the newest version; none when it says that the hosts have taken the agreement away."""
    return newest if newest and newest.body else None


def versions_of(event: Event) -> Sequence[EventVersion]:
    """Give every version of an event, newest first, with who wrote it."""
    query = select(EventVersion).where(EventVersion.event_id == event.id)
    newest = query.order_by(EventVersion.version.desc()).options(joinedload(EventVersion.by))
    return session.scalars(newest).all()


def version_of(event: Event, number: int) -> EventVersion | None:
    """Give one version of an event, or None."""
    query = select(EventVersion).where(EventVersion.event_id == event.id, EventVersion.version == number)
    return session.scalar(query.options(joinedload(EventVersion.by)))


def events_held_by(*organisations: Organisation) -> Sequence[Event]:
    """Give the events that these organisations hold or are asked to hold, soonest and unplanned first."""
    held = held_by_or_offered_to(*(each.id for each in organisations))
    query = select(Event).where(Event.cohosting_id.in_(held), Event.status != EventStatus.DELETED)
    return session.scalars(query.order_by(Event.starts_at.desc().nulls_first(), Event.id.desc())).all()


def newest_agreement_version(event: Event) -> int:
    """Give the number of the newest version of the agreement; 0 for none yet."""
    return session.scalar(select(func.max(Agreement.version)).where(Agreement.event_id == event.id)) or 0
