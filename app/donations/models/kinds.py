"""The closed lists of words about funds, gifts and the ledger."""

from enum import StrEnum

from app.core.i18n import _l


class FundStatus(StrEnum):
    """The life of a fund."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    OPEN = "open"
    #: Takes no more gifts; the page and the ledger stay.
    CLOSED = "closed"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_FUND_LABELS[self])


class Route(StrEnum):
    """How money reaches the hosts."""

    #: One account takes it all; hosts settle by bank transfer, written in the ledger.
    LEDGER = "ledger"
    #: The one host's own account with the payment provider takes it.
    DIRECT = "direct"
    #: One account takes it and passes each host's part on to theirs at once.
    TRANSFERS = "transfers"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ROUTE_LABELS[self])


class DonationStatus(StrEnum):
    """The life of a gift."""

    #: Written down, not paid; so stands it before the payment provider hears of it.
    PENDING = "pending"
    #: The bank has taken the order, the money is still to come.
    PROCESSING = "processing"
    PAID = "paid"
    #: The bank said no.
    FAILED = "failed"
    #: Nobody paid in time.
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_DONATION_LABELS[self])


class GiftSource(StrEnum):
    """How a gift came."""

    ONLINE = "online"
    MONTHLY = "monthly"
    #: Counted by two people.
    CASH = "cash"
    BANK = "bank"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_SOURCE_LABELS[self])


class RecurringStatus(StrEnum):
    """The life of a monthly gift."""

    PENDING = "pending"
    ACTIVE = "active"
    #: The last payment did not go through; it will be tried again.
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    #: It was never begun: nobody paid the first gift in time.
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_RECURRING_LABELS[self])


class RecurringWish(StrEnum):
    """What a giver wishes of a monthly gift."""

    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


class MessageStatus(StrEnum):
    """Whether a giver's message is shown."""

    NONE = "none"
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


class DedicationKind(StrEnum):
    """What a dedication says of the person it names."""

    NONE = "none"
    IN_HONOUR = "in_honour"
    IN_MEMORY = "in_memory"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_DEDICATION_LABELS[self])


class RefundStatus(StrEnum):
    """The life of a refund."""

    #: The giver, or one treasurer, asks for it.
    REQUESTED = "requested"
    #: Decided; the payment provider is asked, or will be.
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_REFUND_LABELS[self])


class DisputeStatus(StrEnum):
    """How a disputed payment stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class TransferStatus(StrEnum):
    """How a host's part on its way to the host's account stands."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class PayoutStatus(StrEnum):
    """How money on its way to a bank account stands."""

    ON_ITS_WAY = "on_its_way"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_PAYOUT_LABELS[self])


class MismatchKind(StrEnum):
    """How the payment provider's books and ours differ."""

    #: Money moved of which the ledger says nothing.
    UNKNOWN = "unknown"
    #: Both tell of it, with two amounts.
    AMOUNT = "amount"
    #: The ledger tells of money that the provider does not know.
    MISSING = "missing"
    #: The lines of a payout do not sum to it.
    PAYOUT = "payout"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_MISMATCH_LABELS[self])


class DeclarationScope(StrEnum):
    """Which gifts a Gift Aid declaration covers."""

    THIS = "this"
    ALL_FUTURE = "all_future"
    FOUR_YEARS = "four_years"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_SCOPE_LABELS[self])


class Account(StrEnum):
    """Where money stands in the ledger; a line of a host names the host beside it."""

    #: What has come in and has not gone out.
    CLEARING = "clearing"
    FEES = "fees"
    #: What was given for a host: negative, as it is owed to that host's work.
    HOST = "host"
    #: On its way back to a giver.
    REFUNDS = "refunds"
    #: Held back while a bank looks into it.
    DISPUTES = "disputes"
    #: Passed on to a host's own account.
    SETTLEMENTS = "settlements"
    #: Paid for what the fund is for.
    SPENT = "spent"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ACCOUNT_LABELS[self])


class EntryKind(StrEnum):
    """What happened to money."""

    GIFT = "gift"
    FEE = "fee"
    REFUND_BEGUN = "refund_begun"
    REFUND_DONE = "refund_done"
    REFUND_FAILED = "refund_failed"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_WON = "dispute_won"
    TRANSFER = "transfer"
    TRANSFER_REVERSED = "transfer_reversed"
    SETTLEMENT = "settlement"
    SPENDING = "spending"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ENTRY_LABELS[self])


