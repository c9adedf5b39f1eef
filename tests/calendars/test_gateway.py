"""Fetching where a stranger points, and reading what a stranger made."""

import gzip
import http.server
import ipaddress
import socket
import threading
from dataclasses import replace

import pytest

from app.calendars.gateway.addresses import is_public
from app.calendars.gateway.fetching import FetchPolicy, fetch_calendar
from app.calendars.gateway.reading import ReadingLimits, read_safely
from app.calendars.gateway.sources import source_at
from app.calendars.rules.results import Reason
from app.core.errors import Invalid
from tests.calendars.foreign import NOW, event, file

CALENDAR = file(event("SUMMARY:Walk"))


def is_here(address):
    return ipaddress.ip_address(address).is_loopback


HERE = FetchPolicy(is_allowed=is_here, seconds=5)


class Answers(http.server.BaseHTTPRequestHandler):
    """Answer each path in its own bad or good way."""

    def do_GET(self):
        path = self.path.split("?")[0]
        self.server.seen.append((self.path, dict(self.headers)))
        getattr(self, f"answer_{path.strip('/').replace('.', '_')}", self.answer_missing)()

    def answer_events_ics(self):
        self.send(CALENDAR)

    def answer_packed(self):
        self.send(gzip.compress(CALENDAR), {"Content-Encoding": "gzip"})

    def answer_bomb(self):
        self.send(gzip.compress(b"A" * 60_000_000), {"Content-Encoding": "gzip"})

    def answer_damaged(self):
        self.send(gzip.compress(CALENDAR)[:-9], {"Content-Encoding": "gzip"})

    def answer_brotli(self):
        self.send(b"xxx", {"Content-Encoding": "br"})

    def answer_large(self):
        self.send(b"A" * 5_000_001)

    def answer_redirect(self):
        self.send(b"", {"Location": "/events.ics"}, status=302)

    def answer_circle(self):
        self.send(b"", {"Location": "/circle"}, status=301)

    def answer_inside(self):
        self.send(b"", {"Location": "http://10.0.0.1/events.ics"}, status=307)

    def answer_file(self):
        self.send(b"", {"Location": "file:///etc/passwd"}, status=302)

    def answer_broken(self):
        self.send(b"", {"Location": "http:////[.https://"}, status=302)

    def answer_label(self):
        self.send(b"", {"Location": "http://xn--0x7f.1/"}, status=302)

    def answer_trickle(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.stopping.wait(0.05):
            self.wfile.write(b"X")

    def answer_missing(self):
        self.send(b"", status=404)

    def send(self, body, headers=None, status=200):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):  # noqa: A002 - the name in the standard library
        pass


@pytest.fixture(scope="module")
def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.handle_error = lambda *_about: None
    made.seen, made.stopping = [], threading.Event()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.stopping.set()
    made.shutdown()
    thread.join()
    made.server_close()


def address(server, path):
    return f"http://127.0.0.1:{server.server_address[1]}/{path}"


def refusal(where, policy=HERE):
    with pytest.raises(Invalid) as caught:
        fetch_calendar(where, policy)
    assert caught.value.field == "address"
    return caught.value.sentence


@pytest.mark.parametrize("path", ["events.ics", "packed", "redirect"])
def test_a_calendar_is_fetched(server, path):
    assert fetch_calendar(address(server, path), HERE) == CALENDAR


def test_the_query_and_host_of_an_address_are_sent(server):
    fetch_calendar(address(server, "events.ics?token=a%2Fb&x=ü"), HERE)
    path, headers = server.seen[-1]
    assert path == "/events.ics?token=a%2Fb&x=%C3%BC"
    assert headers["Host"] == f"127.0.0.1:{server.server_address[1]}"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("bomb", "larger than 5 MB"),
        ("large", "larger than 5 MB"),
        ("damaged", "damaged"),
        ("brotli", "packed"),
        ("nothing", "error 404"),
        ("circle", "without end"),
        ("inside", "private network"),
        ("file", "begins with https://"),
        ("broken", "leads on to something that is not an address"),
        ("label", "not a web address"),
    ],
)
def test_what_cannot_be_fetched_is_said(server, path, sentence):
    assert sentence in refusal(address(server, path))


def test_a_trickle_of_bytes_ends_with_the_time_for_all(server):
    assert "did not arrive" in refusal(address(server, "trickle"), replace(HERE, seconds=0.5))


def test_a_server_that_says_nothing_ends_with_the_time_for_all():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert "did not arrive" in refusal(where, replace(HERE, seconds=0.3))


def test_a_closed_port_is_said():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        where = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert "Nothing could be fetched" in refusal(where)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"]
)
def test_without_leave_no_spelling_reaches_this_machine(server, host):
    where = f"http://{host}:{server.server_address[1]}/events.ics"
    before = len(server.seen)
    assert refusal(where, FetchPolicy())
    assert len(server.seen) == before


