"""Feeds in other people's programs: ical.js reads them, and khal takes them into its calendar."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core import clock
from tests.calendars.asking import events_at, feed_of
from tests.conftest import unavailable

JAVASCRIPT = Path(__file__).parent.parent / "javascript"
HARD = "Ein Café für alle: 🫶🏽 سلام, “Zoë”; \\ 漢字 e\u0301 " * 4
READ = """
import ICAL from "./node_modules/ical.js/dist/ical.js";
import { readFileSync } from "node:fs";
const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify(root.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid, summary: event.summary, location: event.location, sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(),
    status: component.getFirstPropertyValue("status"),
    hosts: component.getAllSubcomponents("participant").map((host) => host.getFirstPropertyValue("summary")),
  };
})));
"""
KHAL = """[calendars]
[[twain]]
path = {folder}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/London
default_timezone = Europe/London
[default]
default_calendar = twain
[sqlite]
path = {folder}/khal.db
"""
ZONES = {
    "Europe/Berlin": "2027-03-28T01:30",
    "America/New_York": "2026-11-01T00:30",
    "Australia/Sydney": "2027-04-04T01:30",
    "Asia/Kolkata": "2027-03-28T00:30",
    "Africa/Casablanca": "2027-02-07T01:30",
}


@pytest.fixture
def khal(tmp_path):
    """Give a khal with an empty calendar of its own: `khal("list", …)` gives what it prints."""
    program = shutil.which("khal")
    if program is None:
        unavailable("khal is missing (Debian's package khal)")
    (tmp_path / "calendar").mkdir()
    settings = tmp_path / "khal.conf"
    settings.write_text(KHAL.format(folder=tmp_path), encoding="utf-8")

    def run(*arguments):
        command = [program or "khal", "-c", str(settings), *arguments]
        environ = {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def take_in(client, khal, tmp_path):
    """Give a way to import the feed at an address into khal."""

    def take(address):
        file = tmp_path / "feed.ics"
        file.write_bytes(client.get(address).data)
        khal("import", "--batch", "-a", "twain", str(file))

    return take


def read_with_ical_js(data):
    node = shutil.which("node")
    if node is None or not (JAVASCRIPT / "node_modules" / "ical.js").is_dir():
        unavailable("node, or ical.js in tests/javascript (npm ci), is missing")
    done = subprocess.run(
        [node or "node", "--input-type=module", "-e", READ],
        cwd=JAVASCRIPT,
        input=data,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def listed(khal, around, days=3):
    """Give what khal lists around a day: one line an event."""
    day = (around - timedelta(days=1)).date()
    line = "{start-long} | {end-long} | {title} | {location}"
    return khal("list", "--format", line, "--day-format", "", str(day), f"{days}d")


def test_ical_js_reads_what_icalendar_reads(client, holders):
    one = holders.publish(title=HARD[:110], place_name=HARD[:90], tags=["a, b; c"])
    gone = holders.publish(together=False, title="Gone")
    holders.cancel(gone)
    for address in ("/events.ics", feed_of(holders.one)):
        read = {event["uid"]: event for event in read_with_ical_js(client.get(address).data)}
        again = events_at(client, address)
        assert set(read) == set(again) == {one.uid, gone.uid}
        for uid, event in again.items():
            assert read[uid]["summary"] == str(event["SUMMARY"])
            assert read[uid]["location"] == str(event["LOCATION"])
            assert read[uid]["sequence"] == event.sequence
            assert read[uid]["start"] == f"{event.start:%Y-%m-%dT%H:%M:%S}.000Z"
            assert read[uid]["hosts"] == [str(host["SUMMARY"]) for host in event.subcomponents]
        assert read[gone.uid]["status"] == "CANCELLED"


@pytest.mark.parametrize("zone", ZONES)
def test_both_readers_find_the_instant_of_a_night_when_clocks_change(client, holders, zone):
    starts = datetime.fromisoformat(ZONES[zone])
    with clock.frozen(datetime.fromisoformat("2026-10-01T12:00+00:00")):
        event = holders.publish(
            starts_local=starts, ends_local=starts + timedelta(hours=4), zone=zone, together=False
        )
        (found,) = events_at(client, "/events.ics").values()
        (read,) = read_with_ical_js(client.get("/events.ics").data)
    assert (found.start, found.end) == (event.starts_at, event.ends_at)
    assert read["start"] == f"{event.starts_at:%Y-%m-%dT%H:%M:%S}.000Z"
    assert read["end"] == f"{event.ends_at:%Y-%m-%dT%H:%M:%S}.000Z"


def test_an_event_can_end_at_midnight(client, holders):
    starts = datetime(2027, 1, 5, 22)  # noqa: DTZ001  # wall time
    ends = datetime(2027, 1, 6)  # noqa: DTZ001  # as above
    with clock.frozen(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        holders.publish(starts_local=starts, ends_local=ends, together=False)
        (found,) = events_at(client, "/events.ics").values()
    assert f"{found.end:%Y%m%dT%H%M%S}" == "20270106T000000"


def test_khal_takes_in_a_feed_and_follows_its_changes(holders, khal, take_in):
    event = holders.publish()
    take_in(feed_of(holders.one))
    wall = f"{event.starts_local:%Y-%m-%d %H:%M}"
    assert f"{wall} | " in (lines := listed(khal, event.starts_local))
    assert "Walk by the water" in lines
    assert "Boat house, Leeds" in lines
    assert lines.count("Walk by the water") == 1
    later = event.starts_local + timedelta(hours=1)
    holders.change(event, starts_local=later, ends_local=later + timedelta(hours=2))
    take_in("/events.ics")
    after = listed(khal, event.starts_local)
    assert f"{later:%Y-%m-%d %H:%M} | " in after
    assert after.count("Walk by the water") == 1, "the same UID in another feed is the same event"
    holders.cancel(event)
    take_in(f"/events/{event.slug}.ics")
    assert "Cancelled: Walk by the water" in listed(khal, event.starts_local)


def test_khal_takes_in_a_tombstone_and_hard_words(holders, khal, take_in):
    event = holders.publish(title=HARD[:60], together=False)
    take_in("/events.ics")
    assert HARD[:40] in listed(khal, event.starts_local)
    holders.withdraw(event)
    take_in("/events.ics")
    lines = listed(khal, event.starts_local)
    assert "this event was taken back" in lines
    assert HARD[:20] not in lines
