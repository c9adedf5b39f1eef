"""Tables of funds, gifts and the ledger."""

from app.donations.models.donations import (
    Declaration,
    Dispute,
    Donation,
    RecurringGift,
    Refund,
    Transfer,
    WebhookDelivery,
)
from app.donations.models.funds import (
    Charity,
    ConnectedAccount,
    Fund,
    FundVersion,
    Share,
)
from app.donations.models.kinds import (
    Account,
    DeclarationScope,
    DedicationKind,
    DisputeStatus,
    DonationStatus,
    EntryKind,
    FundStatus,
    GiftSource,
    MessageStatus,
    RecurringStatus,
    RefundStatus,
    Route,
    TransferStatus,
)
from app.donations.models.ledger import (
    Balance,
    LedgerEntry,
    MonthBalance,
    Posting,
)
from app.donations.models.spending import Spending

__all__ = [
    "Account",
    "Balance",
    "Charity",
    "ConnectedAccount",
    "Declaration",
    "DeclarationScope",
    "DedicationKind",
    "Dispute",
    "DisputeStatus",
    "Donation",
    "DonationStatus",
    "EntryKind",
    "Fund",
    "FundStatus",
    "FundVersion",
    "GiftSource",
    "LedgerEntry",
    "MessageStatus",
    "MonthBalance",
    "Posting",
    "RecurringGift",
    "RecurringStatus",
    "Refund",
    "RefundStatus",
    "Route",
    "Share",
    "Spending",
    "Transfer",
    "TransferStatus",
    "WebhookDelivery",
]