def test_the_address_that_was_judged_is_the_one_that_is_asked(server):
    judged = []

    def judge(found):
        judged.append(found)
        return found == "127.0.0.1"

    where = f"http://localhost:{server.server_address[1]}/events.ics"
    assert fetch_calendar(where, FetchPolicy(is_allowed=judge)) == CALENDAR
    assert "127.0.0.1" in judged


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("file:///etc/passwd", "begins with https://"),
        ("ftp://example.org/a.ics", "begins with https://"),
        ("events.ics", "begins with https://"),
        ("https://", "begins with https://"),
        ("http://[::1", "not a web address"),
        ("https://xn--a.example/", "not a web address"),
        ("https://xn--/", "not a web address"),
        ("https://me:secret@example.org/", "user name and password"),
        ("https://example.org/" + "a" * 2_000, "too long"),
        ("webcal://127.0.0.1/a.ics", "private network"),
        ("http://no-such-host.invalid/", "Nothing could be fetched"),
    ],
)
def test_an_address_is_checked_before_anything_is_asked(where, sentence):
    assert sentence in refusal(where, FetchPolicy())


@pytest.mark.parametrize("rest", ["/a.ics?key=secret", "?key=secret", "#secret"])
def test_a_source_is_named_by_its_host_alone(rest):
    assert source_at(f"https://example.org{rest}").name == "example.org"


@pytest.mark.parametrize(
    "inside",
    [
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "2002:a00:1::",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_inside_are_not_public(inside):
    assert not is_public(inside)


@pytest.mark.parametrize("outside", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_public(outside):
    assert is_public(outside)


def test_a_calendar_is_read_in_a_process_of_its_own():
    result = read_safely(CALENDAR, now=NOW, zone="Europe/London", limits=ReadingLimits(seconds=20))
    assert [(each.title, each.zone) for each in result.occurrences] == [("Walk", "Europe/London")]


def many(count, *lines):
    return file(*(event(*lines, uid=str(number)) for number in range(count)))


HOSTILE = {
    "never happens": (file(event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")), Reason.ENDLESS_SEARCH),
    "never happens, often": (many(100, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), Reason.TOO_SLOW),
    "since year one": (
        file(event("RRULE:FREQ=HOURLY", start="DTSTART:00010101T000000Z")),
        Reason.ENDLESS_SEARCH,
    ),
    "every minute of the day": (
        file(
            event(
                f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}"
                f";BYMINUTE={','.join(map(str, range(60)))}"
            )
        ),
        Reason.ENDLESS_SEARCH,
    ),
    "a step of nothing": (file(event("RRULE:FREQ=DAILY;INTERVAL=0")), Reason.ENDLESS_SEARCH),
    "a huge number": (file(event(f"DURATION:P{'9' * 15_000}D")), Reason.BAD_VALUE),
    "a million dates": (file(event("RDATE:" + ",".join(["20261203T183000Z"] * 250_000))), Reason.TOO_LONG),
    "hundreds of thousands of properties": (file(event("A:B\n" * 800_000)), Reason.TOO_MANY_LINES),
    "nested": (file("BEGIN:X\n" * 150_000), Reason.TOO_DEEP),
    "too many events": (many(20_001), Reason.TOO_MANY_EVENTS),
    "too many dates": (many(3_000), Reason.TOO_MANY_EVENTS),
    "zeroes": (bytes(4_900_000), Reason.NOT_A_CALENDAR),
    "too large": (bytes(5_000_001), Reason.TOO_BIG),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_reason(name):
    data, reason = HOSTILE[name]
    result = read_safely(data, now=NOW)
    assert result.occurrences == ()
    # A busy machine may end the whole before the single event: that is an answer too.
    assert {each.reason for each in result.unreadable} <= {reason, Reason.TOO_SLOW}
    assert result.unreadable


@pytest.mark.parametrize(
    "line", ["DESCRIPTION:" + "x" * 4_900_000, 'X-Y;A="' + "x" * 4_900_000, "X:" + "\n x" * 190_000]
)
def test_a_giant_line_costs_nothing(line):
    result = read_safely(file(event(line)), now=NOW, limits=ReadingLimits(seconds=20))
    assert len(result.occurrences) == 1
    assert len(result.occurrences[0].description) <= 10_000


def test_the_memory_of_the_reading_is_bounded():
    data = file(*(event(f"SUMMARY:{'x' * 200}", uid=str(number)) for number in range(15_000)))
    limits = ReadingLimits(seconds=20, memory_bytes=40_000_000)
    result = read_safely(data, now=NOW, limits=limits)
    assert {each.reason for each in result.unreadable} <= {Reason.TOO_MUCH_MEMORY, Reason.FAILED}
    assert result.unreadable
