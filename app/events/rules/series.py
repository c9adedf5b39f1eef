"""What hosts write about a series: what its events say, the rule, days left out and added."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.cohosting.rules import Content
from app.core import clock
from app.core.i18n import _, format_date
from app.core.transitions import moved
from app.events.models import Event
from app.events.models import SeriesStatus as S
from app.events.rules.content import (
    KEY_FIELDS,
    MINUTES,
    EventDetails,
    as_event,
    content_from,
    details_from,
)
from app.events.rules.readiness import missing_for_publication
from app.events.rules.recurrence import (
    MOST_DATES,
    Every,
    Occurrence,
    Rule,
    all_days,
    days_between,
    days_of,
    first_day,
    has_too_many,
    occurrence_on,
    read_rrule,
    write_rrule,
)

#: How far ahead dates are events that people can reply to.
WINDOW = timedelta(weeks=26)
#: Nobody plans further; each day until then has to be walked through.
FAR = timedelta(days=3653)
RULE_FIELDS = ("rule", "left_out", "added")
SERIES_KEY_FIELDS = KEY_FIELDS | frozenset(RULE_FIELDS)
#: What differs from date to date, so that it is never copied from the series to one of them as it stands.
TIMES = frozenset({"starts_local", "ends_local", "starts_fold", "ends_fold"})

TRANSITIONS: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.PROPOSED}),
    S.PROPOSED: frozenset({S.DRAFT, S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
}
UNPUBLISHED = frozenset({S.DRAFT, S.PROPOSED})


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)


@dataclass(frozen=True)
class SeriesDetails:
    """Everything that hosts write about a series; the details begin with its first date."""

    details: EventDetails
    rule: Rule
    left_out: frozenset[date] = frozenset()
    added: frozenset[date] = frozenset()


def series_content(written: SeriesDetails) -> Content:
    """Give what was written as plain JSON, with the first day that fits the rule as its beginning."""
    rule, details = written.rule, written.details
    if details.starts_local is not None:
        rule = _fixed(rule, details.starts_local.date())
        details = _begun(details, rule)
    return {
        **content_from(details),
        "rule": write_rrule(rule),
        "left_out": sorted(day.isoformat() for day in written.left_out),
        "added": sorted(day.isoformat() for day in written.added),
    }


def read_series(content: Mapping[str, Any]) -> SeriesDetails:
    """Give plain JSON as what was written."""
    return SeriesDetails(
        details_from(content),
        read_rrule(content["rule"]),
        frozenset(map(date.fromisoformat, content["left_out"])),
        frozenset(map(date.fromisoformat, content["added"])),
    )


def refusal_of(written: SeriesDetails) -> tuple[str, str] | None:
    """Say why dates cannot be made of what was written, with the field it is about; None when they can."""
    rule, starts = written.rule, written.details.starts_local
    if starts is None or written.details.ends_local is None:
        return None
    if not -3 * FAR < starts.date() - clock.now().date() < FAR:
        return "starts_date", _("Choose a first date within ten years from today.")
    first = first_day(rule, starts.date())
    if first is None:
        return "starts_date", _("No date fits this. Choose an earlier first date, or another rule.")
    if rule.until is not None and rule.until < first:
        sentence = _(
            "Its first date is %(first)s, and that is after its end. Choose a later end.",
            first=format_date(first),
        )
        return "until", sentence
    if has_too_many(rule, first):
        sentence = _(
            "This makes more than %(most)s dates. Choose an earlier end, or let it go on without an end: "
            "dates are then made half a year ahead.",
            most=MOST_DATES,
        )
        return ("until" if rule.until else "count"), sentence
    return _exceptions_refusal(written, first)


def missing_for_series(content: Content, now: datetime | None) -> list[str]:
    """Say, each in a sentence, what has to be there before the public can see the series.

    `now` is None for one that runs already, whose first date may be over.
    """
    first = pattern_of(content)
    now = now or (first.starts_at - timedelta(minutes=1) if first.starts_at else clock.now())
    refusal = refusal_of(read_series(content))
    return [*missing_for_publication(first, now), *([refusal[1]] if refusal else ())]


def pattern_of(content: Content) -> Event:
    """Give what all dates say alike, at the times of the first one as the clocks of its zone allow."""
    details = details_from(content)
    if details.starts_local is not None and details.ends_local is not None:
        first = occurrence_on(
            details.starts_local.date(), details.starts_local, details.ends_local, details.zone
        )
        details = replace(details, starts_local=first.starts_local, ends_local=first.ends_local)
    return as_event(details)


def occurrences_of(content: Content, start: date, end: date) -> list[Occurrence]:
    """Give the dates of a series in a window; at least the next one that there is."""
    written = read_series(content)
    details = written.details
    if details.starts_local is None or details.ends_local is None:
        return []
    days = all_days(written.rule, details.starts_local.date(), left_out=written.left_out, added=written.added)
    return [
        occurrence_on(day, details.starts_local, details.ends_local, details.zone)
        for day in days_between(days, start, end)
    ]


def times_of(occurrence: Occurrence) -> Content:
    """Give the times of a date as plain JSON."""
    return {
        "starts_local": occurrence.starts_local.isoformat(timespec=MINUTES),
        "ends_local": occurrence.ends_local.isoformat(timespec=MINUTES),
        "starts_fold": 0,
        "ends_fold": 0,
    }


def rebased(old: Content, new: Content, start: date) -> Content:
    """Let a changed rule count from the first day that it touches; a rule that stays keeps its beginning."""
    if not new["starts_local"] or not new["ends_local"]:
        return new
    written = read_series(new)
    starts = datetime.fromisoformat(new["starts_local"])
    old_first = date.fromisoformat(old["starts_local"][:10])
    if old["rule"] == new["rule"] and old_first == starts.date():
        return new
    is_first_chosen = starts.date() != first_day(written.rule, old_first)
    if is_first_chosen and starts.date() >= start:
        return new
    length = datetime.fromisoformat(new["ends_local"]) - starts
    begins = datetime.combine(start, starts.time())
    details = replace(written.details, starts_local=begins, ends_local=begins + length)
    return series_content(replace(written, details=details))


def _fixed(rule: Rule, first: date) -> Rule:
    """Name the day of the week or month that a rule takes from its first date, so that it keeps it."""
    if rule.every is Every.WEEK and not rule.weekdays:
        return replace(rule, weekdays=(first.weekday(),))
    if rule.every is Every.MONTH and rule.nth is None and rule.month_day is None:
        return replace(rule, month_day=first.day)
    return rule


def _begun(details: EventDetails, rule: Rule) -> EventDetails:
    """Begin on the first day that fits the rule."""
    starts, ends = details.starts_local, details.ends_local
    day = first_day(rule, starts.date()) if starts else None
    if starts is None or day is None:
        return details
    begins = datetime.combine(day, starts.time())
    length = ends - starts if ends else None
    return replace(details, starts_local=begins, ends_local=begins + length if length else None)


def _exceptions_refusal(written: SeriesDetails, first: date) -> tuple[str, str] | None:
    if len(written.left_out) > MOST_DATES or len(written.added) > MOST_DATES:
        return "left_out", _("At most %(most)s days.", most=MOST_DATES)
    latest = max(first, clock.now().date()) + FAR
    far = next((day for day in written.added if day > latest), None)
    if far is not None:
        return "added", _("%(day)s is too far away: dates are planned for ten years.", day=format_date(far))
    if any(day < first for day in written.added):
        return "added", _("A day that is added comes after the first date.")
    last = min(max(written.left_out, default=first), latest)
    known = frozenset(days_between(days_of(written.rule, first), first, last)) | written.added
    strange = sorted(day for day in written.left_out if day >= first and day not in known)
    if strange:
        sentence = _(
            "%(day)s is not one of its dates, so it cannot be left out.", day=format_date(strange[0])
        )
        return "left_out", sentence
    days = all_days(written.rule, first, left_out=written.left_out, added=written.added)
    if next(days, None) is None:
        return "left_out", _("Every date is left out, so nothing is left.")
    return None


def refusal_to_delete_series(status: S, accepted_hosts: int) -> str | None:
    """Say why a series cannot be deleted; None when it can."""
    if status is not S.DRAFT:
        return _("Only a draft can be deleted. End the series instead, so that people are told.")
    if accepted_hosts > 1:
        return _("Other hosts have worked on this too. You can leave it to them.")
    return None
