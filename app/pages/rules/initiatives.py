"""What someone looks for among initiatives, read off an address forgivingly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from app.core.i18n import _
from app.core.numbers import row_number
from app.core.text import clean_line
from app.initiatives.models import Setting, Theme
from app.pages.rules.asks import LONGEST_WORDS, Narrowing

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class WantedInitiatives:
    """What someone looks for, as far as it could be read."""

    words: str = ""
    setting: Setting | None = None
    theme: Theme | None = None
    after: int | None = None
    #: What could not be read, said kindly.
    remarks: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """Give everything but the page as it stands in an address."""
        values = {
            "q": self.words,
            "setting": self.setting.value if self.setting else "",
            "theme": self.theme.value if self.theme else "",
        }
        return {name: value for name, value in values.items() if value}


def read_wanted_initiatives(given: Mapping[str, str]) -> WantedInitiatives:
    """Read the query of an address; what cannot be read is left out and said."""
    remarks: list[str] = []
    cursor = given.get("after", "")
    after = row_number(cursor)
    if cursor and after is None:
        remarks.append(_("That link was cut in two, so we begin with the newest."))
    return WantedInitiatives(
        words=clean_line(given.get("q", "")[: 4 * LONGEST_WORDS])[:LONGEST_WORDS],
        setting=_chosen(Setting, given.get("setting", ""), remarks),
        theme=_chosen(Theme, given.get("theme", ""), remarks),
        after=after,
        remarks=tuple(remarks),
    )


def initiatives_address(path: str, wanted: WantedInitiatives, always: Mapping[str, str], **more: str) -> str:
    """Write the address of a list; `always` and `more` come after what is looked for."""
    values = {**wanted.parameters, **always, **{name: value for name, value in more.items() if value}}
    return f"{path}?{urlencode(values)}" if values else path


def initiative_narrowings(
    path: str, wanted: WantedInitiatives, always: Mapping[str, str]
) -> Sequence[Narrowing]:
    """Say each thing that narrows the list, with the address without it."""
    nothing = WantedInitiatives()
    said: list[tuple[str, str, Any]] = [
        (_("about “%(words)s”", words=wanted.words), "words", wanted.words),
        (wanted.setting.label if wanted.setting else "", "setting", wanted.setting),
        (wanted.theme.label if wanted.theme else "", "theme", wanted.theme),
    ]
    return [
        Narrowing(label, initiatives_address(path, replace(wanted, **{name: getattr(nothing, name)}), always))
        for label, name, value in said
        if value
    ]


def _chosen(kind: type[_Choice], text: str, remarks: list[str]) -> _Choice | None:
    if text in set(kind):
        return kind(text)
    if text:
        remarks.append(_("We do not know “%(words)s” here, so we left it out.", words=clean_line(text)[:40]))
    return None
