"""What someone looks for in the tracker, read off an address forgivingly; and how targets have answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.asks.models import AskTarget, PolicyArea, Position, Standing
from app.core.i18n import _, _l
from app.core.labelled import Labelled
from app.pages.rules.lists import Narrowing, chosen_in, cursor_in, narrowings_of, words_in


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


def ask_narrowings(path: str, wanted: WantedAsks, names: Mapping[str, str]) -> list[Narrowing]:
    """Say each thing that narrows the list, with the address without it; `names` are those of addresses."""
    said = (
        (_("about “%(words)s”", words=wanted.words), "words"),
        (wanted.area.label if wanted.area else "", "area"),
        (wanted.standing.label if wanted.standing else "", "standing"),
        (names.get(wanted.target, wanted.target), "target"),
        (names.get(wanted.organisation, wanted.organisation), "organisation"),
        (wanted.jurisdiction, "jurisdiction"),
    )
    return narrowings_of(path, wanted, said)
