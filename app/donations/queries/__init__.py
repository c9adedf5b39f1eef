"""Reads of funds, gifts and the ledger: names are nouns."""

from app.donations.queries.claims import (
    claim_of,
    claimable_parts,
    claims_of,
    gift_aid_of,
    locked_charity,
    parts_of_claim,
    schedule_rows,
)
from app.donations.queries.comparing import (
    all_mismatches,
    mismatch_by_id,
    number_of_mismatches,
    payouts_of,
)
from app.donations.queries.funds import (
    fund_by_slug,
    shares_of,
)
from app.donations.queries.gift_aid import (
    charities_of,
    charity_of,
    declarations_on,
)
from app.donations.queries.gifts import (
    donation_by_reference,
    donation_by_token,
    gifts_of,
    recurring_by_reference,
    recurring_by_token,
    refunds_of,
    weights_of,
)
from app.donations.queries.giver import split_of
from app.donations.queries.ledger import (
    sums_of,
    unbalanced_entries,
)
from app.donations.queries.transfers import refused_transfer_in, refused_transfers_in
from app.donations.queries.treasury import (
    GIFTS_PAGE,
    all_gifts_in,
    entries_about,
    gift_in,
    gifts_in,
    has_entry,
    host_months_of,
    mismatches_in,
    open_refunds_in,
    organisations_in_ledger,
    refund_in,
    uncounted_cash,
)
