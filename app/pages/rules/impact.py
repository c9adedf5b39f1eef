"""What has come of an initiative, in numbers that tell nothing about the few; laid out as bars.

How many came is hidden below 5 and rounded to 5. The rounded total is public; so when it would say anything
about a hidden part, the smallest shown part is hidden as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.i18n import _, format_month, format_number

SMALLEST_SHOWN = 5
STEP = 5
#: A rounded number stands for a true one at most so far away.
_BLUR = STEP // 2
#: More months than these are drawn as years.
MOST_MONTHS = 24
WIDTH, HEIGHT, _FOOT, _GAP, _WIDEST = 320, 120, 3, 0.25, 36


@dataclass(frozen=True)
class Deeds:
    """What happened, each with its day: events with how many came, names given, asks granted."""

    events: Sequence[tuple[date, int]]
    signatures: Sequence[tuple[date, int]]
    granted: Sequence[date]


@dataclass(frozen=True)
class Numbers:
    """What happened in one stretch of time, or in all; `people` is None where there are too few to say."""

    label: str
    #: `2026-05` or `2026`; empty for the whole.
    key: str
    events: int
    people: int | None
    signatures: int
    granted: int


@dataclass(frozen=True)
class Bar:
    """One stretch of time in a drawing."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Bars:
    """One kind of number over time, ready to be drawn."""

    title: str
    label: str
    bars: Sequence[Bar]
    first: str
    last: str


@dataclass(frozen=True)
class Impact:
    """Everything that the impact page says."""

    whole: Numbers
    parts: Sequence[Numbers]
    drawings: Sequence[Bars]


def about(count: int) -> int | None:
    """Give a number of people as it may be told: to the nearest 5, and not at all from 1 to 4."""
    return None if 0 < count < SMALLEST_SHOWN else STEP * round(count / STEP)


def told(counts: Sequence[int]) -> list[int | None]:
    """Give the parts of a total as they may be told beside it."""
    shown = [about(each) for each in counts]
    total = about(sum(counts))
    while total is not None and None in shown and not _is_safe(shown, total):
        left = [each for each in shown if each]
        if not left:
            break
        shown[shown.index(min(left))] = None
    return shown


def impact_of(deeds: Deeds, until: date) -> Impact:
    """Count what happened, in all and over time until a day."""
    days = [*(on for on, _n in deeds.events), *(on for on, _n in deeds.signatures), *deeds.granted]
    whole = _count(deeds, "", "")
    if not days:
        return Impact(whole, [], [])
    stretches = stretches_between(min(days), max(*days, until))
    parts = [_count(deeds, key, label) for key, label in stretches.items()]
    people = told([sum(n for on, n in deeds.events if _is_in(on, key)) for key in stretches])
    parts = [replace(each, people=came) for each, came in zip(parts, people, strict=True)]
    return Impact(whole, parts, _drawings(parts))


def stretches_between(first: date, last: date) -> dict[str, str]:
    """Give every month from the first to the last day, or every year when these are many: key → words."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    if end - begin < MOST_MONTHS:
        months = [date(each // 12, each % 12 + 1, 1) for each in range(begin, end + 1)]
        return {f"{month:%Y-%m}": format_month(month) for month in months}
    return {str(year): str(year) for year in range(first.year, last.year + 1)}


def figures(impact: Impact) -> dict[str, object]:
    """Give the same as plain values, for programs."""
    return {
        "whole": _plain(impact.whole),
        "over_time": [{"when": each.key, **_plain(each)} for each in impact.parts],
    }


def bars_of(title: str, values: Mapping[str, int | None]) -> Bars:
    """Lay values along a line of stretches; what is hidden has no bar, and its title says so."""
    top = max((each or 0 for each in values.values()), default=0) or 1
    wide = WIDTH / max(1, len(values))
    across = min(wide * (1 - _GAP), _WIDEST)
    bars = []
    for number, (label, value) in enumerate(values.items()):
        height = round((HEIGHT - _FOOT) * (value or 0) / top, 1)
        said = _("fewer than %(num)s, or hidden to protect them", num=SMALLEST_SHOWN)
        words = _("%(label)s: %(value)s", label=label, value=said if value is None else format_number(value))
        bars.append(
            Bar(
                x=round(wide * (number + 0.5) - across / 2, 1),
                y=round(HEIGHT - _FOOT - height, 1),
                width=round(across, 1),
                height=height,
                title=words,
            )
        )
    labels = list(values)
    return Bars(title, f"{title}. {'; '.join(bar.title for bar in bars)}", bars, labels[0], labels[-1])


def _drawings(parts: Sequence[Numbers]) -> list[Bars]:
    """Draw each kind of which there is something."""
    kinds: dict[str, dict[str, int | None]] = {
        _("Events held"): {each.label: each.events for each in parts},
        _("People who came"): {each.label: each.people for each in parts},
        _("Names under petitions"): {each.label: max(0, each.signatures) for each in parts},
        _("Asks granted"): {each.label: each.granted for each in parts},
    }
    return [bars_of(title, values) for title, values in kinds.items() if any(values.values())]


def _count(deeds: Deeds, key: str, label: str) -> Numbers:
    events = [number for on, number in deeds.events if _is_in(on, key)]
    return Numbers(
        label=label,
        key=key,
        events=len(events),
        people=about(sum(events)),
        signatures=sum(number for on, number in deeds.signatures if _is_in(on, key)),
        granted=sum(_is_in(on, key) for on in deeds.granted),
    )


def _is_in(on: date, key: str) -> bool:
    return on.isoformat().startswith(key)


def _is_safe(shown: Sequence[int | None], total: int) -> bool:
    """Tell whether each hidden part could still be anything from 1 to 4, for all that one can see."""
    hidden = shown.count(None)
    parts = [each for each in shown if each]
    least = total - _BLUR - sum(each + _BLUR for each in parts)
    most = total + _BLUR - sum(max(SMALLEST_SHOWN, each - _BLUR) for each in parts)
    few = SMALLEST_SHOWN - 1
    return least <= 1 + few * (hidden - 1) and most >= few + (hidden - 1)


def _plain(numbers: Numbers) -> dict[str, int | None]:
    return {
        "events": numbers.events,
        "people": numbers.people,
        "signatures": numbers.signatures,
        "asks_granted": numbers.granted,
    }
