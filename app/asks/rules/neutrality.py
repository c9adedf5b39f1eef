"""What hosts confirm before an ask goes public: it asks for a policy and takes no side in an election."""

from collections.abc import Collection

from app.core.i18n import _l
from app.core.labelled import Labelled


class Neutral(Labelled):
    """One thing that must be true of an ask."""

    NO_PARTY = "no_party", _l("It supports no party and speaks against none.")
    NO_CANDIDATE = "no_candidate", _l("It supports no candidate and speaks against none.")
    SAME_FOR_ALL = "same_for_all", _l("We would ask the same of anyone who held this office.")
    PURPOSE = "purpose", _l("It serves the purpose of every organisation that asks.")
    EVIDENCE = (
        "evidence",
        _l("What it says about people and facts is true, and we can show where we know it from."),
    )


def is_neutral(ticked: Collection[str]) -> bool:
    """Tell whether everything has been confirmed."""
    return set(Neutral) <= set(ticked)
