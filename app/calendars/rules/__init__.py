"""Pure rules of calendars: what a foreign calendar says, and what taking it over would do."""
