"""The life of an initiative: which status may follow which."""

from app.core.transitions import moved
from app.initiatives.models import InitiativeStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.PROPOSED, S.DELETED}),
    #: Back to where it came from when the proposal is withdrawn or lapses.
    S.PROPOSED: frozenset({S.DRAFT, S.WITHDRAWN, S.PUBLISHED, S.COMPLETED}),
    S.PUBLISHED: frozenset({S.COMPLETED, S.WITHDRAWN}),
    S.COMPLETED: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset({S.PROPOSED}),
    S.DELETED: frozenset(),
}

#: Anyone can read the page.
SHOWN = frozenset({S.PUBLISHED, S.COMPLETED})
#: The columns are the joint draft: saving asks nobody.
UNPUBLISHED = frozenset({S.DRAFT, S.PROPOSED, S.WITHDRAWN})
#: The hosts can still change what it says.
EDITABLE = UNPUBLISHED | {S.PUBLISHED}


def can_move(old: S, new: S) -> bool:
    """Tell whether one status may follow another."""
    return new in TRANSITIONS[old]


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)
