"""The life of an ask, and how it may stand with a target: which follows which."""

from app.asks.models import AskStatus as A
from app.asks.models import CorrectionStatus, Standing
from app.core.transitions import moved

TRANSITIONS: dict[A, frozenset[A]] = {
    A.DRAFT: frozenset({A.PROPOSED, A.DELETED}),
    #: Back to where it came from when the proposal is withdrawn or lapses.
    A.PROPOSED: frozenset({A.DRAFT, A.WITHDRAWN, A.PUBLISHED}),
    A.PUBLISHED: frozenset({A.WITHDRAWN}),
    A.WITHDRAWN: frozenset({A.PROPOSED}),
    A.DELETED: frozenset(),
}

#: A request to correct the record is answered once.
CORRECTION: dict[CorrectionStatus, frozenset[CorrectionStatus]] = {
    CorrectionStatus.WAITING: frozenset({CorrectionStatus.CORRECTED, CorrectionStatus.DECLINED}),
    CorrectionStatus.CORRECTED: frozenset(),
    CorrectionStatus.DECLINED: frozenset(),
}

#: The hosts can still change what it says.
EDITABLE = frozenset({A.DRAFT, A.PROPOSED, A.PUBLISHED, A.WITHDRAWN})
#: The columns are the joint draft: saving asks nobody.
UNPUBLISHED = frozenset({A.DRAFT, A.PROPOSED, A.WITHDRAWN})

_STEPS = frozenset(
    {
        Standing.ANSWERED,
        Standing.PROMISED,
        Standing.IN_PROGRESS,
        Standing.PARTLY_DONE,
        Standing.DONE,
        Standing.REFUSED,
    }
)
#: What people may write after anything: even what was done can be undone, and errors are corrected.
_WRITTEN = frozenset({Standing.ASKED, *_STEPS, Standing.WITHDRAWN})
#: Only the calendar sets these.
SET_BY_JOB = frozenset({Standing.SILENT, Standing.OVERDUE})

STANDINGS: dict[Standing, frozenset[Standing]] = {
    Standing.ASKED: frozenset({*_STEPS, Standing.WITHDRAWN, Standing.SILENT, Standing.OVERDUE}),
    #: News that leaves the standing as it is (another answer, more of the work) is written down too.
    Standing.ANSWERED: frozenset({*_WRITTEN, Standing.OVERDUE}),
    Standing.PROMISED: frozenset({*_WRITTEN, Standing.OVERDUE}),
    Standing.IN_PROGRESS: frozenset({*_WRITTEN, Standing.OVERDUE}),
    Standing.PARTLY_DONE: frozenset({*_WRITTEN, Standing.OVERDUE}),
    Standing.DONE: _WRITTEN - {Standing.DONE},
    Standing.REFUSED: _WRITTEN - {Standing.REFUSED},
    Standing.SILENT: frozenset({*_WRITTEN, Standing.OVERDUE}),
    Standing.OVERDUE: _WRITTEN,
    Standing.WITHDRAWN: frozenset({Standing.ASKED}),
}

#: Something is still to come from the target.
OPEN_STANDINGS = frozenset(Standing) - {Standing.DONE, Standing.REFUSED, Standing.WITHDRAWN}
#: An end that another host must confirm before it holds.
REVIEWED = frozenset({Standing.DONE, Standing.REFUSED})

_PROGRESS = (
    Standing.ASKED,
    Standing.ANSWERED,
    Standing.PROMISED,
    Standing.IN_PROGRESS,
    Standing.PARTLY_DONE,
    Standing.DONE,
)


def can_move(old: A, new: A) -> bool:
    """Tell whether one status of an ask may follow another."""
    return new in TRANSITIONS[old]


def move(old: A, new: A) -> A:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)


def can_stand(old: Standing, new: Standing) -> bool:
    """Tell whether one standing may follow another."""
    return new in STANDINGS[old]


def choices_after(old: Standing) -> list[Standing]:
    """Give the standings that people may write after this one, in the order of the table of words."""
    return [each for each in Standing if each in STANDINGS[old] and each not in SET_BY_JOB]


def needs_reason(old: Standing, new: Standing) -> bool:
    """Tell whether a change takes something back, so that the reader is owed a sentence why."""
    if new is Standing.WITHDRAWN or old in REVIEWED:
        return True
    if old in _PROGRESS and new in _PROGRESS:
        return _PROGRESS.index(new) < _PROGRESS.index(old)
    return new is Standing.ASKED
