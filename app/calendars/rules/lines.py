"""Cut a calendar file into events and zones, whatever its lines went through on the way.

Only what the reading needs is kept, so that neither a giant line nor a million properties
costs anything later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.calendars.rules.results import Reason

MAX_BYTES = 5_000_000
MAX_LINES = 200_000
MAX_EVENTS = 20_000
MAX_DEPTH = 12
MAX_PROPERTIES = 1_000
MAX_LINE = 20_000
MAX_REPEATS = 400
MAX_OCCURRENCES = 2_000
#: A line at least this long, followed by one that is no property, was folded without the space.
FOLDED_OCTETS = 70

_TIMES = frozenset(("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"))
_TEXTS = frozenset(("SUMMARY", "DESCRIPTION", "LOCATION"))
_KEPT = _TIMES | _TEXTS | {"UID", "SEQUENCE", "GEO", "URL", "STATUS", "CATEGORIES"}
_PROPERTY = re.compile(r"([A-Za-z0-9-]{1,64})(?:\s*)[;:]")
_FOLD = re.compile(rb"\r?\n[ \t]")
_KNOWN_IN_SMALL_LETTERS = _KEPT | {"BEGIN", "END", "VERSION", "PRODID", "DTSTAMP", "CREATED", "LAST-MODIFIED"}


class FileRefusedError(Exception):
    """Stop the reading of a file that is no calendar, or more than a calendar may be."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Block:
    """Hold the lines of one event that matter, and what was wrong with it already."""

    zone: str = ""
    properties: list[tuple[str, str]] = field(default_factory=list)
    trouble: Reason | None = None

    def values(self, name: str) -> list[str]:
        """Give the raw value of every line of this name."""
        return [value_of(line) for each, line in self.properties if each == name]

    def value(self, name: str) -> str:
        """Give the raw value of the first line of this name, or nothing."""
        return next((value_of(line) for each, line in self.properties if each == name), "")

    def has(self, *names: str) -> bool:
        """Tell whether a line of one of these names is there."""
        return any(each in names for each, _line in self.properties)


@dataclass(slots=True)
class Pieces:
    """Hold a file cut up: its name, the lines of its time zones, and its events."""

    name: str = ""
    zones: list[list[str]] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)


def name_of(line: str) -> str:
    """Give the property name of an unfolded line, in capitals."""
    match = _PROPERTY.match(line)
    return match[1].upper() if match else ""


def value_of(line: str) -> str:
    """Give what follows the colon that ends the parameters; a colon within quotes does not."""
    head, _, value = line.partition(":")
    if '"' not in head:
        return value.strip()
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[place + 1 :].strip()
    return ""


