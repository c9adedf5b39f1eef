"""What other software writes, read as people meant it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.rules.lines import MAX_REPEATS
from app.calendars.rules.reading import read_calendar
from app.calendars.rules.results import Reason, from_json, to_json
from tests.calendars.foreign import BERLIN, NOW, event, file


def read(data, zone="Europe/London"):
    return read_calendar(data, now=NOW, zone=zone)


def one(*lines, header=(), **about):
    result = read(file(event(*lines, **about), header=header))
    assert result.unreadable == ()
    (occurrence,) = result.occurrences
    return occurrence


def reasons(*lines, **about):
    result = read(file(event(*lines, **about)))
    assert result.occurrences == ()
    return [each.reason for each in result.unreadable]


def starts(result):
    return [f"{each.starts_local:%m-%d %H:%M}" for each in result.occurrences]


def test_every_word_of_an_event_is_read():
    found = one(
        "DTEND:20261203T200000Z",
        "SUMMARY:Walk\\, talk",
        "DESCRIPTION:First\\nSecond\\; third",
        "LOCATION:Old Mill\\nLeeds",
        "GEO:53.8;-1.54",
        "URL:https://example.org/walk",
        "STATUS:TENTATIVE",
        "CATEGORIES:walking,tea\\, cake",
        "CATEGORIES:men",
    )
    assert found.title == "Walk, talk"
    assert found.description == "First\nSecond; third"
    assert found.location == "Old Mill Leeds"
    assert found.geo == (53.8, -1.54)
    assert found.url == "https://example.org/walk"
    assert found.status == "TENTATIVE"
    assert found.categories == ("walking", "tea, cake", "men")
    assert found.starts_at == datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 12, 3, 20, tzinfo=UTC)
    assert (found.zone, found.recurrence_id, found.end_guessed) == ("Europe/London", None, False)


def test_a_result_survives_the_way_between_processes():
    result = read(
        file(
            event("GEO:1;2", "CATEGORIES:a"), event(uid="two", start=""), event(uid="p", start="DTSTART:2020")
        )
    )
    assert from_json(to_json(result)) == result


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")
@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "W. Europe Standard Time", "/example.org/20200101/Europe/Berlin"]
)
def test_zones_are_known_by_the_names_that_software_gives_them(zone):
    found = one(start=f"DTSTART;TZID={zone}:20261203T190000")
    assert (found.zone, f"{found.starts_local:%H:%M}") == ("Europe/Berlin", "19:00")
    assert found.starts_at == datetime(2026, 12, 3, 18, tzinfo=UTC)


def test_a_zone_of_the_files_own_gives_the_right_instants():
    start = "DTSTART;TZID=Our office:20270305T190000"
    result = read(file(BERLIN, event("RRULE:FREQ=MONTHLY;COUNT=2", start=start)))
    assert [each.starts_at.hour for each in result.occurrences] == [18, 17]
    assert {each.zone for each in result.occurrences} == {"Europe/London"}


def test_a_zone_nobody_knows_is_not_guessed():
    assert reasons(start="DTSTART;TZID=Our office:20261203T190000") == [Reason.UNKNOWN_ZONE]


def test_zones_of_one_file_do_not_reach_into_the_next():
    start = "DTSTART;TZID=Our office:20270305T190000"
    assert read(file(BERLIN, event(start=start))).occurrences
    assert reasons(start=start) == [Reason.UNKNOWN_ZONE]


def test_x_wr_timezone_is_where_bare_and_utc_times_happen():
    header = ("X-WR-TIMEZONE:America/New_York",)
    assert one(header=header, start="DTSTART:20261203T190000").zone == "America/New_York"
    found = one(header=header, start="DTSTART:20261203T183000Z")
    assert (f"{found.starts_local:%H:%M}", found.zone) == ("13:30", "America/New_York")


def test_a_nonsense_x_wr_timezone_is_passed_over():
    assert one(header=("X-WR-TIMEZONE:Middle Earth",)).zone == "Europe/London"


def test_bare_times_happen_where_the_organisation_is():
    found = one(start="DTSTART:20270603T190000")
    assert (found.starts_at.hour, found.starts_local.hour) == (18, 19)


def test_a_repeat_keeps_its_wall_time_over_a_change_of_clocks():
    start = "DTSTART;TZID=Europe/London:20270318T190000"
    result = read(file(event("RRULE:FREQ=WEEKLY;COUNT=3", start=start)))
    assert [(each.starts_local.hour, each.starts_at.hour) for each in result.occurrences] == [
        (19, 19),
        (19, 19),
        (19, 18),
    ]


def test_repeats_obey_exclusions_additions_and_moves():
    series = event(
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20261210T183000Z",
        "RDATE:20261212T100000Z",
        "SUMMARY:Walk",
    )
    moved = event("RECURRENCE-ID:20261217T183000Z", "SUMMARY:Walk, later", start="DTSTART:20261217T193000Z")
    result = read(file(series, moved))
    assert starts(result) == ["12-03 18:30", "12-12 10:00", "12-17 19:30", "12-24 18:30"]
    assert [each.recurrence_id for each in result.occurrences][2] == "20261217T183000Z"
    assert [each.title for each in result.occurrences][1:3] == ["Walk", "Walk, later"]


def test_this_and_future_gives_each_date_an_identity_that_stays():
    series = event("RRULE:FREQ=DAILY;COUNT=5")
    moved = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261205T183000Z", start="DTSTART:20261205T200000Z")
    whole = read_calendar(file(series, moved), now=NOW)
    later = read_calendar(file(series, moved), now=NOW + timedelta(days=14))
    assert starts(whole) == ["12-03 18:30", "12-04 18:30", "12-05 20:00", "12-06 20:00", "12-07 20:00"]
    assert {each.key for each in later.occurrences} <= {each.key for each in whole.occurrences}
    assert len({each.key for each in whole.occurrences}) == 5


def test_an_endless_repeat_gives_the_dates_of_one_year():
    result = read(file(event("RRULE:FREQ=WEEKLY", start="DTSTART:20100107T183000Z")))
    assert len(result.occurrences) == 52
    assert result.occurrences[-1].starts_at < NOW + timedelta(days=365)


@pytest.mark.parametrize(
    ("start", "lines", "end", "guessed"),
    [
        ("DTSTART:20261203T183000Z", (), "2026-12-03 19:30", True),
        ("DTSTART:20261203T183000Z", ("DTEND:20261203T183000Z",), "2026-12-03 19:30", True),
        ("DTSTART:20261203T183000Z", ("DURATION:PT90M",), "2026-12-03 20:00", False),
        ("DTSTART;VALUE=DATE:20261203", (), "2026-12-04 00:00", False),
        ("DTSTART;VALUE=DATE:20261203", ("DTEND;VALUE=DATE:20261205",), "2026-12-05 00:00", False),
        ("DTSTART;VALUE=DATE:20261203", ("DURATION:P2D",), "2026-12-05 00:00", False),
    ],
)
def test_the_end_is_found_or_guessed_and_said_to_be(start, lines, end, guessed):
    found = one(*lines, start=start)
    assert f"{found.ends_local:%Y-%m-%d %H:%M}" == end
    assert found.end_guessed is guessed
    assert found.all_day is ("VALUE=DATE" in start)


@pytest.mark.parametrize(
    ("lines", "start", "reason"),
    [
        ((), "", Reason.NO_START),
        ((), "DTSTART:soon", Reason.BAD_VALUE),
        (("DTEND:20261202T100000Z",), "DTSTART:20261203T183000Z", Reason.ENDS_BEFORE_START),
        (("DTEND:20261203T100000Z",), "DTSTART:20261203T183000Z", Reason.ENDS_BEFORE_START),
        (("RRULE:FREQ=SOMETIMES",), "DTSTART:20261203T183000Z", Reason.BAD_VALUE),
        (("RRULE:FREQ=SECONDLY",), "DTSTART:20261203T183000Z", Reason.TOO_OFTEN),
        (("RRULE:FREQ=MINUTELY",), "DTSTART:20261203T183000Z", Reason.TOO_OFTEN),
        ((f"RRULE:FREQ=HOURLY;COUNT={MAX_REPEATS + 1}",), "DTSTART:20261203T183000Z", Reason.TOO_OFTEN),
        (("RDATE:" + "20261203T183000Z," * 2_000,), "DTSTART:20261203T183000Z", Reason.TOO_LONG),
    ],
)
def test_what_cannot_be_read_is_said_with_its_reason(lines, start, reason):
    assert reasons(*lines, start=start) == [reason]


def test_one_bad_event_costs_only_itself():
    result = read(file(event(start="DTSTART:x", uid="bad"), event(uid="good")))
    assert [each.uid for each in result.occurrences] == ["good"]
    assert [each.uid for each in result.unreadable] == ["bad"]


def test_past_and_far_events_are_counted_not_kept():
    past, far = (
        event(uid="a", start="DTSTART:20200101T100000Z"),
        event(uid="b", start="DTSTART:20290101T100000Z"),
    )
    over = event("RRULE:FREQ=DAILY;COUNT=3", uid="c", start="DTSTART:20200101T100000Z")
    yesterday = event(uid="d", start="DTSTART:20261121T100000Z")
    result = read(file(past, far, over, yesterday))
    assert (result.past, result.later, result.occurrences, result.unreadable) == (3, 1, (), ())


def test_what_goes_on_now_is_still_read():
    assert one("DTEND:20261123T100000Z", start="DTSTART:20261121T100000Z").starts_at < NOW


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding):
    data = file(event("SUMMARY:Café für alle")).decode().encode(encoding)
    assert read(data).occurrences[0].title == "Café für alle"


def test_line_ends_of_every_kind_are_read():
    text = file(event("SUMMARY:Walk\r\n  and talk")).decode()
    for ends in ("\r\n", "\n", "\r", "\r\r\n"):
        assert read(text.replace("\r\n", ends).encode()).occurrences[0].title == "Walk and talk"


def test_folding_without_the_space_and_bare_line_breaks_are_mended():
    long = "SUMMARY:" + "x" * 67
    assert one(f"{long}\nyz").title == "x" * 67 + "yz"
    assert (
        one("DESCRIPTION:Bring:\nboots\n\nand tea", "LOCATION:Mill").description == "Bring:\nboots\nand tea"
    )


def test_a_character_cut_by_folding_is_put_together():
    data = file(event("SUMMARY:Café")).replace("é".encode(), b"\xc3\r\n \xa9")
    assert read(data).occurrences[0].title == "Café"


def test_alarms_inside_an_event_are_not_its_words():
    alarm = "BEGIN:VALARM\nDESCRIPTION:Reminder\nDURATION:PT5M\nEND:VALARM"
    found = one("DESCRIPTION:Walk", "DTEND:20261203T200000Z", alarm)
    assert (found.description, found.end_guessed) == ("Walk", False)


def test_the_latest_of_two_versions_counts():
    old, new = event("SEQUENCE:1", "SUMMARY:Old"), event("SEQUENCE:2", "SUMMARY:New")
    result = read(file(new, old))
    assert [each.title for each in result.occurrences] == ["New"]
    assert result.unreadable == ()


def test_two_events_of_one_identity_are_reported():
    result = read(file(event("SUMMARY:First"), event("SUMMARY:Second")))
    assert [each.title for each in result.occurrences] == ["Second"]
    assert [(each.reason, each.title) for each in result.unreadable] == [(Reason.SAME_UID, "First")]


def test_an_event_without_uid_keeps_its_identity():
    data = file(event("SUMMARY:Walk")).replace(b"UID:one@example.org\r\n", b"")
    assert [each.key for each in read(data).occurrences] == [each.key for each in read(data).occurrences]
    assert read(data).occurrences


def test_a_file_that_stops_in_the_middle_says_so():
    data = file(event(uid="a"), event("SUMMARY:Cut", uid="b"))
    result = read(data[: data.index(b"SUMMARY:Cut") + 11])
    assert [each.uid for each in result.occurrences] == ["a"]
    assert [(each.uid, each.reason) for each in result.unreadable] == [("b", Reason.CUT_OFF)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.NOT_A_CALENDAR),
        (b"<html><body>Sign in</body></html>", Reason.NOT_A_CALENDAR),
        (file(), Reason.NO_EVENTS),
        (file("BEGIN:VTODO", "UID:x", "END:VTODO"), Reason.NO_EVENTS),
        (b"x" * 5_000_001, Reason.TOO_BIG),
        (file(*["BEGIN:X"] * 100), Reason.TOO_DEEP),
        (file(*["A:B"] * 200_001), Reason.TOO_MANY_LINES),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_as_a_whole(data, reason):
    result = read(data)
    assert [(each.uid, each.reason) for each in result.unreadable] == [(None, reason)]


def test_dangerous_addresses_and_places_off_the_globe_are_dropped():
    found = one("URL:javascript:alert(1)", "GEO:91;0", "STATUS:PARTYING")
    assert (found.url, found.geo, found.status) == ("", None, "CONFIRMED")


def test_the_fingerprint_changes_with_the_words_and_nothing_else():
    before = one("SUMMARY:Walk", "SEQUENCE:1")
    assert one("SUMMARY:Walk", "SEQUENCE:7", "DTSTAMP:20261101T000000Z").fingerprint == before.fingerprint
    assert one("SUMMARY:Walks", "SEQUENCE:1").fingerprint != before.fingerprint


@given(st.binary(max_size=400))
def test_no_bytes_raise(data):
    assert read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + data).unreadable


names = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "UID", "GEO", "SUMMARY", "BEGIN"]
)
values = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["20261203T183000Z", "20261203", "FREQ=DAILY;COUNT=2", "P1D", "1;2", "VEVENT", "VALARM"]),
)


@given(
    st.lists(st.tuples(names, st.sampled_from(["", ";TZID=x", ";VALUE=DATE", ';A="']), values), max_size=8)
)
def test_no_event_raises(lines):
    read(file(event(*(f"{name}{parameter}:{value}" for name, parameter, value in lines))))
