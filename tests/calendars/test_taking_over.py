"""What a foreign date becomes here, decided without a database."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from app.calendars.rules.planning import plan_import
from app.calendars.rules.reading import read_calendar
from app.calendars.rules.results import occurrence_content, occurrence_from
from app.calendars.rules.taking_over import Outcome, Standing, decide, details_of, merged
from app.events.models import AddressVisibility, EventFormat, EventStatus
from app.events.rules import resolve_wall_time
from tests.calendars.foreign import NOW, event, file

WALK = ("SUMMARY:Walk", "LOCATION:12 Fern Hill\\, Leeds", "DESCRIPTION:Slow.", "CATEGORIES:Outdoors,Tea")


@pytest.fixture(autouse=True)
def _speaking(application: Flask):
    with application.test_request_context():
        yield


def one(*lines, **more):
    (occurrence,) = read_calendar(file(event(*lines, **more)), now=NOW).occurrences
    return occurrence


def decided(before, after, status=EventStatus.DRAFT, **changed_here):
    (planned,) = plan_import(replace_occurrence(after), {before.key: before})
    standing = Standing(status, replace(details_of(before, "en"), **changed_here))
    return decide(planned, standing, language="en")


def replace_occurrence(occurrence):
    result = read_calendar(file(event(*WALK)), now=NOW)
    return replace(result, occurrences=(occurrence,))


def test_a_date_becomes_a_draft_that_gives_no_address_away():
    details = details_of(one(*WALK, "GEO:53.8;-1.5", "URL:https://example.org/walk"), "en")
    assert (details.title, details.tags) == ("Walk", ["Outdoors", "Tea"])
    assert (details.place_name, details.place_address) == ("", "12 Fern Hill, Leeds")
    assert details.address_visibility is AddressVisibility.GOING
    assert (details.latitude, details.longitude) == (53.8, -1.5)
    assert details.description == "Slow.\n\nhttps://example.org/walk"
    assert resolve_wall_time(details.starts_local, details.zone, details.starts_fold) == one(*WALK).starts_at


def test_an_address_on_the_web_is_the_way_in():
    details = details_of(one("SUMMARY:Talk", "LOCATION:https://meet.example/room"), "en")
    assert details.format is EventFormat.ONLINE
    assert (details.online_link, details.place_address) == ("https://meet.example/room", "")


def test_a_long_address_on_the_web_is_still_the_way_in():
    link = f"https://meet.example/{'room' * 80}"
    assert details_of(one(f"LOCATION:{link}"), "en").online_link == link


def test_what_is_too_long_is_cut_and_what_is_missing_is_named():
    long = details_of(one(f"SUMMARY:{'walk ' * 50}", f"CATEGORIES:{'x' * 50}"), "en")
    assert len(long.title) <= 120
    assert long.title.endswith("…")
    assert len(long.tags[0]) == 30
    assert details_of(one(), "en").title == "Event without a title"


def test_the_second_of_two_equal_wall_times_stays_the_second():
    occurrence = one(start="DTSTART:20271107T063000Z")
    occurrence = replace(occurrence, zone="America/New_York")
    details = details_of(occurrence, "en")
    assert details.starts_fold == 1
    assert resolve_wall_time(details.starts_local, details.zone, 1) == occurrence.starts_at


def test_what_was_kept_is_read_back_the_same():
    occurrence = one(*WALK, "GEO:53.8;-1.5")
    assert occurrence_from(occurrence_content(occurrence)) == occurrence


def test_a_change_there_changes_the_draft_here():
    before, after = one(*WALK), one("SUMMARY:Stroll", *WALK[1:])
    decision = decided(before, after)
    assert decision.outcome is Outcome.UPDATE
    assert decision.details.title == "Stroll"


def test_what_people_wrote_here_stays_when_something_else_changes_there():
    before, after = one(*WALK), one(*WALK, start="DTSTART:20261204T183000Z")
    decision = decided(before, after, title="Our own title", place_name="Library")
    assert decision.outcome is Outcome.UPDATE
    assert (decision.details.title, decision.details.place_name) == ("Our own title", "Library")
    assert decision.details.starts_local == datetime(2026, 12, 4, 18, 30)  # noqa: DTZ001  # wall time


def test_what_both_sides_changed_stays_as_it_is_here():
    before, after = one(*WALK), one("SUMMARY:Stroll", *WALK[1:])
    assert decided(before, after, title="Our own title").outcome is Outcome.CHANGED_HERE
    assert decided(before, after, title="Stroll").outcome is Outcome.SAME


def test_times_are_taken_over_together_or_not_at_all():
    before, after = one(*WALK), one(*WALK, start="DTSTART:20261204T183000Z")
    ours = replace(details_of(before, "en"), ends_local=datetime(2026, 12, 3, 23))  # noqa: DTZ001  # wall time
    details, disputed = merged(ours, details_of(before, "en"), details_of(after, "en"))
    assert details == ours
    assert {"starts_local", "ends_local", "zone"} <= disputed


@pytest.mark.parametrize(
    "status", [each for each in EventStatus if each not in {EventStatus.DRAFT, EventStatus.DELETED}]
)
def test_an_import_never_touches_what_is_public_or_waits_for_sign_off(status):
    before, after = one(*WALK), one("SUMMARY:Stroll", *WALK[1:])
    decision = decided(before, after, status)
    assert (decision.outcome, decision.details) == (Outcome.PUBLIC_HERE, None)
    assert decided(before, after, status, title="Stroll").outcome is Outcome.SAME


def test_a_cancellation_there_is_told_and_left_to_people():
    before, after = one(*WALK), one(*WALK, "STATUS:CANCELLED")
    assert decided(before, after).outcome is Outcome.CANCELLED_THERE
    assert decided(before, before).outcome is Outcome.SAME


def test_every_outcome_says_what_it_means():
    for outcome in Outcome:
        assert outcome.label
        assert outcome.meaning.endswith(".")
