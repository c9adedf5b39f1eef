"""When tasks are due, and how they are said."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.ical import event_lines
from app.events.models import Event
from app.events.rules import resolve_wall_time
from app.runsheets.models import Task
from app.runsheets.rules import (
    DAY,
    HOUR,
    OFFSETS,
    SHEET_TEMPLATES,
    due_at,
    offset_label,
    say_task,
    sheet_template,
)


def event_at(text, zone="Europe/London"):
    local = datetime.fromisoformat(text)
    return Event(
        title="A walk",
        slug="a-walk",
        starts_local=local,
        starts_fold=0,
        zone=zone,
        starts_at=resolve_wall_time(local, zone),
        sequence=4,
        revised_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("zone", "starts", "minutes", "due"),
    [
        ("Europe/Berlin", "2027-03-28T18:00", -DAY, "2027-03-27T17:00+00:00"),
        ("Europe/Berlin", "2027-03-28T18:00", -2 * HOUR, "2027-03-28T14:00+00:00"),
        ("Europe/Berlin", "2027-03-29T02:30", -DAY, "2027-03-28T01:00+00:00"),
        ("America/New_York", "2026-11-02T09:00", -DAY, "2026-11-01T14:00+00:00"),
        ("Asia/Kolkata", "2026-12-03T18:00", 0, "2026-12-03T12:30+00:00"),
    ],
)
def test_days_go_by_the_wall_clock_and_hours_by_the_stopwatch(zone, starts, minutes, due):
    assert due_at(event_at(starts, zone), minutes) == datetime.fromisoformat(due)


def test_without_a_date_nothing_is_due(app):
    task = Task(event=Event(title="A walk"), title="Tea", minutes=0)
    assert due_at(task.event, 0) is None
    assert say_task(task, "http://localhost") is None


def test_times_are_said_seen_from_the_start(app):
    said = [offset_label(minutes) for minutes in (-2 * DAY, -HOUR, -30, 0, 30, 2 * HOUR, DAY)]
    assert said == [
        "2 days before",
        "1 hour before",
        "30 minutes before",
        "At the start",
        "30 minutes after the start",
        "2 hours after the start",
        "1 day after",
    ]
    assert len({offset_label(minutes) for minutes in OFFSETS}) == len(OFFSETS)


def test_the_number_in_calendars_rises_with_the_event_and_with_the_task(app):
    event = event_at("2026-12-03T18:00")
    later = event.revised_at + timedelta(days=1)
    task = Task(
        event=event, uid="t@twain", title="Tea", minutes=-30, revision=2, created_at=later, changed_at=later
    )
    said = say_task(task, "http://localhost")
    assert (said.sequence, said.stamp, said.prefix) == (6, later, "To do:")
    assert "TRANSP:TRANSPARENT" in event_lines(said)
    task.done_at = later
    assert say_task(task, "http://localhost").prefix == "Done:"


def test_lists_to_begin_with_use_times_that_can_be_chosen(app):
    for template in SHEET_TEMPLATES:
        assert sheet_template(template.key) is template
        assert {minutes for minutes, _words in template.tasks} <= set(OFFSETS)
    assert sheet_template("none") is None
