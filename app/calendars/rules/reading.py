"""Read a calendar that other software wrote: every date of the coming year, and why the rest cannot be read.

Each event is parsed by itself, so that one bad event costs only itself. What the file gives is hostile until
proved otherwise: `gateway.reading` runs this in a process that may neither grow nor linger.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.timezone import tzp

from app.calendars.rules.contents import Surroundings, moment, occurrence_of, tzid, zone_called
from app.calendars.rules.lines import MAX_OCCURRENCES, MAX_REPEATS, Block, FileRefusedError, Pieces, cut
from app.calendars.rules.results import Key, Occurrence, ReadResult, Reason, Unreadable, refused

YEAR = timedelta(days=365)
MAX_DIGITS = 12
#: Raw dates are compared without their zone; no zone is further from another than this.
_ZONES_APART = timedelta(days=2)
_REPEATING = ("RRULE", "RDATE", "RECURRENCE-ID")

Patience = Callable[[], AbstractContextManager[object]]


class OutOfPatience(BaseException):
    """Break off the work on one event. Not an `Exception`, so that no library swallows it."""


class _EventRefusedError(Exception):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class _Reading:
    now: datetime
    until: datetime
    zone: str
    patience: Patience
    occurrences: dict[Key, Occurrence] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    past: int = 0
    later: int = 0


def read_calendar(
    data: bytes,
    *,
    now: datetime,
    zone: str = "UTC",
    patience: Patience = nullcontext,
) -> ReadResult:
    """Read every date between `now` and a year later; never raise because of what the file holds.

    `zone` is where times without a zone happen. `patience` is entered around the work on each event and
    may end it by raising `OutOfPatience`.
    """
    # The library remembers the zones of every file: those of an earlier one must not count here.
    tzp.use_default()
    try:
        pieces = cut(data)
    except FileRefusedError as error:
        return refused(error.reason)
    reading = _Reading(now, now + YEAR, zone, patience)
    _learn_zones(pieces, patience)
    for uid, blocks in _by_uid(pieces.events).items():
        _read_event(reading, uid, blocks)
        if len(reading.occurrences) > MAX_OCCURRENCES:
            return refused(Reason.TOO_MANY_EVENTS)
    return ReadResult(
        name=pieces.name.replace("\\", ""),
        occurrences=tuple(sorted(reading.occurrences.values(), key=lambda one: (one.starts_at, one.uid))),
        unreadable=tuple(reading.unreadable),
        past=reading.past,
        later=reading.later,
    )


def _learn_zones(pieces: Pieces, patience: Patience) -> None:
    """Teach the library the file's own zones; one that it cannot learn makes its events unreadable later."""
    for lines in pieces.zones:
        if any("SECONDLY" in line or "MINUTELY" in line for line in lines):
            continue
        try:
            with patience():
                Calendar.from_ical(_file_of(lines))
        except (Exception, OutOfPatience):  # noqa: BLE001, S112  # hostile input may raise anything in the library
            continue


def _by_uid(events: Iterable[Block]) -> dict[str, list[Block]]:
    groups: dict[str, list[Block]] = {}
    for block in events:
        # Some software writes no UID: the same title at the same time is then the same event.
        uid = block.value("UID") or f"{block.value('DTSTART')} {block.value('SUMMARY')}"[:200]
        groups.setdefault(uid, []).append(block)
    return groups


def _read_event(reading: _Reading, uid: str, blocks: list[Block]) -> None:
    blocks = _without_doubles(reading, uid, blocks)
    if len(blocks) == 1 and _outside(reading, blocks[0]):
        return
    try:
        with reading.patience():
            found = list(_occurrences(reading, uid, blocks))
    except _EventRefusedError as error:
        _refuse(reading, uid, blocks, error.reason, error.detail)
    except OutOfPatience:
        _refuse(reading, uid, blocks, Reason.ENDLESS_SEARCH)
    except Exception:  # noqa: BLE001  # hostile input may raise anything in the libraries
        _refuse(reading, uid, blocks, Reason.BAD_VALUE)
    else:
        for occurrence in found:
            reading.occurrences[occurrence.key] = occurrence


def _without_doubles(reading: _Reading, uid: str, blocks: list[Block]) -> list[Block]:
    """Keep one event for each UID and RECURRENCE-ID: the highest SEQUENCE, among equals the last."""
    kept: dict[str, Block] = {}
    for block in sorted(blocks, key=_sequence):
        which = block.value("RECURRENCE-ID")
        other = kept.get(which)
        if (
            other is not None
            and _sequence(other) == _sequence(block)
            and other.properties != block.properties
        ):
            _refuse(reading, uid, [other], Reason.SAME_UID)
        kept[which] = block
    return list(kept.values())