_FUND_LABELS = {
    FundStatus.DRAFT: _l("Draft"),
    FundStatus.PROPOSED: _l("Waiting for sign-off"),
    FundStatus.OPEN: _l("Open for gifts"),
    FundStatus.CLOSED: _l("Closed"),
    FundStatus.DELETED: _l("Deleted"),
}
_ROUTE_LABELS = {
    Route.LEDGER: _l("One account takes the gifts; the hosts settle by bank transfer"),
    Route.DIRECT: _l("The host’s own payment account takes the gifts"),
    Route.TRANSFERS: _l("Each host’s part is passed on to its own payment account at once"),
}
_DONATION_LABELS = {
    DonationStatus.PENDING: _l("Not paid yet"),
    DonationStatus.PROCESSING: _l("On its way"),
    DonationStatus.PAID: _l("Paid"),
    DonationStatus.FAILED: _l("Did not go through"),
    DonationStatus.EXPIRED: _l("Not paid in time"),
}
_SOURCE_LABELS = {
    GiftSource.ONLINE: _l("Online"),
    GiftSource.MONTHLY: _l("Monthly"),
    GiftSource.CASH: _l("Cash"),
    GiftSource.BANK: _l("Bank transfer"),
}
_RECURRING_LABELS = {
    RecurringStatus.PENDING: _l("Not begun"),
    RecurringStatus.ACTIVE: _l("Running"),
    RecurringStatus.PAST_DUE: _l("The last payment did not go through"),
    RecurringStatus.PAUSED: _l("Paused"),
    RecurringStatus.CANCELLED: _l("Ended"),
    RecurringStatus.EXPIRED: _l("Never begun"),
}
_DEDICATION_LABELS = {
    DedicationKind.NONE: _l("No dedication"),
    DedicationKind.IN_HONOUR: _l("In honour of"),
    DedicationKind.IN_MEMORY: _l("In memory of"),
}
_REFUND_LABELS = {
    RefundStatus.REQUESTED: _l("Asked for"),
    RefundStatus.PENDING: _l("On its way back"),
    RefundStatus.SUCCEEDED: _l("Given back"),
    RefundStatus.FAILED: _l("Could not be given back"),
    RefundStatus.REFUSED: _l("Refused"),
}
_SCOPE_LABELS = {
    DeclarationScope.THIS: _l("This gift only"),
    DeclarationScope.ALL_FUTURE: _l("This gift and those to come"),
    DeclarationScope.FOUR_YEARS: _l("This gift, those to come and those of the last four years"),
}
_PAYOUT_LABELS = {
    PayoutStatus.ON_ITS_WAY: _l("On its way"),
    PayoutStatus.PAID: _l("Arrived"),
    PayoutStatus.FAILED: _l("Came back"),
    PayoutStatus.CANCELLED: _l("Called off"),
}
_MISMATCH_LABELS = {
    MismatchKind.UNKNOWN: _l("Money moved that the ledger does not know"),
    MismatchKind.AMOUNT: _l("The amounts differ"),
    MismatchKind.MISSING: _l("The payment provider does not know of it"),
    MismatchKind.PAYOUT: _l("What was paid out is not what its lines sum to"),
}
_ACCOUNT_LABELS = {
    Account.CLEARING: _l("Held for the fund"),
    Account.FEES: _l("Fees"),
    Account.HOST: _l("Given"),
    Account.REFUNDS: _l("On its way back to givers"),
    Account.DISPUTES: _l("Held back by a bank"),
    Account.SETTLEMENTS: _l("Passed on"),
    Account.SPENT: _l("Spent"),
}
_ENTRY_LABELS = {
    EntryKind.GIFT: _l("Gift"),
    EntryKind.FEE: _l("Fee"),
    EntryKind.REFUND_BEGUN: _l("Refund begun"),
    EntryKind.REFUND_DONE: _l("Refund paid"),
    EntryKind.REFUND_FAILED: _l("Refund came back"),
    EntryKind.DISPUTE_OPENED: _l("Payment disputed"),
    EntryKind.DISPUTE_LOST: _l("Dispute lost"),
    EntryKind.DISPUTE_WON: _l("Dispute won"),
    EntryKind.TRANSFER: _l("Passed on to a host"),
    EntryKind.TRANSFER_REVERSED: _l("Taken back from a host"),
    EntryKind.SETTLEMENT: _l("Settled by bank transfer"),
    EntryKind.SPENDING: _l("Spent"),
    EntryKind.CORRECTION: _l("Correction"),
}
