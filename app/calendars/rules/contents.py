"""Turn one parsed event into an occurrence: instants, wall time in a known zone, and clean, bounded words."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Event

from app.calendars.rules.results import Occurrence

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_STATUSES = frozenset(("TENTATIVE", "CONFIRMED", "CANCELLED"))
_LONGITUDES, _LATITUDES = 180.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Hold what an event does not say itself: its UID, the zone of bare times, and whether it repeats."""

    uid: str
    zone: str
    repeats: bool


def zone_called(name: str) -> str:
    """Give the name if it is that of an IANA zone, else nothing."""
    # Asking for one is much cheaper than listing all, and refuses anything that is no name.
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name


def occurrence_of(event: Event, around: Surroundings) -> Occurrence:
    """Read one event, whose repeats are already computed."""
    start, end = moment(event, "DTSTART"), moment(event, "DTEND")
    if start is None:
        raise ValueError("an event without a start")
    all_day = not isinstance(start, datetime)
    zone = _zone(start, around.zone)
    starts_at = _instant(start, zone)
    guessed = end is None or _instant(end, zone) <= starts_at
    ends_at = _guessed_end(start, zone) if end is None or guessed else _instant(end, zone)
    place = ZoneInfo(zone)
    return Occurrence(
        uid=around.uid,
        recurrence_id=_recurrence_id(event, zone) if around.repeats else None,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_local=starts_at.astimezone(place).replace(tzinfo=None),
        ends_local=ends_at.astimezone(place).replace(tzinfo=None),
        zone=zone,
        all_day=all_day,
        end_guessed=guessed,
        title=_line(event, "SUMMARY", 300),
        description=_text(event, "DESCRIPTION", 10_000),
        location=_line(event, "LOCATION", 500),
        geo=_geo(event),
        url=_url(event),
        status=_status(event),
        categories=_categories(event),
    )


def moment(event: Event, name: str) -> date | None:
    """Give the date or time of a property, if it holds one."""
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None


def tzid(event: Event, name: str) -> str:
    """Give the name of the zone that a property mentions, if any."""
    return str(getattr(event.get(name), "params", {}).get("TZID", ""))


def _guessed_end(start: date, zone: str) -> datetime:
    """Give an hour to an event without end, and the day to one of a day (RFC 5545, 3.6.1)."""
    return _instant(start, zone) + HOUR if isinstance(start, datetime) else _instant(start + DAY, zone)


def _zone(start: date, default: str) -> str:
    """Give the event's zone by its IANA name; for a zone of the file's own, the default."""
    key = getattr(start.tzinfo, "key", "") if isinstance(start, datetime) else ""
    return default if key in {"", "UTC"} else zone_called(str(key)) or default


def _instant(when: date, zone: str) -> datetime:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(), ZoneInfo(zone))
    elif when.tzinfo is None:
        when = when.replace(tzinfo=ZoneInfo(zone))
    return when.astimezone(UTC)


def _recurrence_id(event: Event, zone: str) -> str:
    """Name one repeat; those that RANGE=THISANDFUTURE moved share a RECURRENCE-ID, so by their start."""
    moved = "RANGE" in getattr(event.get("RECURRENCE-ID"), "params", {})
    which = moment(event, "DTSTART" if moved else "RECURRENCE-ID")
    return f"{_instant(which, zone):%Y%m%dT%H%M%SZ}" if isinstance(which, datetime) else f"{which:%Y%m%d}"


def _first(event: Event, name: str) -> object:
    value = event.get(name, "")
    return value[0] if isinstance(value, list) and value else value


def _text(event: Event, name: str, most: int) -> str:
    return _CONTROL.sub("", str(_first(event, name)).replace("\r\n", "\n")).strip()[:most]


def _line(event: Event, name: str, most: int) -> str:
    return " ".join(_text(event, name, most).split())


def _geo(event: Event) -> tuple[float, float] | None:
    value = _first(event, "GEO")
    latitude, longitude = getattr(value, "latitude", None), getattr(value, "longitude", None)
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return None
    return (latitude, longitude) if abs(latitude) <= _LATITUDES and abs(longitude) <= _LONGITUDES else None


def _url(event: Event) -> str:
    url = _line(event, "URL", 2_000)
    return url if url.lower().startswith(("http://", "https://")) and " " not in url else ""


def _status(event: Event) -> str:
    status = _line(event, "STATUS", 20).upper()
    return status if status in _STATUSES else "CONFIRMED"


def _categories(event: Event) -> tuple[str, ...]:
    value = event.get("CATEGORIES", [])
    lists = value if isinstance(value, list) else [value]
    names = (_CONTROL.sub("", str(name)).strip()[:60] for each in lists for name in getattr(each, "cats", []))
    return tuple(dict.fromkeys(name for name in names if name))[:20]