def _sequence(block: Block) -> int:
    digits = block.value("SEQUENCE")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS else -1


def _outside(reading: _Reading, block: Block) -> bool:
    """Count and leave out, unparsed, a single event that is clearly over or beyond the horizon."""
    if block.has("DURATION", *_REPEATING) or block.trouble is not None:
        return False
    start, end = block.value("DTSTART")[:8], (block.value("DTEND") or block.value("DTSTART"))[:8]
    if not (start.isdigit() and end.isdigit() and len(start) == len(end) == len("20260101")):
        return False
    past = end < f"{reading.now - _ZONES_APART:%Y%m%d}" and start <= end
    later = start > f"{reading.until + _ZONES_APART:%Y%m%d}"
    reading.past += past
    reading.later += later
    return past or later


def _occurrences(reading: _Reading, uid: str, blocks: list[Block]) -> Iterable[Occurrence]:
    repeats = any(block.has(*_REPEATING) for block in blocks)
    zone = zone_called(blocks[0].zone)
    calendar = Calendar.from_ical(_file_of([line for block in blocks for line in _event_lines(block)], zone))
    for block, event in zip(blocks, calendar.events, strict=True):
        _check(block, event)
    query = recurring_ical_events.of(calendar)
    found = query.between(reading.now - _ZONES_APART, reading.until + _ZONES_APART)
    if len(found) > MAX_REPEATS:
        raise _EventRefusedError(Reason.TOO_OFTEN)
    around = Surroundings(uid=uid, zone=zone or reading.zone, repeats=repeats)
    read = [occurrence_of(event, around) for event in found]
    inside = [one for one in read if one.ends_at > reading.now and one.starts_at < reading.until]
    if not inside:
        last = max((one.ends_at for one in read), default=_start_of(calendar.events[0], around.zone))
        reading.past += last <= reading.now
        reading.later += last > reading.now
    return inside


def _start_of(event: Event, zone: str) -> datetime:
    return occurrence_of(event, Surroundings(uid="", zone=zone, repeats=False)).ends_at.astimezone(UTC)


def _check(block: Block, event: Event) -> None:
    """Refuse what the library would read as something else than was meant."""
    if block.trouble is not None:
        raise _EventRefusedError(block.trouble)
    if not block.has("DTSTART"):
        raise _EventRefusedError(Reason.NO_START)
    for name, _problem in event.errors:
        if name in {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}:
            raise _EventRefusedError(Reason.BAD_VALUE, f"{name}:{block.value(name)}"[:100])
    for rule in block.values("RRULE"):
        if any(word in rule.upper() for word in ("SECONDLY", "MINUTELY", "BYSECOND")):
            raise _EventRefusedError(Reason.TOO_OFTEN)
    _check_times(event)


def _check_times(event: Event) -> None:
    start, end = moment(event, "DTSTART"), moment(event, "DTEND")
    for name, when in (("DTSTART", start), ("DTEND", end)):
        if tzid(event, name) and isinstance(when, datetime) and when.tzinfo is None:
            raise _EventRefusedError(Reason.UNKNOWN_ZONE, tzid(event, name)[:100])
    if start is not None and end is not None and _is_before(end, start):
        raise _EventRefusedError(Reason.ENDS_BEFORE_START)


def _is_before(end: date, start: date) -> bool:
    if (
        isinstance(end, datetime)
        and isinstance(start, datetime)
        and (end.tzinfo is None) == (start.tzinfo is None)
    ):
        return end < start
    return f"{end:%Y%m%d}" < f"{start:%Y%m%d}"


def _event_lines(block: Block) -> list[str]:
    return ["BEGIN:VEVENT", *(line for _name, line in block.properties), "END:VEVENT"]


def _file_of(lines: list[str], zone: str = "") -> str:
    header = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"X-WR-TIMEZONE:{zone}"] if zone else [])]
    return "\r\n".join((*header, *lines, "END:VCALENDAR", ""))


def _refuse(reading: _Reading, uid: str, blocks: list[Block], reason: Reason, detail: str = "") -> None:
    title = blocks[0].value("SUMMARY").replace("\\", "")[:100]
    reading.unreadable.append(Unreadable(reason, uid, title, detail))
