"""Calendars that we write: exact bytes, folding, escaping, and two independent readers."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ical import (
    CalendarEvent,
    CalendarHeader,
    EventStatus,
    Link,
    Mailbox,
    Method,
    calendar,
    event_lines,
    scheduling,
)

JAVASCRIPT = Path(__file__).parent.parent / "javascript"
THEN = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)

WALK = CalendarEvent(
    uid="5b1f@twain.example",
    sequence=3,
    stamp=THEN,
    created=THEN - timedelta(days=2),
    starts_at=datetime(2026, 12, 3, 18, 30, tzinfo=UTC),
    ends_at=datetime(2026, 12, 3, 20, 0, tzinfo=UTC),
    summary="Walk, talk; tea",
    description="Come as you are.\nNobody has to speak \\ all may.",
    location="Old Mill, Leeds",
    geo=(53.7974, -1.5438),
    url="https://twain.example/events/walk",
    categories=("walking", "tea, cake"),
    image="https://twain.example/pictures/walk.png",
    conference=Link('The "quiet" room; online', "https://meet.example/a;b,c"),
    hosts=(
        Link("Northside Men", "https://twain.example/organisations/north"),
        Link("Women Together", ""),
    ),
    contact="hello@twain.example",
    comment="The start moved",
    related_to="series@twain.example",
)
HEADER = CalendarHeader(
    uid="feed@twain.example",
    name="Twain, all events",
    description="What is on",
    last_modified=THEN,
    url="https://twain.example/events",
    source="https://twain.example/events.ics",
    colour="teal",
)
GOLDEN = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Twain//Twain//EN
CALSCALE:GREGORIAN
UID:feed@twain.example
LAST-MODIFIED:20261101T093000Z
NAME:Twain\, all events
X-WR-CALNAME:Twain\, all events
DESCRIPTION:What is on
X-WR-CALDESC:What is on
URL:https://twain.example/events
SOURCE;VALUE=URI:https://twain.example/events.ics
COLOR:teal
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VEVENT
UID:5b1f@twain.example
SEQUENCE:3
DTSTAMP:20261101T093000Z
CREATED:20261030T093000Z
LAST-MODIFIED:20261101T093000Z
DTSTART:20261203T183000Z
DTEND:20261203T200000Z
SUMMARY:Walk\, talk\; tea
STATUS:CONFIRMED
TRANSP:OPAQUE
DESCRIPTION:https://twain.example/events/walk\n\nNorthside Men · Women Tog
 ether\n\nCome as you are.\nNobody has to speak \\ all may.
LOCATION:Old Mill\, Leeds
GEO:53.797400;-1.543800
CATEGORIES:walking,tea\, cake
CONTACT:hello@twain.example
COMMENT:The start moved
RELATED-TO;RELTYPE=SIBLING:series@twain.example
URL:https://twain.example/events/walk
IMAGE;VALUE=URI;DISPLAY=BADGE:https://twain.example/pictures/walk.png
CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="The ^'quiet^' room; online":https
 ://meet.example/a;b,c
BEGIN:PARTICIPANT
UID:a2c33998-9b34-5f3b-83a2-e5c25da8f279
PARTICIPANT-TYPE:ACTIVE
SUMMARY:Northside Men
URL:https://twain.example/organisations/north
END:PARTICIPANT
BEGIN:PARTICIPANT
UID:002dbe31-e0c6-5879-bad7-0d3c97f1d3c0
PARTICIPANT-TYPE:ACTIVE
SUMMARY:Women Together
END:PARTICIPANT
END:VEVENT
END:VCALENDAR
"""

pieces = ["🫶🏽", "e\u0301", "سلام", "👩‍❤️‍👩", "é", "a", "\\", ";", ",", "\n", '"', ":", "漢", " "]
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(pieces), max_size=150).map("".join))


def feed(*events: CalendarEvent) -> bytes:
    return calendar(map(event_lines, events), HEADER)


def test_a_feed_has_exactly_these_bytes():
    assert feed(WALK).decode() == GOLDEN.replace("\n", "\r\n")


