"""The statuses and kinds that the provider's things have, in our words."""

from enum import StrEnum


class CheckoutStatus(StrEnum):
    """How far a visit to the provider's pay page has come."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


class PaymentStatus(StrEnum):
    """What has become of the money of one gift."""

    WAITING = "waiting"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RefundStatus(StrEnum):
    """What has become of money on its way back."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DisputeStatus(StrEnum):
    """How far a bank's claim against a gift has come."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class RecurringStatus(StrEnum):
    """Whether a monthly gift is being taken."""

    STARTING = "starting"
    ACTIVE = "active"
    PAUSED = "paused"
    PAST_DUE = "past_due"
    ENDED = "ended"


class PayoutStatus(StrEnum):
    """What has become of money on its way to a bank account."""

    ON_ITS_WAY = "on_its_way"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DeliveryFault(StrEnum):
    """Why a delivery is refused."""

    SIGNATURE = "signature"
    TOO_OLD = "too_old"
    FROM_THE_FUTURE = "from_the_future"
    WRONG_ACCOUNT = "wrong_account"
    WRONG_MODE = "wrong_mode"
    WRONG_VERSION = "wrong_version"
    UNREADABLE = "unreadable"
