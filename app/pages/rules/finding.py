"""Read what someone looks for off an address, forgivingly, and say it back in words.

Nothing in an address is an error: what cannot be read is left out, and a kind sentence says so.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.core.i18n import _, format_date
from app.events.models import EventFormat
from app.pages.rules.lists import Narrowing, address, narrowings_of, words_in

DEFAULT_KM = 25
KM_CHOICES = (5, 10, 25, 50, 100)
MOST_KM = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2200
_POINT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*[,;]\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*")
_LOOKS_LIKE_POINT = re.compile(r"[-+.\d\s°]+[,;][-+.,;\d\s°]*")
_CURSOR = re.compile(r"-?\d{1,11}-\d{1,15}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_LATITUDES, _LONGITUDES = 90, 180
YES = "yes"


@dataclass(frozen=True)
class Wanted:
    """What someone looks for, as far as it could be read."""

    words: str = ""
    starts_from: date | None = None
    starts_to: date | None = None
    near: str = ""
    point: tuple[float, float] | None = None
    within: float = DEFAULT_KM
    tag: str = ""
    format: EventFormat | None = None
    is_joint: bool = False
    is_past: bool = False
    #: Year and month of the month view; None shows the list.
    month: tuple[int, int] | None = None
    after: str = ""
    before: str = ""
    #: What could not be read, said kindly.
    remarks: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """Give everything but page and month as it stands in an address."""
        values = {
            "q": self.words,
            "near": self.near,
            "within": f"{self.within:g}" if self.near and self.within != DEFAULT_KM else "",
            "from": self.starts_from.isoformat() if self.starts_from else "",
            "to": self.starts_to.isoformat() if self.starts_to else "",
            "tag": self.tag,
            "format": self.format.value if self.format else "",
            "joint": YES if self.is_joint else "",
            "past": YES if self.is_past else "",
        }
        return {name: value for name, value in values.items() if value}


@dataclass
class _Reading:
    """The address that is being read, and what could not be."""

    given: Mapping[str, str]
    remarks: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return words_in(self.given, name)

    def day(self, name: str, remark: str) -> date | None:
        text = self.text(name)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.remarks.append(remark)
            return None
        return day

    def format(self) -> EventFormat | None:
        text = self.text("format")
        if text in {EventFormat.IN_PERSON, EventFormat.ONLINE}:
            return EventFormat(text)
        if text:
            self.remarks.append(_("We do not know that way of taking part, so we show every way."))
        return None

    def kilometres(self) -> float:
        text = self.text("within")
        if not text:
            return DEFAULT_KM
        try:
            km = float(text)
        except ValueError:
            km = math.nan
        if not 0 < km <= MOST_KM:
            self.remarks.append(
                _("We could not read that distance, so we look within %(num)s km.", num=DEFAULT_KM)
            )
            return DEFAULT_KM
        return km

    def near(self) -> tuple[str, tuple[float, float] | None]:
        text = self.text("near")
        point = _POINT.fullmatch(text)
        if point:
            latitude, longitude = float(point[1]), float(point[2])
            if abs(latitude) <= _LATITUDES and abs(longitude) <= _LONGITUDES:
                return text, (latitude, longitude)
        if text and _LOOKS_LIKE_POINT.fullmatch(text):
            remark = _("That place is not on the map. Write a town, or two numbers such as 53.8, -1.55.")
            self.remarks.append(remark)
            return "", None
        return text, None

    def month(self) -> tuple[int, int] | None:
        text = self.text("month")
        found = _MONTH.fullmatch(text)
        if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12:  # noqa: PLR2004  # months
            return int(found[1]), int(found[2])
        if text:
            self.remarks.append(_("We could not read that month, so here is the list."))
        return None

    def cursor(self, name: str) -> str:
        text = self.given.get(name, "")
        if text and not _CURSOR.fullmatch(text):
            self.remarks.append(_("That link was cut in two, so we begin with the first events."))
            return ""
        return text


def read_wanted(given: Mapping[str, str]) -> Wanted:
    """Read the query of an address."""
    reading = _Reading(given)
    near, point = reading.near()
    starts_from = reading.day("from", _("We could not read the first day. Write it like 2026-12-03."))
    starts_to = reading.day("to", _("We could not read the last day. Write it like 2026-12-03."))
    if starts_from and starts_to and starts_to < starts_from:
        starts_from, starts_to = starts_to, starts_from
    after = reading.cursor("after")
    return Wanted(
        words=reading.text("q"),
        starts_from=starts_from,
        starts_to=starts_to,
        near=near,
        point=point,
        within=reading.kilometres() if near else DEFAULT_KM,
        tag=reading.text("tag"),
        format=reading.format(),
        is_joint=given.get("joint") == YES,
        is_past=given.get("past") == YES,
        month=reading.month(),
        after=after,
        before="" if after else reading.cursor("before"),
        remarks=tuple(reading.remarks),
    )


def narrowings(wanted: Wanted, base: str) -> list[Narrowing]:
    """Say each thing that narrows the list, with the address without it."""
    first, last = (day and format_date(day) for day in (wanted.starts_from, wanted.starts_to))
    said = (
        (_("about “%(words)s”", words=wanted.words), "words"),
        (_("near %(place)s, within %(km)s km", km=f"{wanted.within:g}", place=wanted.near), "near"),
        (_("from %(day)s", day=first), "starts_from"),
        (_("until %(day)s", day=last), "starts_to"),
        (_("tagged “%(tag)s”", tag=wanted.tag), "tag"),
        (wanted.format.label if wanted.format else "", "format"),
        (_("hosted jointly"), "is_joint"),
    )
    return narrowings_of(base, wanted, said)


@dataclass(frozen=True)
class Soon:
    """Some days that people often look for, in words, and the list of just them."""

    label: str
    address: str
    #: These are the days looked for now.
    is_chosen: bool


def soon(wanted: Wanted, today: date, base: str) -> list[Soon]:
    """Offer the days ahead without typing dates, but not to who looks for what is over."""
    if wanted.is_past:
        return []
    monday = today - timedelta(days=today.weekday())
    saturday, sunday = monday + timedelta(days=5), monday + timedelta(days=6)
    spans = {
        (today, sunday): _("This week"),
        (max(today, saturday), sunday): _("This weekend"),  # of which nothing else is left on a Saturday
        (sunday + timedelta(days=1), sunday + timedelta(days=7)): _("Next week"),
    }
    chosen = (wanted.starts_from, wanted.starts_to)
    return [
        Soon(
            label,
            address(base, replace(wanted, starts_from=first, starts_to=last)),
            is_chosen=chosen == (first, last),
        )
        for (first, last), label in spans.items()
    ]
