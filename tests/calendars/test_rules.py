"""What an import would do, and the sentences that say so."""

from datetime import timedelta

import pytest
from flask import Flask

from app.calendars.rules.planning import Change, PlannedChange, plan_import
from app.calendars.rules.reading import read_calendar
from app.calendars.rules.results import Content, Reason, Unreadable
from app.calendars.rules.sentences import why_planned, why_unreadable
from tests.calendars.foreign import NOW, event, file


def read(*events, now=NOW):
    return read_calendar(file(*events), now=now)


def known(result):
    return {each.key: each for each in result.occurrences}


def changes(planned):
    return [each.change for each in planned]


def test_everything_is_new_at_first_and_nothing_the_second_time():
    result = read(event("RRULE:FREQ=WEEKLY;COUNT=3"), event(uid="other"))
    assert changes(plan_import(result, {})) == [Change.NEW] * 4
    assert changes(plan_import(result, known(result))) == [Change.UNCHANGED] * 4


def test_a_later_reading_of_the_same_file_changes_nothing():
    events = (
        event("RRULE:FREQ=WEEKLY"),
        event("RRULE:FREQ=DAILY;COUNT=9", uid="b", start="DTSTART;VALUE=DATE:20261201"),
    )
    first = read(*events)
    again = plan_import(read(*events, now=NOW + timedelta(days=12)), known(first))
    assert {each.change for each in again if each.occurrence.starts_at < NOW + timedelta(days=365)} == {
        Change.UNCHANGED
    }


def test_a_change_names_the_fields_that_differ():
    before = read(event("SUMMARY:Walk", "LOCATION:Mill"))
    after = read(event("SUMMARY:Walk", "LOCATION:Park", start="DTSTART:20261204T183000Z"))
    (planned,) = plan_import(after, known(before))
    assert planned.change is Change.CHANGED
    assert planned.fields == ("starts_local", "ends_local", "location")
    assert planned.before.location == "Mill"


def test_one_moved_date_of_a_series_changes_alone():
    series = event("RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("RECURRENCE-ID:20261210T183000Z", start="DTSTART:20261211T183000Z")
    planned = plan_import(read(series, moved), known(read(series)))
    assert changes(planned) == [Change.UNCHANGED, Change.CHANGED, Change.UNCHANGED]


def test_a_cancellation_matters_only_for_what_was_taken_over():
    gone = read(event("STATUS:CANCELLED"))
    assert changes(plan_import(gone, {})) == [Change.NOT_NEEDED]
    assert changes(plan_import(gone, known(read(event())))) == [Change.CANCELLED]
    assert changes(plan_import(gone, known(gone))) == [Change.UNCHANGED]


def test_what_cannot_be_read_is_part_of_the_plan():
    (planned,) = plan_import(read(event(start="")), {})
    assert planned.change is Change.UNREADABLE
    assert planned.unreadable.reason is Reason.NO_START


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(app: Flask, reason):
    with app.test_request_context():
        sentence = why_unreadable(Unreadable(reason, detail="RRULE:X"))
    assert sentence.endswith(". (RRULE:X)")
    assert "%" not in sentence


def test_every_planned_change_has_a_sentence(app: Flask):
    whole = tuple(Content.__dataclass_fields__)
    for change in Change:
        unreadable = Unreadable(Reason.NO_START) if change is Change.UNREADABLE else None
        with app.test_request_context():
            sentence = why_planned(PlannedChange(change=change, fields=whole, unreadable=unreadable))
        assert sentence.endswith(".")
        assert "_" not in sentence
