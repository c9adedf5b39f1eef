"""Reads: events as lines, public and personal feeds, what was imported."""

from app.calendars.queries.feeds import (
    event_calendar,
    initiative_lines,
    organisation_feed,
    series_feed,
    site_feed,
)
from app.calendars.queries.invitations import date_invitations, event_invitation
from app.calendars.queries.lines import DatesFile, dates_file, event_file
from app.calendars.queries.personal import (
    PersonalEntry,
    Standing,
    feed_by_token,
    feed_of,
    personal_calendar,
)
from app.calendars.queries.ways import event_links
