"""Events in calendars: feeds that stay right, a person's own feed, and import from elsewhere."""
