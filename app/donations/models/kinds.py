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
    #: Written down by hand, and by mistake.
    TAKEN_BACK = "taken_back"

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


class DeclarationScope(StrEnum):
    """Which gifts a Gift Aid declaration covers."""

    THIS = "this"
    ALL_FUTURE = "all_future"
    FOUR_YEARS = "four_years"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_SCOPE_LABELS[self])


_FUND_LABELS = {
    FundStatus.DRAFT: _l("Draft"),
    FundStatus.PROPOSED: _l("Waiting for sign-off"),
    FundStatus.OPEN: _l("Open for gifts"),
    FundStatus.CLOSED: _l("Closed for gifts"),
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
    DonationStatus.TAKEN_BACK: _l("Taken back"),
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
