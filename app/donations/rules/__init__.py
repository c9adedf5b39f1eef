"""Pure rules of funds, gifts and the ledger."""
