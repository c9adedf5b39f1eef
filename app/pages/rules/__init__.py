"""What public pages say, as pure functions: what is looked for, months, feeds, data for search engines."""
