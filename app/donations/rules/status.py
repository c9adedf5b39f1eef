"""Which status may follow which, of funds, of gifts and of what becomes of them.

What the payment provider tells comes in any order and more than once, so services ask `can_move`
first and leave alone what is further on already. PAID is the last word of the provider about a gift:
money that came counts, also when we had given it up. Only what treasurers wrote by hand is taken back.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from app.core.transitions import moved
from app.donations.models import (
    DisputeStatus,
    DonationStatus,
    FundStatus,
    RecurringStatus,
    RefundStatus,
    TransferStatus,
)

Status = TypeVar("Status", bound=StrEnum)

FUND = {
    FundStatus.DRAFT: frozenset({FundStatus.PROPOSED, FundStatus.DELETED}),
    #: Back to the draft when the proposal is withdrawn or lapses.
    FundStatus.PROPOSED: frozenset({FundStatus.DRAFT, FundStatus.OPEN}),
    FundStatus.OPEN: frozenset({FundStatus.CLOSED}),
    FundStatus.CLOSED: frozenset({FundStatus.OPEN}),
    FundStatus.DELETED: frozenset(),
}
#: Anyone can read the page and the ledger.
SHOWN = frozenset({FundStatus.OPEN, FundStatus.CLOSED})
#: The columns are the joint draft: saving asks nobody.
UNPUBLISHED = frozenset({FundStatus.DRAFT, FundStatus.PROPOSED})
#: The hosts can still change what it says.
EDITABLE = UNPUBLISHED | {FundStatus.OPEN}
DONATION = {
    DonationStatus.PENDING: frozenset(
        {DonationStatus.PROCESSING, DonationStatus.PAID, DonationStatus.FAILED, DonationStatus.EXPIRED}
    ),
    DonationStatus.PROCESSING: frozenset({DonationStatus.PAID, DonationStatus.FAILED}),
    DonationStatus.FAILED: frozenset({DonationStatus.PAID}),
    DonationStatus.EXPIRED: frozenset({DonationStatus.PAID}),
    DonationStatus.PAID: frozenset({DonationStatus.TAKEN_BACK}),
    DonationStatus.TAKEN_BACK: frozenset(),
}
_RUNNING = frozenset(
    {
        RecurringStatus.ACTIVE,
        RecurringStatus.PAST_DUE,
        RecurringStatus.PAUSED,
        RecurringStatus.CANCELLED,
    }
)
RECURRING = {
    RecurringStatus.PENDING: _RUNNING | {RecurringStatus.EXPIRED},
    RecurringStatus.EXPIRED: _RUNNING,
    RecurringStatus.ACTIVE: _RUNNING - {RecurringStatus.ACTIVE},
    RecurringStatus.PAST_DUE: _RUNNING - {RecurringStatus.PAST_DUE},
    RecurringStatus.PAUSED: _RUNNING - {RecurringStatus.PAUSED},
    RecurringStatus.CANCELLED: frozenset(),
}
REFUND = {
    RefundStatus.REQUESTED: frozenset({RefundStatus.PENDING, RefundStatus.REFUSED}),
    RefundStatus.PENDING: frozenset({RefundStatus.SUCCEEDED, RefundStatus.FAILED}),
    #: A bank may send the money back weeks later.
    RefundStatus.SUCCEEDED: frozenset({RefundStatus.FAILED}),
    RefundStatus.FAILED: frozenset(),
    RefundStatus.REFUSED: frozenset(),
}
DISPUTE = {
    DisputeStatus.OPEN: frozenset({DisputeStatus.WON, DisputeStatus.LOST}),
    DisputeStatus.WON: frozenset(),
    DisputeStatus.LOST: frozenset(),
}
TRANSFER = {
    TransferStatus.PENDING: frozenset({TransferStatus.SENT, TransferStatus.FAILED}),
    #: A treasurer had it tried again.
    TransferStatus.FAILED: frozenset({TransferStatus.PENDING, TransferStatus.SENT}),
    TransferStatus.SENT: frozenset(),
}
TABLES: Mapping[type[StrEnum], Mapping[Any, Collection[Any]]] = {
    FundStatus: FUND,
    DonationStatus: DONATION,
    RecurringStatus: RECURRING,
    RefundStatus: REFUND,
    DisputeStatus: DISPUTE,
    TransferStatus: TRANSFER,
}


def can_move(old: Status, new: Status) -> bool:
    """Tell whether one status may follow another."""
    return new in TABLES[type(old)][old]


def move(old: Status, new: Status) -> Status:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    table: Mapping[Status, Collection[Status]] = TABLES[type(old)]
    return moved(table, old, new)
