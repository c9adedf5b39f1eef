"""Mail that tells one person of several dates of a series at once.

One mail holds one file with all the dates. For dates to which someone chose invitations it holds one
invitation each, or the end of one: an invitation names a single event (RFC 5546, 3.2.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.calendars.queries import DatesFile, date_invitations, dates_file
from app.core.i18n import in_language
from app.core.ical import Method
from app.core.settings import settings
from app.events.models import Event
from app.events.rules import Audience
from app.outbox.models import Attachment, CalendarPart, Email
from app.rsvps.emails.replies import HostMessage, host_message
from app.rsvps.emails.writing import (
    CALENDAR,
    Line,
    about_reply,
    audience_of,
    changed_lines,
    event_before,
    file_name,
    invitee_of,
    when_of,
)
from app.rsvps.models import Rsvp, RsvpStatus


@dataclass(frozen=True)
class DateNews:
    """What has become of one date to which someone has replied."""

    rsvp: Rsvp
    #: The changed fields as they were; None when it is called off.
    before: Mapping[str, Any] | None


@dataclass(frozen=True)
class DateLine:
    """One date in a mail that tells of several."""

    #: Which one it was.
    day: str
    lines: Sequence[Line]
    url: str
    is_off: bool = False
    is_way_gone: bool = False
    is_waiting: bool = False


def series_changed(news: Sequence[DateNews], title: str, reason: str) -> Email:
    """Tell one person, in one mail, what is different about all their dates of a series."""
    first = news[0].rsvp
    with in_language(first.language):
        dates = [_date_line(each) for each in news]
    alike = _alike(dates)
    dates = [replace(each, lines=[line for line in each.lines if line not in alike]) for each in dates]
    going = [each for each in news if audience_of(each.rsvp) is Audience.GOING]
    files = _files([each.rsvp for each in going if not each.rsvp.wants_invitations])
    told = [(each.rsvp, Method.CANCEL if each.before is None else Method.REQUEST) for each in going]
    invitations = _invitations(told)
    return about_reply(
        "rsvps/series_changed",
        first,
        first.event,
        files=files,
        invitations=invitations,
        series_title=title,
        dates=dates,
        alike=alike,
        has_file=bool(files),
        why=reason if any(each.is_off for each in dates) else "",
    )


def together_confirm(rsvps: Sequence[Rsvp], missed: Sequence[tuple[Event, str]]) -> Email:
    """Ask whether the address is theirs, once for several dates of a series."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    return _together("together_confirm", rsvps, missed, held_hours=hours, held_minutes=minutes)


def together_going(rsvps: Sequence[Rsvp], missed: Sequence[tuple[Event, str]] = ()) -> Email:
    """Tell on which dates of a series someone has a place or waits, each with the way to take it back."""
    going = [each for each in rsvps if each.status is RsvpStatus.GOING]
    return _together(
        "together_going",
        rsvps,
        missed,
        files=_files([each for each in going if not each.wants_invitations]),
        invitations=_invitations([(each, Method.REQUEST) for each in going]),
    )


def together_cancelled(rsvps: Sequence[Rsvp]) -> Email:
    """Tell that their own cancellation of several dates has been noted, with the way back to each."""
    ended = _invitations([(each, Method.CANCEL) for each in rsvps])
    return _together("together_cancelled", rsvps, (), invitations=ended)


def series_message(rsvps: Sequence[Rsvp], title: str, message: HostMessage) -> Email:
    """Hand on to one person, once, what a host writes to everyone who comes to a series."""
    first = next((each for each in rsvps if not _waits(each)), rsvps[0])
    with in_language(first.language):
        dates = [_own_line(each) for each in rsvps]
    return host_message(first, first.event, message, title=title, dates=dates)


def _together(
    name: str,
    rsvps: Sequence[Rsvp],
    missed: Sequence[tuple[Event, str]],
    *,
    files: tuple[Attachment, ...] = (),
    invitations: tuple[CalendarPart, ...] = (),
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    first = rsvps[0]
    with in_language(first.language):
        lines = [_own_line(each) for each in rsvps]
        not_taken = [(when_of(event), why) for event, why in missed]
    return about_reply(
        f"rsvps/{name}",
        first,
        first.event,
        title=first.event.title,
        files=files,
        invitations=invitations,
        has_file=bool(files),
        dates=[line for line in lines if not line.is_waiting],
        waiting=[line for line in lines if line.is_waiting],
        missed=not_taken,
        **context,
    )


def _own_line(rsvp: Rsvp) -> DateLine:
    """Name the date of a reply, with the page on which its person changes it."""
    url = f"{settings().public_url}{rsvp.address}"
    return DateLine(when_of(rsvp.event), (), url, is_waiting=_waits(rsvp))


def _files(rsvps: Sequence[Rsvp]) -> tuple[Attachment, ...]:
    """Write the one file that puts dates into a calendar, or puts them right there."""
    if not rsvps:
        return ()
    first = rsvps[0]
    content = dates_file(
        [each.event for each in rsvps],
        DatesFile(first.language, first.is_discreet, {each.event_id: each.calendar_shift for each in rsvps}),
    )
    return (Attachment(file_name(first, first.event), CALENDAR, content),)


def _invitations(told: Sequence[tuple[Rsvp, Method]]) -> tuple[CalendarPart, ...]:
    """Write an invitation to each date, or the end of one, for those who chose them."""
    wanted = [(rsvp, method) for rsvp, method in told if rsvp.wants_invitations]
    written = date_invitations([(rsvp.event, invitee_of(rsvp), method) for rsvp, method in wanted])
    return tuple(
        CalendarPart(method.value, content, _date_name(rsvp))
        for (rsvp, method), content in zip(wanted, written, strict=True)
    )


def _date_name(rsvp: Rsvp) -> str:
    """Name the file of one date; one that tells nothing has a name that tells its day alone."""
    starts = rsvp.event.starts_local
    return f"appointment-{starts:%Y-%m-%d}.ics" if rsvp.is_discreet and starts else f"{rsvp.event.slug}.ics"


def _date_line(news: DateNews) -> DateLine:
    event, url = news.rsvp.event, f"{settings().public_url}{news.rsvp.address}"
    waits = _waits(news.rsvp)
    if news.before is None:
        return DateLine(when_of(event), (), url, is_off=True, is_waiting=waits)
    lines = changed_lines(news.rsvp, event, news.before)
    return DateLine(
        when_of(event_before(event, news.before)),
        lines,
        url,
        is_way_gone=news.rsvp.way not in event.ways,
        is_waiting=waits,
    )


def _alike(dates: Sequence[DateLine]) -> list[Line]:
    """Give what is different on every date in the same way, to be said once."""
    changed = [each for each in dates if not each.is_off]
    if not changed:
        return []
    return [line for line in changed[0].lines if all(line in each.lines for each in changed)]


def _waits(rsvp: Rsvp) -> bool:
    return audience_of(rsvp) is Audience.PUBLIC
