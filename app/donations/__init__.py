"""Giving together: funds that hosts hold jointly, gifts to them, and the ledger that anyone can read.

Words: a `Fund` is a joint purse; a `Donation` is one gift; a `RecurringGift` is given each month; a `Share`
is a host's part of a fund; a `Posting` is a line of the ledger; a `WebhookDelivery` is one message of Stripe.
"""
