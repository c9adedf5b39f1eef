"""Keep each event's lines as the public is told them, in step with what happens to it.

A GET may not write, so this is done where the change is made, in the same transaction.
"""

from collections.abc import Sequence

from sqlalchemy import select

from app.calendars.models import RenderedEvent
from app.calendars.queries.lines import (
    event_block,
    is_in_window,
    kept_of,
    tombstone_block,
    without_lines,
)
from app.calendars.rules.saying import EDITION, Host
from app.calendars.rules.telling import told_until
from app.cohosting.facts import HostsChanged
from app.cohosting.models import Host as HostRow
from app.cohosting.models import HostStatus
from app.cohosting.queries import host_organisations, host_organisations_of
from app.core import clock
from app.core.database import session
from app.core.i18n import LANGUAGES
from app.events.facts import (
    EventCancelled,
    EventChanged,
    EventDeleted,
    EventPostponed,
    EventPublished,
    EventWithdrawn,
)
from app.events.models import Event, EventVisibility
from app.events.policies import listed
from app.events.queries import event_of
from app.events.rules import SHOWN
from app.events.services.keeping import raise_sequence, touch_pages
from app.organisations.facts import OrganisationChanged


def keep_published(fact: EventPublished | EventCancelled | EventPostponed) -> None:
    """Write the lines of an event that the public reads anew."""
    _keep(fact.event, host_organisations(fact.event.cohosting_id))


def keep_changed(fact: EventChanged) -> None:
    """Write the lines anew; one that is not listed any more leaves a tombstone in the lists."""
    event = fact.event
    was_listed = fact.before.get("visibility", event.visibility) == EventVisibility.PUBLIC
    _keep(event, host_organisations(event.cohosting_id), was_listed=was_listed)


def keep_withdrawn(fact: EventWithdrawn) -> None:
    """Leave a tombstone of what was taken back."""
    _keep(fact.event, (), was_listed=fact.event.visibility is EventVisibility.PUBLIC)


def keep_deleted(fact: EventDeleted) -> None:
    """Leave a tombstone of what feeds have told of, and nothing of what was never listed."""
    _keep(fact.event, ())


def keep_hosts(fact: HostsChanged) -> None:
    """Write the lines with the hosts that there are now."""
    event = event_of(fact.cohosting)
    if event is not None and event.status in SHOWN:
        _keep(event, host_organisations(event.cohosting_id))


def keep_organisation(fact: OrganisationChanged) -> None:
    """Tell the new name of a host: where the lines change by it, the event is revised."""
    held = select(HostRow.cohosting_id).where(
        HostRow.organisation_id == fact.organisation.id, HostRow.status == HostStatus.ACCEPTED
    )
    query = select(Event).where(Event.cohosting_id.in_(held), listed(), is_in_window())
    events = session.scalars(query.order_by(Event.id)).all()
    hosts = host_organisations_of([event.cohosting_id for event in events])
    for event in events:
        if _says_something_else(event, hosts[event.cohosting_id]):
            raise_sequence(event)
            session.flush()
            touch_pages(event)
            _keep(event, hosts[event.cohosting_id])


def keep_missing(most: int) -> int:
    """Write lines that are missing, or that an older edition wrote; give how many events had none."""
    events = without_lines(most)
    hosts = host_organisations_of([event.cohosting_id for event in events])
    for event in events:
        _keep(event, hosts[event.cohosting_id])
    return len(events)


def _keep(event: Event, hosts: Sequence[Host], *, was_listed: bool = False) -> None:
    """Keep the lines of a listed event; of one that is so no more, or was taken back, a tombstone."""
    kept = kept_of(event)
    is_listed = event.status in SHOWN and event.visibility is EventVisibility.PUBLIC
    was_listed = was_listed or is_listed or any(row.was_listed for row in kept.values())
    is_only_unlisted = event.status in SHOWN and not was_listed
    is_gone_already = any(row.gone_until for row in kept.values())
    if not is_listed and (is_only_unlisted or is_gone_already):
        return
    for language in LANGUAGES:
        row = kept.get(language) or RenderedEvent(event_id=event.id, language=language)
        row.edition, row.sequence, row.revised_at = EDITION, event.sequence, event.revised_at
        row.was_listed = was_listed
        row.gone_until = None if is_listed else told_until(event.ends_at, clock.now())
        row.lines = event_block(event, hosts, language) if is_listed else tombstone_block(event, language)
        session.add(row)
    session.flush()


def _says_something_else(event: Event, hosts: Sequence[Host]) -> bool:
    """Tell whether the kept lines differ from what would be written now."""
    return any(row.lines != event_block(event, hosts, row.language) for row in kept_of(event).values())
