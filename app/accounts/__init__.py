"""People who can sign in: accounts, sign-in, sessions, preferences, their data and its erasure."""
