"""What narrowed lists share: reading their address forgivingly, and saying back what narrows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar
from urllib.parse import urlencode

from app.core.i18n import _
from app.core.numbers import row_number
from app.core.text import clean_line
from app.events.rules.finding import fold

LONGEST_WORDS = 120


class LookedFor(Protocol):
    """What someone looks for in one list: a frozen dataclass whose defaults narrow nothing."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def parameters(self) -> dict[str, str]:
        """Give everything but the page as it stands in an address."""


_Choice = TypeVar("_Choice", bound=StrEnum)
_Wanted = TypeVar("_Wanted", bound=LookedFor)


@dataclass(frozen=True)
class Narrowing:
    """One thing that narrows a list, in words, and the address without it."""

    label: str
    address_without: str


def words_in(given: Mapping[str, str], name: str) -> str:
    """Read words off an address; signs alone, by which nothing can be found, are none."""
    words = clean_line(given.get(name, "")[: 4 * LONGEST_WORDS])[:LONGEST_WORDS]
    return words if fold(words) else ""


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


def address(path: str, wanted: LookedFor, **more: str) -> str:
    """Write the address of a list; `more` comes after what is looked for."""
    values = wanted.parameters | {name: value for name, value in more.items() if value}
    return f"{path}?{urlencode(values)}" if values else path


def narrowings_of(path: str, wanted: _Wanted, said: Iterable[tuple[str, str]]) -> list[Narrowing]:
    """Say each thing that narrows a list, with the address without it; `said` has words and field."""
    nothing = type(wanted)()
    return [
        Narrowing(label, address(path, replace(wanted, **{name: getattr(nothing, name)})))
        for label, name in said
        if getattr(wanted, name)
    ]
