"""Ask for feeds as calendars do, and read what comes back."""

from typing import Any

import icalendar
from flask.testing import FlaskClient

from app.calendars import services
from app.core.transaction import transaction
from app.organisations.models import Organisation


def read(answer: Any) -> icalendar.Calendar:
    """Read an answer that must be a calendar, without a single complaint."""
    assert answer.status_code == 200, answer.status
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.errors == []
    for event in calendar.events:
        assert event.errors == []
    return calendar


def events_at(client: FlaskClient, address: str) -> dict[str, icalendar.Event]:
    """Give the events of the feed at an address by their UID."""
    found = read(client.get(address)).events
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found), "a UID stands once in a feed"
    return by_uid


def feed_of(organisation: Organisation) -> str:
    """Give the address of an organisation's feed."""
    return f"/organisations/{organisation.slug}/events.ics"


def keep_all() -> None:
    """Write the lines of all events that the factories made, as publishing them would have done."""
    with transaction():
        services.keep_missing(10_000)
