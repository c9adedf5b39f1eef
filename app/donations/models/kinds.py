"""The closed lists of words about funds, gifts and the ledger."""

from enum import StrEnum

from app.core.i18n import _l
from app.core.labelled import Labelled


class FundStatus(Labelled):
    """The life of a fund."""

    DRAFT = "draft", _l("Draft")
    PROPOSED = "proposed", _l("Waiting for sign-off")
    OPEN = "open", _l("Open for gifts")
    #: Takes no more gifts; the page and the ledger stay.
    CLOSED = "closed", _l("Closed for gifts")
    DELETED = "deleted", _l("Deleted")


class Route(Labelled):
    """How money reaches the hosts."""

    #: One account takes it all; hosts settle by bank transfer, written in the ledger.
    LEDGER = "ledger", _l("One account takes the gifts; the hosts settle by bank transfer")
    #: The one host's own account with the payment provider takes it.
    DIRECT = "direct", _l("The host’s own payment account takes the gifts")
    #: One account takes it and passes each host's part on to theirs at once.
    TRANSFERS = "transfers", _l("Each host’s part is passed on to its own payment account at once")


class DonationStatus(Labelled):
    """The life of a gift."""

    #: Written down, not paid; so stands it before the payment provider hears of it.
    PENDING = "pending", _l("Not paid yet")
    #: The bank has taken the order, the money is still to come.
    PROCESSING = "processing", _l("On its way")
    PAID = "paid", _l("Paid")
    #: The bank said no.
    FAILED = "failed", _l("Did not go through")
    #: Nobody paid in time.
    EXPIRED = "expired", _l("Not paid in time")
    #: Written down by hand, and by mistake.
    TAKEN_BACK = "taken_back", _l("Taken back")


class GiftSource(Labelled):
    """How a gift came."""

    ONLINE = "online", _l("Online")
    MONTHLY = "monthly", _l("Monthly")
    #: Counted by two people.
    CASH = "cash", _l("Cash")
    BANK = "bank", _l("Bank transfer")


class RecurringStatus(Labelled):
    """The life of a monthly gift."""

    PENDING = "pending", _l("Not begun")
    ACTIVE = "active", _l("Running")
    #: The last payment did not go through; it will be tried again.
    PAST_DUE = "past_due", _l("The last payment did not go through")
    PAUSED = "paused", _l("Paused")
    CANCELLED = "cancelled", _l("Ended")
    #: It was never begun: nobody paid the first gift in time.
    EXPIRED = "expired", _l("Never begun")


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


class DedicationKind(Labelled):
    """What a dedication says of the person it names."""

    NONE = "none", _l("No dedication")
    IN_HONOUR = "in_honour", _l("In honour of")
    IN_MEMORY = "in_memory", _l("In memory of")


class RefundStatus(Labelled):
    """The life of a refund."""

    #: The giver, or one treasurer, asks for it.
    REQUESTED = "requested", _l("Asked for")
    #: Decided; the payment provider is asked, or will be.
    PENDING = "pending", _l("On its way back")
    SUCCEEDED = "succeeded", _l("Given back")
    FAILED = "failed", _l("Could not be given back")
    REFUSED = "refused", _l("Refused")


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


class DeclarationScope(Labelled):
    """Which gifts a Gift Aid declaration covers."""

    THIS = "this", _l("This gift only")
    ALL_FUTURE = "all_future", _l("This gift and those to come")
    FOUR_YEARS = "four_years", _l("This gift, those to come and those of the last four years")