def cut(data: bytes) -> Pieces:
    """Cut a file into its pieces; FileRefusedError when it is no calendar or too much of one."""
    if len(data) > MAX_BYTES:
        raise FileRefusedError(Reason.TOO_BIG)
    text = _decoded(data)
    if text.count("\n") > MAX_LINES:
        raise FileRefusedError(Reason.TOO_MANY_LINES)
    cutter = _Cutter()
    for line in _unfolded(text):
        cutter.take(line)
    return cutter.finish()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        text = _from_octets(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _from_octets(data: bytes) -> str:
    # Some software folds inside a character: then only the unfolded octets are UTF-8.
    for octets in (data, _FOLD.sub(b"", data)):
        try:
            return octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    # Old Outlook and Lotus write the Windows code page; five of its octets mean nothing.
    return data.decode("cp1252", "replace")


def _unfolded(text: str) -> Iterator[str]:
    parts: list[str] = []
    before = ""
    for line in text.split("\n"):
        if line[:1] in {" ", "\t"} and parts:
            parts.append(line[1:])
        elif _begins_property(line):
            yield "".join(parts)
            parts = [line]
        elif line.strip() and parts:
            # Neither a property nor folded properly: the space was lost, or the break belonged to the text.
            parts.append(line if len(before.encode()) >= FOLDED_OCTETS else f"\\n{line}")
        before = line
    yield "".join(parts)


def _begins_property(line: str) -> bool:
    match = _PROPERTY.match(line)
    return match is not None and (match[1].isupper() or match[1].upper() in _KNOWN_IN_SMALL_LETTERS)


class _Cutter:
    """Follow BEGIN and END, and keep the lines that matter."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self.path: list[str] = []
        self.zone = ""
        self.seen_anything = False

    def take(self, line: str) -> None:
        """Take the next unfolded line."""
        match name_of(line):
            case "":
                return
            case "BEGIN":
                self.begin(value_of(line).upper())
            case "END":
                self.end(value_of(line).upper())
            case name:
                self.keep(name, line)
        self.keep_zone_line(line)

    def begin(self, component: str) -> None:
        """Enter a component; an event or calendar inside an event means that the END before it is lost."""
        self.seen_anything = self.seen_anything or component in {"VCALENDAR", "VEVENT"}
        if component in {"VEVENT", "VCALENDAR"} and "VEVENT" in self.path:
            self.pieces.events[-1].trouble = Reason.CUT_OFF
            del self.path[self.path.index("VEVENT") :]
        if len(self.path) >= MAX_DEPTH:
            raise FileRefusedError(Reason.TOO_DEEP)
        self.path.append(component)
        if component == "VCALENDAR":
            self.zone = ""
        elif component == "VTIMEZONE":
            self.pieces.zones.append([])
        elif component == "VEVENT":
            self.pieces.events.append(Block(self.zone))
            if len(self.pieces.events) > MAX_EVENTS:
                raise FileRefusedError(Reason.TOO_MANY_EVENTS)

    def end(self, component: str) -> None:
        """Leave a component and whatever was left open within it; a misspelt END leaves the innermost."""
        if component not in self.path:
            component = self.path[-1] if self.path else ""
        while self.path and self.path.pop() != component:
            pass
        if component == "VTIMEZONE":
            self.pieces.zones[-1].append("END:VTIMEZONE")

    def keep(self, name: str, line: str) -> None:
        """Keep a property of the calendar or of an event, not of an alarm within it."""
        inside = self.path[-1] if self.path else ""
        if inside == "VEVENT" and name in _KEPT:
            _keep_in(self.pieces.events[-1], name, line)
        elif inside == "VCALENDAR" and name == "X-WR-TIMEZONE":
            self.zone = value_of(line[:200])
        elif inside == "VCALENDAR" and name in {"X-WR-CALNAME", "NAME"} and not self.pieces.name:
            self.pieces.name = value_of(line[:300])

    def keep_zone_line(self, line: str) -> None:
        """Keep every line of a time zone, in which order and nesting matter."""
        if "VTIMEZONE" in self.path and len(self.pieces.zones[-1]) < MAX_PROPERTIES:
            self.pieces.zones[-1].append(line[:MAX_LINE])

    def finish(self) -> Pieces:
        """Give the pieces; an event that the file does not end is cut off."""
        if not self.seen_anything:
            raise FileRefusedError(Reason.NOT_A_CALENDAR)
        if not self.pieces.events:
            raise FileRefusedError(Reason.NO_EVENTS)
        if "VEVENT" in self.path:
            self.pieces.events[-1].trouble = Reason.CUT_OFF
        return self.pieces


def _keep_in(block: Block, name: str, line: str) -> None:
    long = len(line) > MAX_LINE
    if (long and name not in _TEXTS) or len(block.properties) >= MAX_PROPERTIES:
        block.trouble = Reason.TOO_LONG
    elif name == "RRULE":
        # "BYDAY=MO, TU" is common and clear.
        block.properties.append((name, line.replace(" ", "")))
    elif value_of(line):
        # An escape cut in two would be read as a lone backslash.
        block.properties.append((name, line[:MAX_LINE].rstrip("\\") if long else line))