def test_equal_events_give_equal_text_in_any_zone():
    east = replace(WALK, starts_at=WALK.starts_at.astimezone(timezone(timedelta(hours=9))))
    assert event_lines(east) == event_lines(replace(WALK))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        event_lines(replace(WALK, starts_at=datetime(2026, 12, 3)))  # noqa: DTZ001 - what is refused


@given(texts)
def test_no_line_is_longer_than_75_octets_or_breaks_a_character(text):
    block = event_lines(replace(WALK, summary=text, description=text, location=text)).encode()
    assert block.endswith(b"\r\n")
    for line in block[:-2].split(b"\r\n"):
        assert len(line) <= 75
        assert line
        line.decode()
    assert b"\r" not in block.replace(b"\r\n", b"")
    assert b"\n" not in block.replace(b"\r\n", b"")


@given(texts)
def test_what_is_written_is_read_back_without_control_characters(text):
    (event,) = icalendar.Calendar.from_ical(feed(replace(WALK, location=text, contact=""))).events
    assert event.errors == []
    breaks = text.replace("\r\n", "\n")
    for sign in "\r\x85\u2028\u2029":
        breaks = breaks.replace(sign, "\n")
    wanted = "".join(sign for sign in breaks if sign in "\n\t" or not _is_control(sign))
    assert str(event.get("LOCATION", "")) == wanted


def _is_control(sign):
    return ord(sign) < 0x20 or 0x7F <= ord(sign) <= 0x9F or 0xD800 <= ord(sign) <= 0xDFFF


@given(st.text(max_size=60))
def test_no_text_can_begin_a_property_of_its_own(text):
    link = Link(text, f"https://example.org/{text}")
    one = replace(
        WALK, summary=text, url=link.url, image=link.url, conference=link, hosts=(link,), uid=f"u{text}"
    )
    names = [line.split(":")[0].split(";")[0] for line in _unfolded(event_lines(one))]
    expected = [
        line.split(":")[0].split(";")[0] for line in _unfolded(event_lines(replace(WALK, hosts=(link,))))
    ]
    assert names == expected


def _unfolded(block):
    return block.replace("\r\n ", "").split("\r\n")


def test_a_public_feed_asks_and_reveals_nothing():
    text = feed(WALK).decode()
    assert not any(word in text for word in ("METHOD", "ORGANIZER", "ATTENDEE", "VALARM", "mailto:"))


def test_a_cancelled_event_is_a_tombstone_that_blocks_no_time():
    gone = replace(WALK, status=EventStatus.CANCELLED, transparent=True, prefix="Cancelled:", hosts=())
    block = event_lines(gone)
    assert "\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n" in block
    assert "\r\nSUMMARY:Cancelled: Walk\\, talk\\; tea\r\n" in block


def test_the_sentence_about_the_hosts_stands_in_the_description():
    block = event_lines(replace(WALK, hosted_by="Held by Northside Men and Women Together", description=""))
    assert "walk\\n\\nHeld by Northside Men and" in block


def test_an_empty_feed_is_a_calendar():
    assert icalendar.Calendar.from_ical(feed()).events == []


@pytest.mark.parametrize(
    ("refresh", "written"),
    [(timedelta(hours=1), "PT1H"), (timedelta(minutes=90), "PT1H30M"), (timedelta(minutes=5), "PT5M")],
)
def test_the_refresh_interval_is_written_as_a_duration(refresh, written):
    text = calendar([], replace(HEADER, refresh=refresh)).decode()
    assert f"REFRESH-INTERVAL;VALUE=DURATION:{written}\r\nX-PUBLISHED-TTL:{written}\r\n" in text


def test_the_icalendar_library_reads_every_property_back():
    read = icalendar.Calendar.from_ical(feed(WALK))
    (event,) = read.events
    assert (event.start, event.end, event.uid) == (WALK.starts_at, WALK.ends_at, WALK.uid)
    assert event.sequence == 3
    assert event["CATEGORIES"].cats == ["walking", "tea, cake"]
    assert event["CONFERENCE"].params["LABEL"] == 'The "quiet" room; online'
    assert str(event["CONFERENCE"]) == "https://meet.example/a;b,c"
    assert [str(each["SUMMARY"]) for each in event.subcomponents] == ["Northside Men", "Women Together"]
    assert read.errors == []
    assert event.errors == []


