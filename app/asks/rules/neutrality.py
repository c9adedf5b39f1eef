"""What hosts confirm before an ask goes public: it asks for a policy and takes no side in an election."""

from collections.abc import Collection
from enum import StrEnum

from app.core.i18n import _l


class Neutral(StrEnum):
    """One thing that must be true of an ask."""

    NO_PARTY = "no_party"
    NO_CANDIDATE = "no_candidate"
    SAME_FOR_ALL = "same_for_all"
    PURPOSE = "purpose"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_LABELS[self])


_LABELS = {
    Neutral.NO_PARTY: _l("It supports no party and speaks against none."),
    Neutral.NO_CANDIDATE: _l("It supports no candidate and speaks against none."),
    Neutral.SAME_FOR_ALL: _l("We would ask the same of anyone who held this office."),
    Neutral.PURPOSE: _l("It serves the purpose of every organisation that asks."),
    Neutral.EVIDENCE: _l(
        "What it says about people and facts is true, and we can show where we know it from."
    ),
}


def is_neutral(ticked: Collection[str]) -> bool:
    """Tell whether everything has been confirmed."""
    return set(Neutral) <= set(ticked)
