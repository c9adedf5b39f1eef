"""Reads: single events, what search finds, what a host holds."""

from app.events.queries.cards import EventCard
from app.events.queries.contents import pending_content, settled_content, working_content
from app.events.queries.events import (
    agreement_of,
    event_by_slug,
    event_of,
    event_with_agreement,
    events_held_by,
    locked,
    newest_agreement_version,
    shown_events_in,
    slugs_like,
    version_of,
    versions_of,
)
from app.events.queries.history import (
    Happening,
    WrittenVersion,
    happenings,
    writers_since,
    written_versions,
)
from app.events.queries.search import (
    EventPage,
    EventSearch,
    conditions_of,
    events_in_month,
    search_events,
)

__all__ = [
    "EventCard",
    "EventPage",
    "EventSearch",
    "Happening",
    "WrittenVersion",
    "agreement_of",
    "conditions_of",
    "event_by_slug",
    "event_of",
    "event_with_agreement",
    "events_held_by",
    "events_in_month",
    "happenings",
    "locked",
    "newest_agreement_version",
    "pending_content",
    "search_events",
    "settled_content",
    "shown_events_in",
    "slugs_like",
    "version_of",
    "versions_of",
    "working_content",
    "writers_since",
    "written_versions",
]
