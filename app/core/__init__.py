"""What every feature stands on: clock, database, transaction, access, crypto, text, http."""
