"""The closed lists of words about the books: accounts, happenings, payouts and what does not match."""

from enum import StrEnum

from app.core.i18n import _l


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
    #: A gift written down by mistake: it counts as never given.
    GIFT_CORRECTED = "gift_corrected"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ENTRY_LABELS[self])


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
    EntryKind.GIFT_CORRECTED: _l("Correction"),
}
