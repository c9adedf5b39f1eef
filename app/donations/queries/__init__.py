"""Reads of funds, gifts and the ledger: names are nouns."""
