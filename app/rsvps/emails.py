"""Mail about replies, each in its reader's language.

All of it is transactional but the hosts' own messages: those belong to the list `HOST_MESSAGES`, so
that they carry a way to stop them (RFC 8058). Nobody misses what matters by leaving that list, for a
new time or place and a cancellation are told by Twain itself, outside any list.

The QR code travels as an ordinary PNG attachment, since mail programs block `data:` pictures and
pictures from the network, and show or open a file everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import segno

from app.calendars.queries import dates_file, event_file, event_invitation
from app.calendars.rules.inviting import Invitee
from app.core.i18n import _, format_date, format_when, in_language
from app.core.ical import Mailbox, Method
from app.core.settings import settings
from app.events.models import AccessFact, Agreement, Event
from app.events.rules import Audience, visible_place, wall_time
from app.events.rules.content import apply_details, content_of, details_from
from app.organisations.models import Organisation
from app.outbox.models import Attachment, CalendarPart, Email, ListName
from app.rsvps.models import Addressees, Rsvp, RsvpStatus

QR_SCALE = 6
CALENDAR = "text/calendar"


@dataclass(frozen=True)
class Line:
    """One fact of an event, as it is and, where it changed, as it was."""

    term: str
    value: str
    before: str = ""


def confirm(rsvp: Rsvp, event: Event) -> Email:
    """Ask whether the address is theirs; until then the spots are only held."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    return about_reply("rsvps/confirm", rsvp, event, held_hours=hours, held_minutes=minutes)


def going(rsvp: Rsvp, event: Event, agreement: Agreement | None) -> Email:
    """Tell all that one needs to come: when, where, how to get in, what was agreed."""
    known = set(AccessFact)
    facts = [AccessFact(fact) for fact in event.access_facts if fact in known]
    return about_reply(
        "rsvps/going",
        rsvp,
        event,
        method=Method.REQUEST,
        files=(_qr(rsvp),),
        agreement=agreement,
        access_facts=facts,
        place=visible_place(event, Audience.GOING),
    )


def already(rsvp: Rsvp, event: Event) -> Email:
    """Send someone who replied again the link of the reply they have."""
    return about_reply("rsvps/already", rsvp, event, is_confirmed=rsvp.status is RsvpStatus.GOING)


def changed(rsvp: Rsvp, event: Event, before: Mapping[str, Any]) -> Email:
    """Tell what is different now: old and new."""
    with in_language(rsvp.language):
        lines = [line for line in _changes(event, before) if line.before != line.value]
    return about_reply("rsvps/changed", rsvp, event, method=Method.REQUEST, lines=lines)


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


def series_changed(news: Sequence[DateNews], title: str, reason: str) -> Email:
    """Tell one person, in one mail, what is different about all their dates of a series."""
    first = news[0].rsvp
    with in_language(first.language):
        dates = [_date_line(each) for each in news]
    alike = _alike(dates)
    dates = [replace(each, lines=[line for line in each.lines if line not in alike]) for each in dates]
    events = [each.rsvp.event for each in news]
    content = dates_file(events, audience=Audience.GOING, language=first.language)
    file = Attachment(f"{events[0].slug}.ics", CALENDAR, content)
    return about_reply(
        "rsvps/series_changed",
        first,
        first.event,
        files=(file,),
        series_title=title,
        dates=dates,
        alike=alike,
        why=reason if any(each.is_off for each in dates) else "",
    )


