"""Reads of funds, gifts and the ledger: names are nouns."""

from app.donations.queries.funds import fund_by_slug, fund_of, shares_of
from app.donations.queries.gift_aid import (
    charities_of,
    charity_of,
    covering_declaration,
    declarations_with,
)
from app.donations.queries.ledger import sums_of, unbalanced_entries

__all__ = [
    "charities_of",
    "charity_of",
    "covering_declaration",
    "declarations_with",
    "fund_by_slug",
    "fund_of",
    "shares_of",
    "sums_of",
    "unbalanced_entries",
]
