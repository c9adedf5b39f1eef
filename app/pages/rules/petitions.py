"""What someone looks for among petitions, and how a petition's days are drawn as a curve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.i18n import _, _l, format_date
from app.core.labelled import Labelled
from app.core.numbers import row_number
from app.pages.rules.lists import Narrowing, chosen_in, narrowings_of, words_in

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 634, 12, 188
#: Up to so many days the table behind the curve tells each; then weeks.
_MOST_DAYS = 31
_WEEK = 7


class Shelf(Labelled):
    """Which petitions a list holds."""

    OPEN = "open", _l("Open")
    CLOSED = "closed", _l("Closed")


class Order(Labelled):
    """How a list is sorted."""

    NEWEST = "newest", _l("Newest first")
    MOST = "most", _l("Most signed first")
    CLOSING = "closing", _l("Closing soonest first")


@dataclass(frozen=True)
class WantedPetitions:
    """What someone looks for, as far as it could be read."""

    words: str = ""
    shelf: Shelf | None = None
    order: Order = Order.NEWEST
    #: The addresses of a target, of a host and of an initiative.
    target: str = ""
    organisation: str = ""
    initiative: str = ""
    page: int = 1
    #: What could not be read, said kindly.
    remarks: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """Give everything but the page as it stands in an address."""
        values = {
            "q": self.words,
            "status": self.shelf.value if self.shelf else "",
            "order": self.order.value if self.order is not Order.NEWEST else "",
            "target": self.target,
            "organisation": self.organisation,
            "initiative": self.initiative,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Curve:
    """A petition's total over its days, ready to be drawn, and the same as rows of a table."""

    line: str
    area: str
    label: str
    #: First day, last day, how many were added, the total after them.
    rows: Sequence[tuple[date, date, int, int]]
    first: date
    last: date
    top: int


def read_wanted_petitions(given: Mapping[str, str]) -> WantedPetitions:
    """Read the query of an address; what cannot be read is left out and said."""
    remarks: list[str] = []
    cursor = given.get("page", "")
    page = row_number(cursor)
    if cursor and not page:
        remarks.append(_("That link was cut in two, so we begin with the first page."))
    return WantedPetitions(
        words=words_in(given, "q"),
        shelf=chosen_in(given, "status", Shelf, remarks),
        order=chosen_in(given, "order", Order, remarks) or Order.NEWEST,
        target=words_in(given, "target"),
        organisation=words_in(given, "organisation"),
        initiative=words_in(given, "initiative"),
        page=page or 1,
        remarks=tuple(remarks),
    )


def petition_narrowings(path: str, wanted: WantedPetitions, names: Mapping[str, str]) -> list[Narrowing]:
    """Say each thing that narrows the list, with the address without it; `names` are those of addresses."""
    said = (
        (_("about “%(words)s”", words=wanted.words), "words"),
        (wanted.shelf.label if wanted.shelf else "", "shelf"),
        (names.get(wanted.target, wanted.target), "target"),
        (names.get(wanted.organisation, wanted.organisation), "organisation"),
        (names.get(wanted.initiative, wanted.initiative), "initiative"),
    )
    return narrowings_of(path, wanted, said)


def curve_of(days: Sequence[tuple[date, int]], until: date) -> Curve | None:
    """Draw the total over the days, from the day before the first to the last; None without two days."""
    if not days:
        return None
    first, last = days[0][0] - timedelta(days=1), max(days[-1][0], until)
    steps = dict(days)
    span, totals, total = (last - first).days, [], 0
    for number in range(span + 1):
        total += steps.get(first + timedelta(days=number), 0)
        totals.append(total)
    top = max(totals) or 1
    points = [
        (
            round(_LEFT + (_RIGHT - _LEFT) * number / span, 1),
            round(_BOTTOM - (_BOTTOM - _TOP) * max(value, 0) / top, 1),
        )
        for number, value in enumerate(totals)
    ]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    label = _(
        "From %(first)s to %(last)s the number of signatures went from 0 to %(total)s.",
        first=format_date(first),
        last=format_date(last),
        total=total,
    )
    return Curve(
        line, f"{_LEFT},{_BOTTOM} {line} {_RIGHT},{_BOTTOM}", label, _rows(first, totals), first, last, top
    )


def _rows(first: date, totals: Sequence[int]) -> list[tuple[date, date, int, int]]:
    """Give the days, or weeks, on which the total changed, newest first."""
    step = 1 if len(totals) <= _MOST_DAYS else _WEEK
    rows = []
    for start in range(1, len(totals), step):
        end = min(start + step, len(totals)) - 1
        added = totals[end] - totals[start - 1]
        if added:
            rows.append((first + timedelta(days=start), first + timedelta(days=end), added, totals[end]))
    return rows[::-1]
