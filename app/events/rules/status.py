"""The life of an event: which status may follow which."""

from app.core.transitions import moved
from app.events.models import EventStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.PROPOSED}),
    #: Back to where it came from when the proposal is withdrawn or lapses.
    S.PROPOSED: frozenset({S.DRAFT, S.WITHDRAWN, S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.POSTPONED, S.CANCELLED, S.WITHDRAWN}),
    S.POSTPONED: frozenset({S.PUBLISHED, S.CANCELLED, S.WITHDRAWN}),
    S.CANCELLED: frozenset({S.DELETED}),
    S.WITHDRAWN: frozenset({S.PROPOSED, S.DELETED}),
    S.DELETED: frozenset(),
}

#: Anyone with the link can read the page.
SHOWN = frozenset({S.PUBLISHED, S.POSTPONED, S.CANCELLED})
#: The hosts can still change what it says.
EDITABLE = frozenset({S.DRAFT, S.PROPOSED, S.PUBLISHED, S.POSTPONED, S.WITHDRAWN})
#: The columns are the joint draft: saving asks nobody.
UNPUBLISHED = frozenset({S.DRAFT, S.PROPOSED, S.WITHDRAWN})


def can_move(old: S, new: S) -> bool:
    """Tell whether one status may follow another."""
    return new in TRANSITIONS[old]


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)
