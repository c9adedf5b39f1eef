"""What someone looks for among initiatives, read off an address forgivingly."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.i18n import _
from app.initiatives.models import Setting, Theme
from app.pages.rules.lists import Narrowing, chosen_in, cursor_in, narrowings_of, words_in


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
    after = cursor_in(given, remarks)
    return WantedInitiatives(
        words=words_in(given, "q"),
        setting=chosen_in(given, "setting", Setting, remarks),
        theme=chosen_in(given, "theme", Theme, remarks),
        after=after,
        remarks=tuple(remarks),
    )


def initiative_narrowings(path: str, wanted: WantedInitiatives) -> list[Narrowing]:
    """Say each thing that narrows the list, with the address without it."""
    said = (
        (_("about “%(words)s”", words=wanted.words), "words"),
        (wanted.setting.label if wanted.setting else "", "setting"),
        (wanted.theme.label if wanted.theme else "", "theme"),
    )
    return narrowings_of(path, wanted, said)
