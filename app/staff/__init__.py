"""Platform staff: verifying organisations, finding people, mail that failed, the audit trail."""
