"""Ways into other calendars: right fields, right escapes, nothing lost."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from app.calendars.queries import event_links
from app.calendars.rules.links import Appointment, calendar_links, feed_links
from app.core import clock
from app.core.i18n import in_language
from app.events.models import EventFormat
from app.events.rules import Audience

FEED = "https://twain.example/events/walk.ics"
WALK = Appointment(
    title="Walk & talk: 50% + “tea”",
    starts_at=datetime(2026, 12, 3, 18, 30, tzinfo=UTC),
    ends_at=datetime(2026, 12, 3, 20, 0, tzinfo=UTC),
    details="Line one\nhttps://twain.example/events/walk?a=1&b=2#c",
    place="Old Mill; Leeds",
)


def fields(address):
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_the_file_and_the_address_to_follow():
    links = calendar_links(WALK, FEED)
    assert links.download == FEED
    assert links.webcal == "webcal://twain.example/events/walk.ics"


def test_google_is_told_everything():
    links = calendar_links(WALK, FEED)
    assert links.google.startswith("https://calendar.google.com/calendar/render?")
    assert fields(links.google) == {
        "action": "TEMPLATE",
        "text": WALK.title,
        "dates": "20261203T183000Z/20261203T200000Z",
        "details": WALK.details,
        "location": WALK.place,
    }


def test_outlook_is_told_everything_and_sees_no_plus_signs():
    links = calendar_links(WALK, FEED)
    assert links.outlook.startswith("https://outlook.live.com/calendar/0/")
    assert "+" not in links.outlook
    assert fields(links.outlook) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": WALK.title,
        "startdt": "2026-12-03T18:30:00Z",
        "enddt": "2026-12-03T20:00:00Z",
        "body": WALK.details,
        "location": WALK.place,
    }


def test_a_feed_can_be_followed_from_google_and_outlook():
    links = feed_links("https://twain.example/calendars/abc.ics", "Twain & co")
    assert fields(links.google) == {"cid": "webcal://twain.example/calendars/abc.ics"}
    assert fields(links.outlook) == {"url": "https://twain.example/calendars/abc.ics", "name": "Twain & co"}
    assert links.webcal == "webcal://twain.example/calendars/abc.ics"


def test_the_links_of_an_event_hold_what_their_reader_may_know(app, holders):
    event = holders.publish(format=EventFormat.BOTH, online_link="https://meet.example/room")
    with app.test_request_context():
        public, going = event_links(event), event_links(event, Audience.GOING)
    assert fields(public.google)["location"] == "Boat house, Leeds"
    assert "meet.example" not in public.google + public.outlook
    assert fields(going.google)["location"] == "Boat house, 1 Canal Road, Leeds"
    assert "https://meet.example/room" in fields(going.outlook)["body"]
    assert public.download == going.download == f"http://localhost/events/{event.slug}.ics"
    with app.test_request_context(), in_language("fr"):
        assert event_links(event).download.endswith(".ics?lang=fr")


def test_what_is_off_or_over_has_no_links(app, holders):
    event = holders.publish()
    with clock.moved(timedelta(days=40)):
        assert event_links(event) is None
    holders.cancel(event)
    assert event_links(event) is None
