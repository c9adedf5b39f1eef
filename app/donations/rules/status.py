"""The life of a fund: which status may follow which."""

from app.core.transitions import moved
from app.donations.models import FundStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.PROPOSED, S.DELETED}),
    #: Back to the draft when the proposal is withdrawn or lapses.
    S.PROPOSED: frozenset({S.DRAFT, S.OPEN}),
    S.OPEN: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.OPEN}),
    S.DELETED: frozenset(),
}

#: Anyone can read the page and the ledger.
SHOWN = frozenset({S.OPEN, S.CLOSED})
#: The columns are the joint draft: saving asks nobody.
UNPUBLISHED = frozenset({S.DRAFT, S.PROPOSED})
#: The hosts can still change what it says.
EDITABLE = UNPUBLISHED | {S.OPEN}


def can_move(old: S, new: S) -> bool:
    """Tell whether one status may follow another."""
    return new in TRANSITIONS[old]


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)
