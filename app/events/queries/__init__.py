"""Reads."""

from app.events.queries.events import (
    agreement_of,
    event_by_slug,
    event_of,
    events_held_by,
    locked,
    newest_agreement_version,
    slug_is_taken,
    version_of,
    versions_of,
)

__all__ = [
    "agreement_of",
    "event_by_slug",
    "event_of",
    "events_held_by",
    "locked",
    "newest_agreement_version",
    "slug_is_taken",
    "version_of",
    "versions_of",
]
