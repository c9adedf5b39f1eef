"""Run sheets: what is to be done around an event, by which host or person, when, and whether it is."""
