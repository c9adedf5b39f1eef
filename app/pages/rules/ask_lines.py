"""Lay what happened to an ask along a line of days, one for each target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.i18n import _, format_date

LEFT, RIGHT = 10, 630


@dataclass(frozen=True)
class Happening:
    """Something that happened on a day."""

    on: date
    words: str
    tone: str


@dataclass(frozen=True)
class Dot:
    """One day on the line."""

    x: int
    tone: str
    title: str
    is_ahead: bool = False


@dataclass(frozen=True)
class Drawing:
    """How an ask went with one target, ready to be drawn."""

    target: str
    label: str
    dots: Sequence[Dot]
    today: int


def drawing_of(
    target: str, happenings: Sequence[Happening], due_on: date | None, today: date
) -> Drawing | None:
    """Lay what happened with one target along its days; None while there are fewer than two."""
    days = [each.on for each in happenings] + ([due_on] if due_on else [])
    if len(days) < 2:  # noqa: PLR2004  # a line needs two ends
        return None
    first, last = min(days), max(*days, today)
    dots = [
        Dot(along(each.on, first, last), each.tone, f"{each.words}, {format_date(each.on)}")
        for each in sorted(happenings, key=lambda each: each.on)
    ]
    if due_on:
        title = _("Due %(day)s", day=format_date(due_on))
        dots.append(Dot(along(due_on, first, last), "clay", title, is_ahead=True))
    label = "; ".join([target, *(dot.title for dot in dots)])
    return Drawing(target, label, dots, along(today, first, last))


def along(day: date, first: date, last: date) -> int:
    """Give where a day stands between the first and the last."""
    whole = (last - first).days
    return LEFT if not whole else LEFT + round((RIGHT - LEFT) * (day - first).days / whole)
