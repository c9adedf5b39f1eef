"""How feeds travel: validators, caches, HEAD, and what they say to robots."""

from datetime import timedelta

import pytest
from werkzeug.test import Client

from app.core import clock, revisions
from app.core.front import Front
from app.core.i18n import LANGUAGES
from tests.accounts.factories import UserFactory
from tests.calendars.asking import feed_of, read
from tests.signing_in import sign_in


@pytest.fixture
def feeds(holders):
    """Give the addresses of three public feeds that hold an event."""
    event = holders.publish()
    return ["/events.ics", feed_of(holders.one), f"/events/{event.slug}.ics"]


def test_a_feed_is_public_for_five_minutes_and_sets_no_cookie(client, feeds):
    for feed in feeds:
        answer = client.get(feed)
        assert answer.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=600"
        assert "Set-Cookie" not in answer.headers
        assert "X-Robots-Tag" not in answer.headers
        assert "Content-Disposition" not in answer.headers
        assert answer.headers["X-Twain-Tags"]
        assert answer.headers["Last-Modified"]


def test_someone_signed_in_gets_the_same_bytes(client, feeds):
    stranger = client.get(feeds[0])
    sign_in(client, UserFactory())
    assert client.get(feeds[0]).data == stranger.data


def test_robots_may_fetch_every_feed(client, app):
    rules = client.get("/robots.txt").text
    blocked = [line.partition(":")[2].strip() for line in rules.splitlines() if line.startswith("Disallow")]
    for path in ("/events.ics", "/events/walk.ics", "/organisations/one/events.ics", "/calendars/token.ics"):
        assert not any(path.startswith(rule) for rule in blocked), path


@pytest.mark.parametrize("wanted", ['"{0}"', 'W/"{0}"', '"other", "{0}"', '"other",W/"{0}" , "third"', "*"])
def test_who_has_it_already_gets_nothing_again(client, feeds, wanted):
    for feed in feeds:
        etag = client.get(feed).headers["ETag"].strip('"')
        answer = client.get(feed, headers={"If-None-Match": wanted.format(etag)})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == f'"{etag}"'
        assert answer.headers["Cache-Control"].startswith("public")


def test_if_none_match_decides_alone(client, feeds):
    modified = client.get(feeds[0]).headers["Last-Modified"]
    headers = {"If-None-Match": '"other"', "If-Modified-Since": modified}
    assert client.get(feeds[0], headers=headers).status_code == 200
    assert client.get(feeds[0], headers={"If-Modified-Since": modified}).status_code == 304


def test_head_says_the_same_without_the_body(client, feeds):
    for feed in feeds:
        whole, head = client.get(feed), client.head(feed)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type", "Cache-Control"):
            assert head.headers[name] == whole.headers[name]


def test_the_etag_changes_with_what_is_said_and_with_nothing_else(client, holders):
    event = holders.publish()
    feed = feed_of(holders.one)
    etags = [client.get(feed).headers["ETag"]]
    holders.change(event, capacity_in_person=12)
    holders.change(event, safeguarding_contact="Ruth, 07700 900123")
    assert client.get(feed).headers["ETag"] == etags[0]
    for change in ({"title": "Walk by the lake"}, {"place_name": "The mill"}, {"summary": "Slow."}):
        holders.change(event, **change)
        etags.append(client.get(feed).headers["ETag"])
    holders.leave(event)
    etags.append(client.get(feed).headers["ETag"])
    holders.cancel(event)
    etags.append(client.get(feed).headers["ETag"])
    assert len(set(etags)) == len(etags)


def test_the_bytes_stand_still_while_nothing_changes(client, feeds):
    before = [client.get(feed).data for feed in feeds]
    with clock.frozen(clock.now() + timedelta(seconds=90)):
        assert [client.get(feed).data for feed in feeds] == before


def test_a_compressed_answer_is_never_forced_on_anyone(client, feeds):
    answer = client.get(feeds[0], headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers


def test_the_front_cache_keeps_a_feed_and_gives_it_up_when_an_event_changes(app, holders):
    event = holders.publish()
    feed = feed_of(holders.one)
    front = Front(app.wsgi_app, revisions.numbers, languages=tuple(LANGUAGES))
    client = Client(front)
    first = client.get(feed)
    assert read(first).events
    assert client.get(feed).data == first.data
    assert len(front.store) == 1
    holders.change(event, title="Walk by the lake")
    front.invalidate((f"organisation:{holders.one.slug}",))
    assert b"Walk by the lake" in client.get(feed).data
