"""Carry out what the hosts of a series have agreed: on each of its dates, with one mail to each person."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.rules import Content, changes
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.events import queries
from app.events.facts import EventCancelled, EventChanged, EventWithdrawn, SeriesChanged
from app.events.models import Event, EventStatus, Series, SeriesStatus
from app.events.rules import move as move_event
from app.events.rules.content import details_from, is_news
from app.events.rules.planning import PlannedDate, Step
from app.events.rules.recurrence import Occurrence, write_rrule
from app.events.rules.series import RULE_FIELDS, TIMES, move, read_series, times_of
from app.events.services.ending import cancel
from app.events.services.keeping import (
    keep_agreement,
    keep_name,
    next_version,
    raise_sequence,
    touch_pages,
    write_details,
)
from app.events.services.series_filling import make_dates, touch_series


@dataclass(frozen=True)
class Decided:
    """Who decided on a change, and what people read about dates that fall away."""

    by: User | None
    reason: str = ""
    note: str = ""


@dataclass
class _Told:
    """What people hear of in one mail."""

    changed: list[tuple[Event, dict[str, Any]]] = field(default_factory=list)
    cancelled: list[Event] = field(default_factory=list)


def change_series(series: Series, wanted: Content, from_on: date | None, decided: Decided) -> None:
    """Let a running series say something else from a day on, on every date that nobody changed alone."""
    plan = queries.series_plan(series, wanted, from_on)
    touched = [
        plan.events[each.made.event_id] for each in plan.dates if each.made and each.step is not Step.LEAVE
    ]
    cohosting.lock_all([event.cohosting for event in touched])
    for event in sorted(touched, key=lambda each: each.id):  # as those lock them who confirm several replies
        queries.locked_event(event.id)
    # Some may have been called off, or changed alone, since they were read.
    free = queries.free_dates(touched)
    new = {name: value for name, value in changes(series.content, plan.content).items() if name not in TIMES}
    words = {name: value for name, value in new.items() if name not in RULE_FIELDS}
    told = _Told()
    for planned in plan.dates:
        if planned.made is not None and planned.made.event_id in free:
            _carry_out(planned, plan.events[planned.made.event_id], words, decided, told)
    keep_series(series, plan.content)
    missing = [each.occurrence for each in plan.dates if each.step is Step.MAKE and each.occurrence]
    make_dates(series, missing, by=decided.by)
    series.filled_to = max([plan.end, *(each.on for each in missing)])
    _tell(series, told, decided.reason)


def end_series(series: Series, last_on: date | None, decided: Decided) -> None:
    """Let a series have no date after a day, or none at all any more; people are told of each that is off."""
    told = _Told()
    for event in queries.held_dates(series):
        day = event.starts_local.date() if event.starts_local else None
        if last_on is not None and day is not None and day <= last_on:
            continue
        cohosting.close_for(event.cohosting, by=decided.by)
        if queries.locked_event(event.id).status in {EventStatus.CANCELLED, EventStatus.DELETED}:
            continue  # called off by itself since it was read
        _drop(event, decided, told)
    if last_on is not None and any(
        event.status is not EventStatus.CANCELLED for event in queries.coming_dates(series)
    ):
        keep_series(series, _bounded(series.content, last_on))
    else:
        series.status = move(series.status, SeriesStatus.ENDED)
        series.ended_at = clock.now()
    series.end_reason = decided.reason
    _tell(series, told, decided.reason)


def keep_series(series: Series, content: Content) -> None:
    """Write what a series says now, and count the edit."""
    series.content = content
    series.title = content["title"]
    series.version += 1
    series.revised_at = clock.now()
    cohosting.rename(series.cohosting, series.title)
    session.flush()


def _carry_out(planned: PlannedDate, event: Event, words: Content, decided: Decided, told: _Told) -> None:
    if planned.step is Step.DROP:
        _drop(event, decided, told)
    elif planned.occurrence is not None:
        _rewrite(event, planned.occurrence, words, decided, told)


def _rewrite(event: Event, occurrence: Occurrence, words: Content, decided: Decided, told: _Told) -> None:
    """Let one date say what the series says now."""
    event.series_on = occurrence.on
    settled = queries.settled_content(event)
    changed = changes(settled, settled | words | times_of(occurrence))
    if not changed:
        return
    details = details_from(settled | changed)
    write_details(event, details)
    if is_news(changed):
        raise_sequence(event)
    session.flush()
    keep_agreement(event, details)
    keep_name(event)
    next_version(event, by=decided.by, note=decided.note)
    touch_pages(event)
    before = {name: settled[name] for name in changed}
    record(Action.EVENT_CHANGED, event, by=decided.by, detail={"fields": sorted(changed), "series": True})
    announce(EventChanged(event, before, changed, in_series=True))
    told.changed.append((event, before))


def _drop(event: Event, decided: Decided, told: _Told) -> None:
    """Call a date off that people have replied to; take any other back from the public."""
    event.series_on = None
    if not queries.has_replies(event):
        if event.status in {EventStatus.PUBLISHED, EventStatus.POSTPONED}:
            event.status = move_event(event.status, EventStatus.WITHDRAWN)
            raise_sequence(event)
            next_version(event, by=decided.by, note=decided.note)
            touch_pages(event)
            record(Action.EVENT_WITHDRAWN, event, by=decided.by, detail={"series": True})
            announce(EventWithdrawn(event))
        return
    cancel(event, decided.reason)
    next_version(event, by=decided.by, note=decided.note)
    record(Action.EVENT_CANCELLED, event, by=decided.by, detail={"series": True})
    announce(EventCancelled(event, decided.reason, in_series=True))
    told.cancelled.append(event)


def _tell(series: Series, told: _Told, reason: str) -> None:
    touch_series(series)
    session.flush()
    if told.changed or told.cancelled:
        announce(SeriesChanged(series, tuple(told.changed), tuple(told.cancelled), reason))


def _bounded(content: Content, last_on: date) -> Content:
    """Give the content of a series that has no date after a day."""
    written = read_series(content)
    return {
        **content,
        "rule": write_rrule(replace(written.rule, until=last_on, count=None)),
        "added": [day.isoformat() for day in sorted(written.added) if day <= last_on],
    }
