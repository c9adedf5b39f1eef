"""What someone looks for in the tracker, read off an address forgivingly; and how targets have answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from app.asks.models import AskTarget, PolicyArea, Position, Standing
from app.core.i18n import _, _l
from app.core.labelled import Labelled
from app.core.numbers import row_number
from app.core.text import clean_line

LONGEST_WORDS = 120
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class WantedAsks:
    """What someone looks for, as far as it could be read."""

    words: str = ""
    area: PolicyArea | None = None
    standing: Standing | None = None
    #: The addresses of a target and of a host.
    target: str = ""
    organisation: str = ""
    jurisdiction: str = ""
    after: int | None = None
    #: What could not be read, said kindly.
    remarks: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """Give everything but the page as it stands in an address."""
        values = {
            "q": self.words,
            "area": self.area.value if self.area else "",
            "standing": self.standing.value if self.standing else "",
            "target": self.target,
            "organisation": self.organisation,
            "jurisdiction": self.jurisdiction,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Narrowing:
    """One thing that narrows the list, in words, and the address without it."""

    label: str
    address_without: str


class Answered(Labelled):
    """How a target has answered, as the page of a target sorts it."""

    FOR = "for", _l("For it")
    PARTLY = "partly", _l("Partly for it")
    AGAINST = "against", _l("Against it")
    SILENT = "silent", _l("No answer")
    OPEN = "open", _l("Answered, without saying for or against")


_BY_POSITION = {
    Position.FOR: Answered.FOR,
    Position.PARTLY: Answered.PARTLY,
    Position.AGAINST: Answered.AGAINST,
}
_UNHEARD = frozenset({Standing.ASKED, Standing.SILENT, Standing.OVERDUE})


def answered(ask_target: AskTarget) -> Answered:
    """Tell how a target has answered one ask."""
    if ask_target.position in _BY_POSITION:
        return _BY_POSITION[ask_target.position]
    return Answered.SILENT if ask_target.standing in _UNHEARD else Answered.OPEN


def read_wanted_asks(given: Mapping[str, str]) -> WantedAsks:
    """Read the query of an address; what cannot be read is left out and said."""
    remarks: list[str] = []
    after = cursor_in(given, remarks)
    return WantedAsks(
        words=words_in(given, "q"),
        area=chosen_in(given, "area", PolicyArea, remarks),
        standing=chosen_in(given, "standing", Standing, remarks),
        target=words_in(given, "target"),
        organisation=words_in(given, "organisation"),
        jurisdiction=words_in(given, "jurisdiction"),
        after=after,
        remarks=tuple(remarks),
    )


def asks_address(path: str, wanted: WantedAsks, always: Mapping[str, str], **more: str) -> str:
    """Write the address of a list; `always` and `more` come after what is looked for."""
    values = {**wanted.parameters, **always, **{name: value for name, value in more.items() if value}}
    return f"{path}?{urlencode(values)}" if values else path


def narrowings_of(
    path: str, wanted: WantedAsks, names: Mapping[str, str], always: Mapping[str, str]
) -> Sequence[Narrowing]:
    """Say each thing that narrows the list, with the address without it; `names` are those of addresses."""
    nothing = WantedAsks()
    said: list[tuple[str, str, Any]] = [
        (_("about “%(words)s”", words=wanted.words), "words", wanted.words),
        (wanted.area.label if wanted.area else "", "area", wanted.area),
        (wanted.standing.label if wanted.standing else "", "standing", wanted.standing),
        (names.get(wanted.target, wanted.target), "target", wanted.target),
        (names.get(wanted.organisation, wanted.organisation), "organisation", wanted.organisation),
        (wanted.jurisdiction, "jurisdiction", wanted.jurisdiction),
    ]
    return [
        Narrowing(label, asks_address(path, replace(wanted, **{name: getattr(nothing, name)}), always))
        for label, name, value in said
        if value
    ]


def words_in(given: Mapping[str, str], name: str) -> str:
    """Read words off an address."""
    return clean_line(given.get(name, "")[: 4 * LONGEST_WORDS])[:LONGEST_WORDS]


def chosen_in(given: Mapping[str, str], name: str, kind: type[_Choice], remarks: list[str]) -> _Choice | None:
    """Read a choice off an address; one that we do not know is left out and said."""
    text = given.get(name, "")
    if text in set(kind):
        return kind(text)
    if text:
        remarks.append(_("We do not know “%(words)s” here, so we left it out.", words=clean_line(text)[:40]))
    return None


def cursor_in(given: Mapping[str, str], remarks: list[str]) -> int | None:
    """Read off an address after which row a page begins; what is none is left out and said."""
    cursor = given.get("after", "")
    after = row_number(cursor)
    if cursor and after is None:
        remarks.append(_("That link was cut in two, so we begin with the newest."))
    return after
