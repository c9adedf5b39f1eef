"""The closed lists of words about the books: accounts, happenings, payouts and what does not match."""

from app.core.i18n import _l
from app.core.labelled import Labelled


class PayoutStatus(Labelled):
    """How money on its way to a bank account stands."""

    ON_ITS_WAY = "on_its_way", _l("On its way")
    PAID = "paid", _l("Arrived")
    FAILED = "failed", _l("Came back")
    CANCELLED = "cancelled", _l("Called off")


class MismatchKind(Labelled):
    """How the payment provider's books and ours differ."""

    #: Money moved of which the ledger says nothing.
    UNKNOWN = "unknown", _l("Money moved that the ledger does not know")
    #: Both tell of it, with two amounts.
    AMOUNT = "amount", _l("The amounts differ")
    #: The ledger tells of money that the provider does not know.
    MISSING = "missing", _l("The payment provider does not know of it")
    #: The lines of a payout do not sum to it.
    PAYOUT = "payout", _l("What was paid out is not what its lines sum to")


class Account(Labelled):
    """Where money stands in the ledger; a line of a host names the host beside it."""

    #: What has come in and has not gone out.
    CLEARING = "clearing", _l("Held for the fund")
    FEES = "fees", _l("Fees")
    #: What was given for a host: negative, as it is owed to that host's work.
    HOST = "host", _l("Given")
    #: On its way back to a giver.
    REFUNDS = "refunds", _l("On its way back to givers")
    #: Held back while a bank looks into it.
    DISPUTES = "disputes", _l("Held back by a bank")
    #: Passed on to a host's own account.
    SETTLEMENTS = "settlements", _l("Passed on")
    #: Paid for what the fund is for.
    SPENT = "spent", _l("Spent")


class EntryKind(Labelled):
    """What happened to money."""

    GIFT = "gift", _l("Gift")
    FEE = "fee", _l("Fee")
    REFUND_BEGUN = "refund_begun", _l("Refund begun")
    REFUND_DONE = "refund_done", _l("Refund paid")
    REFUND_FAILED = "refund_failed", _l("Refund came back")
    DISPUTE_OPENED = "dispute_opened", _l("Payment disputed")
    DISPUTE_LOST = "dispute_lost", _l("Dispute lost")
    DISPUTE_WON = "dispute_won", _l("Dispute won")
    TRANSFER = "transfer", _l("Passed on to a host")
    TRANSFER_REVERSED = "transfer_reversed", _l("Taken back from a host")
    SETTLEMENT = "settlement", _l("Settled by bank transfer")
    SPENDING = "spending", _l("Spent")
    CORRECTION = "correction", _l("Correction")
    #: A gift written down by mistake: it counts as never given.
    GIFT_CORRECTED = "gift_corrected", _l("Correction")
