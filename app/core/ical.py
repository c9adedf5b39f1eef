"""Write iCalendar text (RFC 5545, 7986, 9073): one event as a block of lines, a calendar as a concatenation.

An event's block is deterministic, so it can be kept beside the event's revision and a feed of a thousand
events is built by joining texts. Times are UTC instants: no VTIMEZONE is needed and none can be wrong.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

PRODUCT = "-//Twain//Twain//EN"
LINE_OCTETS = 75
_CONTINUES, _CONTINUATION = 0xC0, 0x80  # the top bits of an octet that is not the first of its character

_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
# What RFC 5545 forbids in a value, what some readers take for a line end, and what UTF-8 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_MAIL_CHARACTERS = "@!$'*+-./=^_`{|}~"
_PARAMETER_ESCAPES = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})


class EventStatus(StrEnum):
    """Say how sure it is that the event takes place (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """Say what a calendar is asked to do with an event that a mail brings (RFC 5546, 3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Name a mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Link:
    """Name an address: a host with its page, or a room to meet in."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """Hold what one VEVENT tells; empty texts are left out.

    `stamp` is the last public change. `hosted_by` is the sentence about the hosts in the reader's language;
    without it their names are listed. `prefix` is what a personal calendar puts before the title.
    """

    uid: str
    sequence: int
    stamp: datetime
    created: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    status: EventStatus = EventStatus.CONFIRMED
    prefix: str = ""
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    transparent: bool = False
    categories: tuple[str, ...] = ()
    image: str = ""
    conference: Link | None = None
    hosts: tuple[Link, ...] = ()
    hosted_by: str = ""
    contact: str = ""
    comment: str = ""
    #: The UID of the first date of its series, which this one is beside (RFC 5545, 3.8.4.5).
    related_to: str = ""
    #: A whole day, such as a deadline; the instants are not written then.
    on: date | None = None
    #: Who invites and the one who is invited: only in mail to that person, never in a feed.
    organizer: Mailbox | None = None
    attendee: Mailbox | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarHeader:
    """Hold what a feed says of itself; `colour` is a CSS colour name (RFC 7986, 5.9)."""

    uid: str
    name: str
    #: The last change of anything in it; None while there is nothing in it.
    last_modified: datetime | None = None
    description: str = ""
    url: str = ""
    source: str = ""
    colour: str = ""
    refresh: timedelta = timedelta(hours=1)


def event_lines(event: CalendarEvent) -> str:
    """Write one event as a VEVENT block: folded, escaped, ended by CRLF; equal events give equal text."""
    return "".join(_folded(line) for line in _event(event))


def calendar(blocks: Iterable[str], header: CalendarHeader) -> bytes:
    """Join blocks made by `event_lines` into a calendar; without METHOD, so nobody is asked to reply."""
    head = "".join(_folded(line) for line in _header(header))
    return "".join((head, *blocks, "END:VCALENDAR\r\n")).encode()


def scheduling(event: CalendarEvent, method: Method) -> bytes:
    """Write the calendar part of a mail to one person, who is asked nothing (RFC 5546, 3.2.2 and 3.2.5)."""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\n"
    return f"{head}METHOD:{method.value}\r\n{event_lines(event)}END:VCALENDAR\r\n".encode()


def _header(header: CalendarHeader) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    yield f"UID:{_text(header.uid)}"
    if header.last_modified is not None:
        yield f"LAST-MODIFIED:{_instant(header.last_modified)}"
    # Old and new spelling of the same: each is the only one that some widespread client reads.
    for names, value in (
        (("NAME", "X-WR-CALNAME"), header.name),
        (("DESCRIPTION", "X-WR-CALDESC"), header.description),
    ):
        yield from (f"{name}:{_text(value)}" for name in names if value)
    yield from _given("URL", _uri(header.url))
    yield from _given("SOURCE;VALUE=URI", _uri(header.source))
    yield from _given("COLOR", _text(header.colour))
    refresh = _duration(header.refresh)
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}"
    yield f"X-PUBLISHED-TTL:{refresh}"


def _event(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    stamp = _instant(event.stamp)
    yield f"DTSTAMP:{stamp}"
    yield f"CREATED:{_instant(event.created)}"
    yield f"LAST-MODIFIED:{stamp}"
    yield from _span(event)
    yield f"SUMMARY:{_one_line(f'{event.prefix} {event.summary}')}"
    yield f"STATUS:{event.status.value}"
    yield f"TRANSP:{'TRANSPARENT' if event.transparent else 'OPAQUE'}"
    yield from _people(event)
    yield from _event_texts(event)
    yield from _event_links(event)
    for host in event.hosts:
        yield from _participant(event.uid, host)
    yield "END:VEVENT"


def _span(event: CalendarEvent) -> Iterator[str]:
    if event.on is not None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_instant(event.starts_at)}"
        yield f"DTEND:{_instant(event.ends_at)}"


def _people(event: CalendarEvent) -> Iterator[str]:
    if event.organizer is not None:
        yield f"ORGANIZER;CN={_parameter(event.organizer.name)}:{_mailto(event.organizer)}"
    if event.attendee is not None:
        name = _parameter(event.attendee.name)
        role = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
        yield f"ATTENDEE;CN={name};{role}:{_mailto(event.attendee)}"


def _event_texts(event: CalendarEvent) -> Iterator[str]:
    yield from _given("DESCRIPTION", _text(_described(event)))
    yield from _given("LOCATION", _text(event.location))
    if event.geo is not None:
        yield "GEO:{:.6f};{:.6f}".format(*event.geo)
    yield from _given("CATEGORIES", ",".join(_one_line(category) for category in event.categories))
    yield from _given("CONTACT", _text(event.contact))
    yield from _given("COMMENT", _text(event.comment))
    yield from _given("RELATED-TO;RELTYPE=SIBLING", _text(event.related_to))


def _event_links(event: CalendarEvent) -> Iterator[str]:
    yield from _given("URL", _uri(event.url))
    yield from _given("IMAGE;VALUE=URI;DISPLAY=BADGE", _uri(event.image))
    if event.conference is not None:
        label = f";LABEL={_parameter(event.conference.name)}" if event.conference.name else ""
        yield f"CONFERENCE;VALUE=URI;FEATURE=VIDEO{label}:{_uri(event.conference.url)}"


def _participant(event_uid: str, host: Link) -> Iterator[str]:
    """Name a host as a PARTICIPANT (RFC 9073, 7.1), because ORGANIZER can hold only one."""
    yield "BEGIN:PARTICIPANT"
    yield f"UID:{uuid5(NAMESPACE_URL, f'{event_uid} {host.url or host.name}')}"
    yield "PARTICIPANT-TYPE:ACTIVE"
    yield f"SUMMARY:{_one_line(host.name)}"
    yield from _given("URL", _uri(host.url))
    yield "END:PARTICIPANT"


def _described(event: CalendarEvent) -> str:
    hosts = event.hosted_by or " · ".join(host.name for host in event.hosts)
    return "\n\n".join(part for part in (event.url, hosts, event.description) if part)


def _given(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{value}"


def _clean(value: str) -> str:
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", value))


def _text(value: str) -> str:
    return _clean(value).translate(_ESCAPES)


def _one_line(value: str) -> str:
    return " ".join(_clean(value).split()).translate(_ESCAPES)


def _uri(value: str) -> str:
    # A URI is not escaped; white space is not part of one, and a line break would begin a new property.
    return "".join(_clean(value).split())


def _mailto(mailbox: Mailbox) -> str:
    return _uri(f"mailto:{quote(mailbox.address, safe=_MAIL_CHARACTERS)}")


def _parameter(value: str) -> str:
    return f'"{_clean(value).translate(_PARAMETER_ESCAPES)}"'


def _instant(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        message = "a calendar holds instants, not times without a zone"
        raise ValueError(message)
    return (moment - offset).strftime("%Y%m%dT%H%M%SZ")


def _duration(length: timedelta) -> str:
    hours, rest = divmod(int(length.total_seconds()), 3600)
    minutes = rest // 60
    return f"PT{hours}H{minutes}M" if hours and minutes else f"PT{hours}H" if hours else f"PT{minutes}M"


def _folded(line: str) -> str:
    """Fold after at most 75 octets, never inside a character (RFC 5545, 3.1)."""
    if len(line) * 4 <= LINE_OCTETS or len(octets := line.encode()) <= LINE_OCTETS:
        return f"{line}\r\n"
    pieces, start, room = [], 0, LINE_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & _CONTINUES == _CONTINUATION:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, LINE_OCTETS - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"
