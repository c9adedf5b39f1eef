"""Joint purses: funds, gifts to them, and the ledger that says where every penny is.

A `Fund` is held by its hosts and may be for one thing that is held: an event, an initiative, a
petition. A `Donation` is one gift; a `RecurringGift` makes one each month. A `Share` is a host's
part. A `LedgerEntry` says what happened to money, and its `Posting`s sum to nothing. A
`WebhookDelivery` is one message of the payment provider.
"""
