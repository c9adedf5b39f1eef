"""Who did what: an append-only trail without keys upward, so that a line outlives a user."""
