"""Which status may follow which, of gifts and of what becomes of them.

What the payment provider tells comes in any order and more than once, so services ask `can_move`
first and leave alone what is further on already. PAID is the last word about a gift: money that
came counts, also when we had given it up.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from app.core.transitions import moved
from app.donations.models import (
    DisputeStatus,
    DonationStatus,
    RecurringStatus,
    RefundStatus,
    TransferStatus,
)

Status = TypeVar("Status", bound=StrEnum)

DONATION = {
    DonationStatus.PENDING: frozenset(
        {DonationStatus.PROCESSING, DonationStatus.PAID, DonationStatus.FAILED, DonationStatus.EXPIRED}
    ),
    DonationStatus.PROCESSING: frozenset({DonationStatus.PAID, DonationStatus.FAILED}),
    DonationStatus.FAILED: frozenset({DonationStatus.PAID}),
    DonationStatus.EXPIRED: frozenset({DonationStatus.PAID}),
    DonationStatus.PAID: frozenset(),
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