def test_a_thousand_events_stay_one_calendar():
    many = [replace(WALK, uid=f"{number}@twain.example") for number in range(1_000)]
    assert feed(*many).count(b"BEGIN:VEVENT\r\n") == 1_000


READ_WITH_ICAL_JS = """
import ICAL from "./node_modules/ical.js/dist/ical.js";
import { readFileSync } from "node:fs";
const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const events = root.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid, summary: event.summary, description: event.description, location: event.location,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(),
    sequence: event.sequence, status: component.getFirstPropertyValue("status"),
    categories: component.getFirstProperty("categories").getValues(),
    conference: component.getFirstPropertyValue("conference"),
    hosts: component.getAllSubcomponents("participant").map((host) => host.getFirstPropertyValue("summary")),
  };
});
const refresh = root.getFirstPropertyValue("refresh-interval").toString();
console.log(JSON.stringify({ name: root.getFirstPropertyValue("name"), refresh, events }));
"""


def test_ical_js_reads_the_same_as_was_written():
    node = shutil.which("node")
    if node is None or not (JAVASCRIPT / "node_modules" / "ical.js").is_dir():
        reason = "node, or ical.js in tests/javascript (npm ci), is missing"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(f"REQUIRE_ALL=1, but {reason}")
        pytest.skip(reason)
    hard = replace(WALK, uid="hard", location="🫶🏽 سلام e\u0301 漢; , \\ \n" * 20)
    done = subprocess.run(
        [node, "--input-type=module", "-e", READ_WITH_ICAL_JS],
        cwd=JAVASCRIPT,
        # ical.js does not know NAME (RFC 7986) and leaves its escapes alone, so here it has none.
        input=calendar(map(event_lines, (WALK, hard)), replace(HEADER, name="Twain")),
        capture_output=True,
        check=True,
    )
    read = json.loads(done.stdout)
    assert (read["name"], read["refresh"]) == ("Twain", "PT1H")
    assert read["events"][1]["location"] == hard.location
    assert read["events"][0] == {
        "uid": WALK.uid,
        "summary": WALK.summary,
        "description": f"{WALK.url}\n\nNorthside Men · Women Together\n\n{WALK.description}",
        "location": WALK.location,
        "start": "2026-12-03T18:30:00.000Z",
        "end": "2026-12-03T20:00:00.000Z",
        "sequence": 3,
        "status": "CONFIRMED",
        "categories": ["walking", "tea, cake"],
        "conference": "https://meet.example/a;b,c",
        "hosts": ["Northside Men", "Women Together"],
    }


@given(st.text(max_size=60))
def test_an_invitation_names_two_people_and_no_name_can_begin_a_line(name):
    invited = replace(
        WALK,
        hosts=(),
        organizer=Mailbox(name, "hello@twain.example"),
        attendee=Mailbox(name, "sam+walk,x@example.org"),
    )
    written = scheduling(invited, Method.REQUEST)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    read = icalendar.Calendar.from_ical(written)
    (event,) = read.walk("VEVENT")
    assert (read["METHOD"], event["ORGANIZER"]) == ("REQUEST", "mailto:hello@twain.example")
    assert event["ATTENDEE"] == "mailto:sam+walk%2Cx@example.org"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    unfolded = written.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith((b"ATTENDEE", b"ORGANIZER")) for line in unfolded) == 2
    assert (
        len(unfolded)
        == len(
            scheduling(replace(invited, attendee=None), Method.REQUEST).replace(b"\r\n ", b"").split(b"\r\n")
        )
        + 1
    )


def test_a_feed_names_nobody():
    assert b"ATTENDEE" not in feed(WALK)
    assert b"METHOD" not in feed(WALK)
