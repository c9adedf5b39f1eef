"""Make the dates of a series: real events, half a year ahead, and never the same day twice."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Cohosting, HeldKind
from app.cohosting.queries import host_tags, open_proposal, speaking_hosts
from app.cohosting.rules import Content
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.i18n import dated, in_language
from app.core.revisions import touch
from app.core.slugs import slugs_like
from app.core.text import slugify
from app.core.tokens import new_token
from app.events import queries
from app.events.facts import SeriesDatesMade
from app.events.models import Agreement, Event, EventStatus, EventVersion, Series, SeriesStatus
from app.events.rules import resolve_wall_time
from app.events.rules.content import COLUMNS, content_from, details_from
from app.events.rules.finding import set_search_columns
from app.events.rules.recurrence import Occurrence
from app.events.rules.series import WINDOW, move, pattern_of, times_of
from app.events.services.series_drafting import hold_series
from app.organisations.policies import can_publish

_SEARCH = ("search_words", "search_tags", "search_area", "sphere_x", "sphere_y", "sphere_z")
_SLUG_LENGTH = 75


def fill(series: Series, window: timedelta = WINDOW) -> Sequence[Event]:
    """Make what is missing of the dates ahead; running it again makes nothing twice.

    A series whose last date is over, and whose rule has no more, ends by itself. One of whose hosts none is
    verified any more rests until one is: nothing new becomes public by itself.
    """
    hold_series(series)
    if series.status is not SeriesStatus.PUBLISHED or not _has_verified_host(series):
        return ()
    today = queries.today_at(series)
    start = max(today, series.filled_to + timedelta(days=1)) if series.filled_to else today
    end = today + window
    if start > end:
        return ()
    made = queries.days_made(series)
    found = queries.ahead(series.content, start, end)
    events = make_dates(series, [each for each in found if each.on not in made])
    series.filled_to = max([end, *(each.on for each in found)])
    if not found and _is_over(series):
        _end_by_itself(series)
    session.flush()
    return events


def make_dates(series: Series, occurrences: Sequence[Occurrence], *, by: User | None = None) -> list[Event]:
    """Make events of dates, all in a few statements; none of the days may have been made before."""
    if not occurrences:
        return []
    occurrences = sorted(occurrences, key=lambda each: each.on)
    slugs = _slugs(series, [each.on for each in occurrences])
    with in_language(series.content["language"]):
        names = [dated(series.title, each.starts_local.date()) for each in occurrences]
    addresses = [f"/desk/events/{slug}" for slug in slugs]
    held = cohosting.begin_like(series.cohosting, HeldKind.EVENT, list(zip(names, addresses, strict=True)))
    is_first = series.filled_to is None
    words = _words(series.content)
    # Written without asking for their numbers back: so many values in one statement are slow to read.
    rows = [
        words
        | _own_part(series, *parts, uid=series.uid if is_first and not number else f"{new_token()}@twain")
        for number, parts in enumerate(zip(occurrences, slugs, held, strict=True))
    ]
    session.execute(insert(Event), rows)
    events = _written(series, occurrences)
    _keep_agreements(events, series.content)
    _keep_first_versions(events, occurrences, series.content, by)
    touch_series(series)
    record(Action.SERIES_DATES_MADE, series, by=by, detail={"count": len(events)})
    announce(SeriesDatesMade(series, tuple(events)))
    return events


def _has_verified_host(series: Series) -> bool:
    hosts = (host.organisation for host in speaking_hosts(series.cohosting))
    return any(can_publish(host) for host in hosts if host is not None)


def touch_series(series: Series) -> None:
    """Note that the public pages which show this series and its dates have changed."""
    tags = host_tags(series.cohosting)
    if series.initiative is not None:
        tags.add(f"initiative:{series.initiative.slug}")
    touch(f"series:{series.slug}", "events", *tags)


def _is_over(series: Series) -> bool:
    """Tell whether no date is ahead, and no host waits for others to agree on more."""
    is_ahead = any(event.status is not EventStatus.CANCELLED for event in queries.coming_dates(series))
    return not is_ahead and open_proposal(series.cohosting) is None


def _end_by_itself(series: Series) -> None:
    series.status = move(series.status, SeriesStatus.ENDED)
    series.ended_at = clock.now()
    touch_series(series)
    record(Action.SERIES_ENDED, series)


def _own_part(
    series: Series, occurrence: Occurrence, slug: str, held: Cohosting, *, uid: str
) -> dict[str, Any]:
    """Give what one date has for itself."""
    now, zone = clock.now(), series.content["zone"]
    return {
        "cohosting_id": held.id,
        "initiative_id": series.initiative_id,
        "series_id": series.id,
        "series_on": occurrence.on,
        "slug": slug,
        "uid": uid,
        "status": EventStatus.PUBLISHED,
        "starts_local": occurrence.starts_local,
        "ends_local": occurrence.ends_local,
        "starts_at": resolve_wall_time(occurrence.starts_local, zone),
        "ends_at": resolve_wall_time(occurrence.ends_local, zone),
        "created_at": now,
        "revised_at": now,
        "published_at": now,
    }


def _words(content: Content) -> dict[str, Any]:
    """Give what all dates say alike, derived once."""
    pattern = pattern_of(content)
    set_search_columns(pattern)
    return {name: getattr(pattern, name) for name in (*COLUMNS, *_SEARCH)} | {
        "starts_fold": 0,
        "ends_fold": 0,
    }


def _written(series: Series, occurrences: Sequence[Occurrence]) -> list[Event]:
    """Read back the dates that were written, in their order."""
    query = select(Event).where(
        Event.series_id == series.id, Event.series_on.in_([each.on for each in occurrences])
    )
    return list(session.scalars(query.order_by(Event.series_on)))


def _keep_agreements(events: Sequence[Event], content: Content) -> None:
    if not content["agreement_body"]:
        return
    words = {"version": 1, "title": content["agreement_title"], "body": content["agreement_body"]}
    now = clock.now()
    session.execute(
        insert(Agreement), [words | {"event_id": event.id, "created_at": now} for event in events]
    )


def _keep_first_versions(
    events: Sequence[Event], occurrences: Sequence[Occurrence], content: Content, by: User | None
) -> None:
    said = content_from(details_from(content))
    rows = [
        {
            "event_id": event.id,
            "version": 1,
            "content": said | times_of(occurrence),
            "by_id": by.id if by else None,
            "at": event.created_at,
        }
        for event, occurrence in zip(events, occurrences, strict=True)
    ]
    session.execute(insert(EventVersion), rows)


def _slugs(series: Series, days: Sequence[date]) -> list[str]:
    """Give each date an address of its own: the title and the day, with a number where that is taken."""
    base = slugify(series.title)[:_SLUG_LENGTH].rstrip("-")
    taken = set(slugs_like(Event.slug, base))
    slugs = []
    for day in days:
        slug, number = f"{base}-{day}", 2
        while slug in taken:
            slug, number = f"{base}-{day}-{number}", number + 1
        taken.add(slug)
        slugs.append(slug)
    return slugs
