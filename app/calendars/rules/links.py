"""Ways to bring one event into a calendar; pure text, so that no calendar has to be asked."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK_FEED = "https://outlook.live.com/calendar/0/addfromweb"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
#: So many are kept: they stand on pages that are drawn again and again.
KEPT_LINKS = 512


@dataclass(frozen=True)
class Appointment:
    """What a calendar is told; `place` is as precise as its reader may know it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    details: str
    place: str


@dataclass(frozen=True)
class CalendarLinks:
    """The addresses by which different calendars take an event up."""

    #: The file, for every calendar program.
    download: str
    #: The same address, for programs that follow changes.
    webcal: str
    google: str
    outlook: str


@lru_cache(KEPT_LINKS)
def calendar_links(appointment: Appointment, feed: str) -> CalendarLinks:
    """Give the ways to take an event along; `feed` is the full address of its .ics file."""
    return CalendarLinks(
        download=feed,
        webcal=webcal(feed),
        google=_google(appointment),
        outlook=_outlook(appointment),
    )


@dataclass(frozen=True)
class FeedLinks:
    """The addresses by which different calendars follow a feed."""

    address: str
    webcal: str
    google: str
    outlook: str


def feed_links(feed: str, name: str) -> FeedLinks:
    """Give the ways to follow a feed; `feed` is its full address, `name` what Outlook calls it."""
    followed = webcal(feed)
    return FeedLinks(
        address=feed,
        webcal=followed,
        google=f"{GOOGLE}?{_query({'cid': followed})}",
        outlook=f"{OUTLOOK_FEED}?{_query({'url': feed, 'name': name})}",
    )


def webcal(feed: str) -> str:
    """Write a feed's address so that a calendar program takes it up."""
    return urlsplit(feed)._replace(scheme="webcal").geturl()


def _google(appointment: Appointment) -> str:
    span = "/".join(f"{at:%Y%m%dT%H%M%SZ}" for at in (appointment.starts_at, appointment.ends_at))
    values = {
        "action": "TEMPLATE",
        "text": appointment.title,
        "dates": span,
        "details": appointment.details,
        "location": appointment.place,
    }
    return f"{GOOGLE}?{_query(values)}"


def _outlook(appointment: Appointment) -> str:
    values = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": appointment.title,
        "startdt": f"{appointment.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{appointment.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "body": appointment.details,
        "location": appointment.place,
    }
    return f"{OUTLOOK}?{_query(values)}"


def _query(values: dict[str, str]) -> str:
    """Write a query; Outlook would show the plus signs that stand for spaces in forms."""
    return urlencode(values, quote_via=quote)
