"""Joint holding: hosts, proposals and sign-off.

A held thing (an event, a series, an initiative, an ask, a petition, a fund) points at a `Cohosting`. All
accepted hosts are equals. Key facts change only by a `Proposal` whose exact content every
accepted host has signed off; then `ProposalAccepted` is announced, and the feature that owns the
thing applies it in the same transaction. This room knows nothing of what is held.
"""
