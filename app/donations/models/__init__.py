"""Tables of funds, gifts and the ledger."""

from app.donations.models.book_kinds import (
    Account,
    EntryKind,
    MismatchKind,
    PayoutStatus,
)
from app.donations.models.checks import (
    Comparison,
    LedgerMismatch,
    Payout,
    YearlyStatement,
)
from app.donations.models.claims import (
    ClaimAdjustment,
    ClaimedPart,
    GiftAidClaim,
)
from app.donations.models.donations import (
    Declaration,
    Donation,
    RecurringGift,
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
    DeclarationScope,
    DedicationKind,
    DisputeStatus,
    DonationStatus,
    FundStatus,
    GiftSource,
    MessageStatus,
    RecurringStatus,
    RecurringWish,
    RefundStatus,
    Route,
    TransferStatus,
)
from app.donations.models.ledger import (
    Balance,
    Correction,
    LedgerEntry,
    Posting,
)
from app.donations.models.returns import (
    Dispute,
    Refund,
    Transfer,
)
from app.donations.models.spending import (
    Spending,
)
