"""Reads: single events, what search finds, what a host holds."""

from app.events.queries.cards import EventCard
from app.events.queries.contents import settled_content, working_content
from app.events.queries.crowding import (
    NOT_FIELDS,
    crowded_by,
    crowded_in,
    crowded_on,
    proposed_change,
)
from app.events.queries.events import (
    agreement_of,
    event_by_slug,
    event_of,
    event_with_agreement,
    events_held_by,
    locked_event,
    newest_agreement_version,
    shown_events_in,
    version_of,
    versions_of,
)
from app.events.queries.held import listed_events_held_by
from app.events.queries.history import (
    happenings,
    writers_since,
    written_versions,
)
from app.events.queries.search import (
    EventPage,
    conditions_of,
    events_in_month,
    knows_place,
    search_events,
)
from app.events.queries.series import (
    SeriesPlan,
    ahead,
    coming_dates,
    dates_of,
    days_made,
    free_dates,
    has_replies,
    held_dates,
    locked_series,
    pending_series_content,
    running_series,
    series_by_slug,
    series_held_by,
    series_in,
    series_of,
    series_plan,
    series_seen_by,
    today_at,
    working_series_content,
)
from app.events.rules.finding import EventSearch
