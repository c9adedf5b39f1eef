"""The life of a petition: which status may follow which, and when people can sign."""

from datetime import datetime, timedelta

from app.core.transitions import moved
from app.petitions.models import BatchStatus, Petition, RemovalStatus
from app.petitions.models import PetitionStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.PROPOSED, S.DELETED}),
    #: Back to where it came from when the proposal is withdrawn or lapses.
    S.PROPOSED: frozenset(
        {S.DRAFT, S.REJECTED, S.WITHDRAWN, S.STOPPED, S.IN_MODERATION, S.SCHEDULED, S.OPEN}
    ),
    S.IN_MODERATION: frozenset({S.REJECTED, S.SCHEDULED, S.OPEN, S.DRAFT, S.WITHDRAWN}),
    S.SCHEDULED: frozenset({S.OPEN, S.WITHDRAWN, S.STOPPED}),
    S.OPEN: frozenset({S.CLOSED, S.WITHDRAWN, S.STOPPED}),
    S.CLOSED: frozenset({S.WITHDRAWN, S.STOPPED}),
    S.REJECTED: frozenset({S.PROPOSED, S.DELETED}),
    S.WITHDRAWN: frozenset({S.PROPOSED, S.DELETED}),
    #: Where it was when staff let it go on; or the hosts mend it, and staff read it again.
    S.STOPPED: frozenset({S.SCHEDULED, S.OPEN, S.CLOSED, S.PROPOSED}),
    S.DELETED: frozenset(),
}

#: Names on paper: entered by one person, checked and counted by another.
BATCH: dict[BatchStatus, frozenset[BatchStatus]] = {
    BatchStatus.ENTERING: frozenset({BatchStatus.CHECKING, BatchStatus.DISCARDED}),
    BatchStatus.CHECKING: frozenset({BatchStatus.COUNTED, BatchStatus.DISCARDED}),
    BatchStatus.COUNTED: frozenset(),
    BatchStatus.DISCARDED: frozenset(),
}
#: A removal in bulk: counted first, taken off when somebody says so.
REMOVAL: dict[RemovalStatus, frozenset[RemovalStatus]] = {
    RemovalStatus.COUNTING: frozenset({RemovalStatus.PREVIEWED, RemovalStatus.CANCELLED}),
    RemovalStatus.PREVIEWED: frozenset({RemovalStatus.RUNNING, RemovalStatus.CANCELLED}),
    RemovalStatus.RUNNING: frozenset({RemovalStatus.DONE, RemovalStatus.CANCELLED}),
    RemovalStatus.DONE: frozenset(),
    RemovalStatus.CANCELLED: frozenset(),
}

#: Anyone with the link can read the page.
SHOWN = frozenset({S.SCHEDULED, S.OPEN, S.CLOSED})
#: The columns are the joint draft: saving asks nobody.
UNPUBLISHED = frozenset({S.DRAFT, S.PROPOSED, S.REJECTED, S.WITHDRAWN, S.STOPPED})
#: The hosts can still change what it says.
EDITABLE = UNPUBLISHED | {S.SCHEDULED, S.OPEN}
#: For so long after closing, links that are on their way can still be confirmed.
GRACE = timedelta(hours=24)


def can_move(old: S, new: S) -> bool:
    """Tell whether one status may follow another."""
    return new in TRANSITIONS[old]


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)


def can_sign(petition: Petition, now: datetime) -> bool:
    """Tell whether people can sign now, whether or not the job that closes it has run."""
    if petition.status is not S.OPEN:
        return False
    return petition.closes_at is None or now < petition.closes_at


def can_confirm(petition: Petition, now: datetime) -> bool:
    """Tell whether a signature that was given in time can be confirmed now."""
    if can_sign(petition, now):
        return True
    ended = petition.closed_at or petition.closes_at
    return petition.status in {S.OPEN, S.CLOSED} and ended is not None and now < ended + GRACE
