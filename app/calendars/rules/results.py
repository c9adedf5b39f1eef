"""What reading a foreign calendar gives: dates that can be taken over, and what could not be read."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

#: What makes an occurrence the same one in the next reading: UID, and which repeat (None: it does not).
Key = tuple[str, str | None]


class Reason(StrEnum):
    """Say why a file or an event in it cannot be read; the sentences are in `sentences.py`."""

    NOT_A_CALENDAR = "not_a_calendar"
    NO_EVENTS = "no_events"
    TOO_BIG = "too_big"
    TOO_MANY_LINES = "too_many_lines"
    TOO_MANY_EVENTS = "too_many_events"
    TOO_DEEP = "too_deep"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    FAILED = "failed"
    CUT_OFF = "cut_off"
    TOO_LONG = "too_long"
    NO_START = "no_start"
    BAD_VALUE = "bad_value"
    UNKNOWN_ZONE = "unknown_zone"
    ENDS_BEFORE_START = "ends_before_start"
    TOO_OFTEN = "too_often"
    ENDLESS_SEARCH = "endless_search"
    SAME_UID = "same_uid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Hold what an occurrence tells people: wall time with its zone, and the words."""

    starts_local: datetime
    ends_local: datetime
    zone: str
    all_day: bool
    title: str
    description: str
    location: str
    geo: tuple[float, float] | None
    url: str
    status: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence(Content):
    """Hold one date of a foreign calendar; `end_guessed` says that the file gave no end."""

    uid: str
    recurrence_id: str | None
    starts_at: datetime
    ends_at: datetime
    end_guessed: bool

    @property
    def key(self) -> Key:
        """Give what identifies this date across readings."""
        return (self.uid, self.recurrence_id)

    @property
    def key_hash(self) -> str:
        """Give the key at a length that an index takes, whatever a file calls its events."""
        return hashlib.sha256(json.dumps(self.key, ensure_ascii=False).encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Give a hash that changes when, and only when, something that people see changes."""
        content = [_plain(getattr(self, field.name)) for field in fields(Content)]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Hold what could not be read: an event (with what is known of it), or the whole file (uid None)."""

    reason: Reason
    uid: str | None = None
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """Hold all that one reading found; `past` and `later` count events outside the time that is read."""

    name: str = ""
    occurrences: tuple[Occurrence, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    past: int = 0
    later: int = 0


def refused(reason: Reason) -> ReadResult:
    """Make the result of a file that cannot be read at all."""
    return ReadResult(unreadable=(Unreadable(reason),))


def to_json(result: ReadResult) -> str:
    """Write a result as JSON, to pass between processes or to keep."""
    return json.dumps(asdict(result), default=_plain, ensure_ascii=False)


def from_json(text: str) -> ReadResult:
    """Read what `to_json` wrote."""
    raw = json.loads(text)
    return ReadResult(
        name=raw["name"],
        occurrences=tuple(occurrence_from(entry) for entry in raw["occurrences"]),
        unreadable=tuple(
            Unreadable(**{**entry, "reason": Reason(entry["reason"])}) for entry in raw["unreadable"]
        ),
        past=raw["past"],
        later=raw["later"],
    )


def occurrence_content(occurrence: Occurrence) -> dict[str, Any]:
    """Give one occurrence as plain JSON, for `occurrence_from`."""
    return {name: _plain(value) for name, value in asdict(occurrence).items()}


def occurrence_from(raw: dict[str, Any]) -> Occurrence:
    """Read one occurrence from its JSON object."""
    times = ("starts_local", "ends_local", "starts_at", "ends_at")
    return Occurrence(
        **{
            **raw,
            **{name: datetime.fromisoformat(raw[name]) for name in times},
            "geo": tuple(raw["geo"]) if raw["geo"] is not None else None,
            "categories": tuple(raw["categories"]),
        }
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
