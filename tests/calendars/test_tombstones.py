"""What feeds tell of events that are called off, put off, taken back or deleted; SEQUENCE never falls."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.calendars import jobs
from app.calendars.models import RenderedEvent
from app.core import clock
from app.core.database import session
from app.core.errors import TwainError
from app.core.transaction import transaction
from app.events.models import EventStatus, EventVisibility
from tests.calendars.asking import events_at, feed_of, keep_all
from tests.calendars.holding import make_holders
from tests.events.factories import EventFactory

SECRETS = ("Walk", "water", "Boat house", "Leeds", "Steady Ground", "talk")


def only(client, address):
    (found,) = events_at(client, address).values()
    return found


def assert_bare(block):
    """Assert that a tombstone tells nothing of what it was."""
    text = block.to_ical().decode().replace("\r\n ", "")
    assert "STATUS:CANCELLED" in text
    assert "TRANSP:TRANSPARENT" in text
    assert "SUMMARY:Cancelled: this event was taken back" in text
    assert not any(secret in text for secret in SECRETS), text
    assert not any(name in text for name in ("DESCRIPTION", "LOCATION", "URL", "PARTICIPANT", "CATEGORIES"))


def test_a_cancelled_event_is_told_with_its_reason(client, holders):
    event = holders.publish()
    before = only(client, "/events.ics")
    holders.cancel(event)
    for address in ("/events.ics", feed_of(holders.one), f"/events/{event.slug}.ics"):
        found = only(client, address)
        assert str(found["SUMMARY"]) == "Cancelled: Walk by the water"
        assert (str(found["STATUS"]), str(found["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
        assert "The boat house is flooded." in str(found["DESCRIPTION"])
        assert found.sequence > before.sequence
        assert (found.uid, found.start) == (before.uid, before.start)


def test_a_cancelled_event_stays_until_its_end_and_thirty_days_at_least(client, app):
    now = clock.now()
    soon = EventFactory(
        status=EventStatus.CANCELLED,
        cancelled_at=now,
        starts_local=(now + timedelta(days=5)).replace(tzinfo=None, microsecond=0),
    )
    far = EventFactory(
        status=EventStatus.CANCELLED,
        cancelled_at=now,
        starts_local=(now + timedelta(days=50)).replace(tzinfo=None, microsecond=0),
    )
    keep_all()
    for days, told in ((0, {soon, far}), (29, {soon, far}), (32, {far}), (49, {far}), (53, set())):
        with clock.frozen(now + timedelta(days=days)):
            assert set(events_at(client, "/events.ics")) == {event.uid for event in told}, days


def test_a_postponed_event_is_uncertain_and_blocks_no_time(client, holders):
    event = holders.publish()
    holders.postpone(event)
    found = only(client, "/events.ics")
    assert (str(found["STATUS"]), str(found["TRANSP"])) == ("TENTATIVE", "TRANSPARENT")
    assert str(found["SUMMARY"]) == "Postponed, new date to come: Walk by the water"
    later = event.starts_local + timedelta(days=7)
    holders.change(event, starts_local=later, ends_local=later + timedelta(hours=2))
    again = only(client, "/events.ics")
    assert (str(again["STATUS"]), str(again["SUMMARY"])) == ("CONFIRMED", "Walk by the water")
    assert again.sequence > found.sequence


def test_what_was_taken_back_leaves_a_bare_tombstone_everywhere(client, holders):
    event = holders.publish()
    before = only(client, "/events.ics")
    holders.withdraw(event)
    for address in ("/events.ics", feed_of(holders.one), feed_of(holders.two), f"/events/{event.slug}.ics"):
        found = only(client, address)
        assert_bare(found)
        assert (found.uid, found.start) == (before.uid, before.start)
        assert found.sequence > before.sequence
    assert events_at(client, "/events.ics?q=walk") == {}


def test_a_new_draft_of_what_was_taken_back_does_not_leak_into_its_tombstone(client, holders):
    event = holders.publish()
    holders.withdraw(event)
    before = client.get("/events.ics").data
    later = event.starts_local + timedelta(days=9)
    holders.change(event, title="Secret plan", starts_local=later, ends_local=later + timedelta(hours=1))
    jobs.keep_missing_lines()
    assert client.get("/events.ics").data == before
    assert f"{later:%Y%m%d}" not in client.get(f"/events/{event.slug}.ics").text


def test_what_is_published_again_comes_back_with_a_higher_sequence(client, holders):
    event = holders.publish()
    holders.withdraw(event)
    gone = only(client, "/events.ics")
    holders.republish(event)
    back = only(client, "/events.ics")
    assert (str(back["STATUS"]), str(back["SUMMARY"])) == ("CONFIRMED", "Walk by the water")
    assert back.sequence > gone.sequence
    assert back.uid == gone.uid


def test_a_tombstone_goes_after_the_end_and_thirty_days(client, holders):
    event = holders.publish()
    holders.withdraw(event)
    with clock.moved(timedelta(days=32)):
        assert events_at(client, "/events.ics") == {}


@pytest.mark.parametrize("first", ["cancel", "withdraw"])
def test_a_deleted_event_leaves_only_a_tombstone(client, holders, first):
    event = holders.publish()
    getattr(holders, first)(event)
    before = only(client, "/events.ics").sequence
    holders.delete(event)
    assert event.status is EventStatus.DELETED
    for address in ("/events.ics", feed_of(holders.two), f"/events/{event.slug}.ics"):
        found = only(client, address)
        assert_bare(found)
        assert found.sequence >= before


def test_an_event_that_is_listed_no_more_leaves_a_tombstone_in_the_lists_only(client, holders):
    event = holders.publish()
    holders.change(event, visibility=EventVisibility.UNLISTED)
    assert_bare(only(client, "/events.ics"))
    assert str(only(client, f"/events/{event.slug}.ics")["SUMMARY"]) == "Walk by the water"
    holders.change(event, visibility=EventVisibility.PUBLIC)
    assert str(only(client, "/events.ics")["SUMMARY"]) == "Walk by the water"


def test_the_lists_never_learn_of_an_unlisted_event(client, holders):
    event = holders.publish(visibility=EventVisibility.UNLISTED)
    holders.cancel(event)
    holders.delete(event)
    assert events_at(client, "/events.ics") == {}
    assert events_at(client, feed_of(holders.one)) == {}
    assert_bare(only(client, f"/events/{event.slug}.ics"))


def test_an_event_that_its_last_host_left_is_cancelled_in_that_hosts_feed(client, holders):
    event = holders.publish()
    holders.leave(event)
    with clock.moved(timedelta(minutes=1)):
        holders.leave(event, second=False)
        assert str(only(client, feed_of(holders.one))["STATUS"]) == "CANCELLED"
        assert events_at(client, feed_of(holders.two)) == {}
        assert str(only(client, "/events.ics")["STATUS"]) == "CANCELLED"


def test_lines_are_kept_when_an_event_changes_so_that_reading_writes_nothing(client, holders):
    event = holders.publish()
    kept = {row.language: row for row in session.scalars(select(RenderedEvent))}
    assert set(kept) == {"en", "fr"}
    assert {row.sequence for row in kept.values()} == {event.sequence}
    holders.change(event, title="Walk by the lake")
    session.rollback()
    assert all("Walk by the lake" in row.lines for row in session.scalars(select(RenderedEvent)))
    assert str(only(client, "/events.ics")["SUMMARY"]) == "Walk by the lake"


def test_the_worker_writes_lines_that_are_missing_or_of_an_older_edition(client, app):
    event = EventFactory()
    assert str(only(client, "/events.ics")["SUMMARY"]) == event.title
    jobs.keep_missing_lines()
    with transaction():
        row = session.get(RenderedEvent, (event.id, "en"))
        row.edition, row.lines = 0, "BEGIN:VEVENT\r\nUID:old\r\nEND:VEVENT\r\n"
    assert str(only(client, "/events.ics")["SUMMARY"]) == event.title
    jobs.keep_missing_lines()
    session.rollback()
    assert event.uid in session.get(RenderedEvent, (event.id, "en")).lines


STEPS = (
    "title",
    "time",
    "place",
    "spots",
    "cancel",
    "postpone",
    "withdraw",
    "republish",
    "leave",
    "join",
    "delete",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
@example(steps=["cancel", "delete", "delete"])
def test_sequence_never_falls_and_every_change_in_a_feed_raises_it(client, app, steps):
    holders = make_holders()
    event = holders.publish()
    seen = only_of(client, event)
    for number, step in enumerate(steps):
        take(holders, event, step, number)
        now = only_of(client, event)
        if now is None:
            continue
        assert now.sequence >= seen.sequence, steps
        assert now["LAST-MODIFIED"].dt >= seen["LAST-MODIFIED"].dt
        if now.to_ical() != seen.to_ical():
            assert now.sequence > seen.sequence, steps
        seen = now
    if "spots" in steps and set(steps) == {"spots"}:
        assert seen.sequence == 0


def only_of(client, event):
    return events_at(client, "/events.ics").get(event.uid)


def take(holders, event, step, number):
    """Take one step if the event allows it; a refusal is an answer, too."""
    starts = event.starts_local + timedelta(hours=1) if event.starts_local else None
    changes = {
        "title": {"title": f"Walk {number}"},
        "time": {"starts_local": starts, "ends_local": starts and starts + timedelta(hours=2)},
        "place": {"place_name": f"Place {number}"},
        "spots": {"capacity_in_person": 10 + number},
    }
    try:
        if step in changes:
            holders.change(event, **changes[step])
        elif step == "join":
            with transaction():
                holders.join(event)
        else:
            getattr(holders, step)(event)
    except TwainError:
        session.rollback()
