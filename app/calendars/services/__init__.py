"""Writes: the lines that are kept of events, people's own addresses, and imports."""

from app.calendars.services.importing import carry_out, forget_readings, keep_reading, throw_away
from app.calendars.services.keeping import (
    keep_changed,
    keep_deleted,
    keep_hosts,
    keep_missing,
    keep_organisation,
    keep_published,
    keep_withdrawn,
)
from app.calendars.services.personal import end_feed, forget_person, make_feed, rotate, set_discreet
