"""Feeds that everyone may follow: one host's events, one series, and one event as a file."""

from flask.typing import ResponseReturnValue

from app.calendars import queries
from app.calendars.views.blueprint import blueprint
from app.core import revisions
from app.core.access import public, require
from app.core.errors import existing
from app.core.feeds import answer_publicly, feed_language
from app.events.queries import series_by_slug
from app.organisations.queries import organisation_by_slug


@blueprint.get("/organisations/<slug>/events.ics")
@public
def organisation_feed(slug: str) -> ResponseReturnValue:
    """Give the events of one host as a calendar to follow."""
    tags = (f"organisation:{slug}", "organisations")
    counters = revisions.numbers(tags)
    organisation = existing(organisation_by_slug(slug))
    require(organisation.is_public, hide=True)
    feed = queries.organisation_feed(organisation, feed_language())
    return answer_publicly(feed.content, changed_at=feed.changed_at, tags=tags, counters=counters)


@blueprint.get("/events/<slug>.ics")
@public
def event_file(slug: str) -> ResponseReturnValue:
    """Give one event as a calendar: to take along, or to follow."""
    tags = (f"event:{slug}", "organisations")
    counters = revisions.numbers(tags)
    feed = existing(queries.event_calendar(slug, feed_language()))
    return answer_publicly(feed.content, changed_at=feed.changed_at, tags=tags, counters=counters)


@blueprint.get("/series/<slug>/events.ics")
@public
def series_calendar(slug: str) -> ResponseReturnValue:
    """Give the dates of a series as a calendar to follow: one event for each, tied to the first."""
    tags = (f"series:{slug}", "events", "organisations")
    counters = revisions.numbers(tags)
    series = existing(series_by_slug(slug))
    require(series.is_public, hide=True)
    feed = queries.series_feed(series, feed_language())
    return answer_publicly(feed.content, changed_at=feed.changed_at, tags=tags, counters=counters)