def together_confirm(rsvps: Sequence[Rsvp], missed: Sequence[tuple[Event, str]]) -> Email:
    """Ask whether the address is theirs, once for several dates of a series."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    return _together("together_confirm", rsvps, missed, held_hours=hours, held_minutes=minutes)


def together_going(rsvps: Sequence[Rsvp], missed: Sequence[tuple[Event, str]] = ()) -> Email:
    """Tell on which dates of a series someone has a place, each with the way to take it back."""
    first = rsvps[0]
    going_to = [each.event for each in rsvps if each.status is RsvpStatus.GOING] or [first.event]
    content = dates_file(going_to, audience=Audience.GOING, language=first.language)
    file = Attachment(f"{first.event.slug}.ics", CALENDAR, content)
    return _together("together_going", rsvps, missed, files=(file,))


def cancelled(rsvp: Rsvp, event: Event, reason: str) -> Email:
    """Tell that the event will not take place."""
    return about_reply("rsvps/cancelled", rsvp, event, method=Method.CANCEL, why=reason)


def postponed(rsvp: Rsvp, event: Event, reason: str) -> Email:
    """Tell that the event moves to a later day, and that the reply stays."""
    method = Method.REQUEST if rsvp.wants_invitations else None
    return about_reply("rsvps/postponed", rsvp, event, method=method, why=reason)


def reply_cancelled(rsvp: Rsvp, event: Event) -> Email:
    """Tell that their own cancellation has been noted, with the way back."""
    return about_reply("rsvps/reply_cancelled", rsvp, event, method=_farewell(rsvp))


def removed(rsvp: Rsvp, event: Event) -> Email:
    """Tell that the hosts have ended the reply, and why."""
    return about_reply("rsvps/removed", rsvp, event, method=_farewell(rsvp), why=rsvp.removed_reason or "")


def host_message(rsvp: Rsvp, event: Event, message: "HostMessage") -> Email:
    """Hand on what a host writes."""
    return about_reply(
        "rsvps/host_message",
        rsvp,
        event,
        reply_to=message.sender.contact_email or None,
        list_name=ListName.HOST_MESSAGES,
        message=message,
        sender_name=message.sender.name,
        is_going=rsvp.status is RsvpStatus.GOING,
    )


@dataclass(frozen=True)
class HostMessage:
    """What a host writes to the people who replied; the text is Markdown."""

    subject: str
    body: str
    sender: Organisation
    to: Addressees = Addressees.GOING
    #: About something else the host does: only for those who have said that it may write to them.
    is_about_event: bool = True

    @property
    def needs_consent_for(self) -> Organisation | None:
        """Give the host to which people must have said yes, if they must."""
        return None if self.is_about_event else self.sender


def lines_of(event: Event) -> list[Line]:
    """Give what someone who is going may know of when and where, in the language being spoken."""
    place = visible_place(event, Audience.GOING)
    when = ""
    if event.starts_at and event.ends_at:
        when = format_when(event.starts_at, event.ends_at, event.zone)
    return [
        Line(_("What"), event.title),
        Line(_("How"), event.format.label),
        Line(_("When"), when),
        Line(_("Where"), place.line),
        Line(_("How to find it"), place.directions),
        Line(_("Link to join"), place.online_link),
    ]


def _changes(event: Event, before: Mapping[str, Any]) -> Sequence[Line]:
    """Set each line beside the one that stood there, both as the reader may know them."""
    was = Event()
    apply_details(was, details_from({**content_of(event, None), **before}))
    return [
        Line(new.term, new.value or _("Not known yet"), old.value or _("Not known yet"))
        for old, new in zip(lines_of(was), lines_of(event), strict=True)
    ]


def _together(
    name: str,
    rsvps: Sequence[Rsvp],
    missed: Sequence[tuple[Event, str]],
    *,
    files: tuple[Attachment, ...] = (),
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    first = rsvps[0]
    with in_language(first.language):
        dates = [
            DateLine(when_of(each.event), (), f"{settings().public_url}{each.address}") for each in rsvps
        ]
        not_taken = [(when_of(event), why) for event, why in missed]
    return about_reply(
        f"rsvps/{name}", first, first.event, files=files, dates=dates, missed=not_taken, **context
    )


def _date_line(news: DateNews) -> DateLine:
    event, url = news.rsvp.event, f"{settings().public_url}{news.rsvp.address}"
    if news.before is None:
        return DateLine(when_of(event), (), url, is_off=True)
    was = Event()
    apply_details(was, details_from({**content_of(event, None), **news.before}))
    lines = [line for line in _changes(event, news.before) if line.before != line.value]
    return DateLine(when_of(was), lines, url)


def _alike(dates: Sequence[DateLine]) -> list[Line]:
    """Give what is different on every date in the same way, to be said once."""
    changed = [each for each in dates if not each.is_off]
    if not changed:
        return []
    return [line for line in changed[0].lines if all(line in each.lines for each in changed)]


def when_of(event: Event) -> str:
    """Say when an event is, in the language being spoken."""
    if event.starts_at is None or event.ends_at is None:
        return ""
    return format_when(event.starts_at, event.ends_at, event.zone)


def about_reply(  # noqa: PLR0913  # each is a part of a message
    template: str,
    rsvp: Rsvp,
    event: Event,
    *,
    method: Method | None = None,
    files: tuple[Attachment, ...] = (),
    reply_to: str | None = None,
    list_name: ListName | None = None,
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    """Write a mail to someone about their reply, with what they may know of the event."""
    address = settings().public_url
    with in_language(rsvp.language):
        lines = lines_of(event)
        subject = _discreet_subject(event) if rsvp.is_discreet else ""
    calendar = _invitation(rsvp, event, method) if method and rsvp.wants_invitations else None
    file = (_calendar(rsvp, event),) if method and calendar is None else ()
    shared = {
        "name": rsvp.name,
        "party_size": rsvp.party_size,
        "way": rsvp.way,
        "title": event.title,
        "subject": subject,
        "discreet": rsvp.is_discreet,
        "is_invitation": calendar is not None,
        "facts": lines[2:],
        "reply_url": f"{address}{rsvp.address}",
        "event_url": f"{address}/events/{event.slug}",
    }
    return Email(
        to=rsvp.email,
        template=template,
        language=rsvp.language,
        context={**shared, **context},
        reply_to=reply_to,
        list_name=list_name,
        attachments=(*file, *files),
        calendar=calendar,
    )


def _discreet_subject(event: Event) -> str:
    """Name nothing but the day, for people whose mail others see."""
    if event.starts_at is None:
        return _("About your appointment")
    local, _fold = wall_time(event.starts_at, event.zone)
    return _("About your appointment on %(day)s", day=format_date(local.date()))


def _farewell(rsvp: Rsvp) -> Method | None:
    """Take the event out of the calendar into which an invitation has put it."""
    return Method.CANCEL if rsvp.wants_invitations and rsvp.confirmed_at else None


def _invitation(rsvp: Rsvp, event: Event, method: Method) -> CalendarPart:
    invitee = Invitee(
        Mailbox(rsvp.name, rsvp.email), rsvp.language, is_discreet=rsvp.is_discreet, shift=rsvp.calendar_shift
    )
    return CalendarPart(method.value, event_invitation(event, invitee, method))


def _calendar(rsvp: Rsvp, event: Event) -> Attachment:
    content = event_file(event, audience=Audience.GOING, language=rsvp.language)
    return Attachment(f"{event.slug}.ics", CALENDAR, content)


def _qr(rsvp: Rsvp) -> Attachment:
    picture = BytesIO()
    address = f"{settings().public_url}{rsvp.address}"
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=QR_SCALE)
    return Attachment("reply-code.png", "image/png", picture.getvalue())
