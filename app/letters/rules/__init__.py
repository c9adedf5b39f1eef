"""When a letter is due, and when answers come into view, as pure functions."""
