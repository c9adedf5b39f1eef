"""Public feeds: what stands in them, and what never does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as engine_events

from app.core import clock
from app.core.database import db
from app.core.transaction import transaction
from app.events.models import AddressVisibility, Event, EventFormat, EventStatus, EventVisibility
from app.organisations.models import OrganisationStatus
from app.organisations.rules import Logo, Profile
from app.organisations.services import profiles
from tests.accounts.factories import UserFactory
from tests.calendars.asking import events_at, feed_of, keep_all, read
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory


def at(**change):
    """Give wall times that far from now."""
    starts = (clock.now() + timedelta(**change)).replace(second=0, microsecond=0, tzinfo=None)
    return {"starts_local": starts, "ends_local": starts + timedelta(hours=2)}


def test_one_event_has_one_uid_and_one_block_in_every_feed(client, holders):
    event = holders.publish()
    feeds = ["/events.ics", feed_of(holders.one), feed_of(holders.two), f"/events/{event.slug}.ics"]
    blocks = {client.get(feed).text.partition("BEGIN:VEVENT")[2] for feed in feeds}
    assert len(blocks) == 1
    assert f"UID:{event.uid}\r\n" in blocks.pop()


def test_an_event_says_all_that_everyone_may_know(client, holders):
    event = holders.publish(tags=["walking", "tea, cake"], content_notes="grief")
    (found,) = events_at(client, "/events.ics").values()
    assert found.start == event.starts_at
    assert found.end == event.ends_at
    assert str(found["STATUS"]) == "CONFIRMED"
    assert str(found["SUMMARY"]) == "Walk by the water"
    assert str(found["URL"]) == f"http://localhost/events/{event.slug}"
    assert found["CATEGORIES"].cats == ["walking", "tea, cake"]
    described = str(found["DESCRIPTION"])
    assert described.startswith(f"http://localhost/events/{event.slug}\n\nHosted together by ")
    assert "A slow walk.\n\nWe walk, then talk.\n\nWhat is talked about: grief" in described
    assert {str(host["SUMMARY"]) for host in found.subcomponents} == {"Steady Ground", "The Long Table"}
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == event.revised_at.replace(microsecond=0)
    assert found.sequence == event.sequence


def test_a_feed_says_what_it_is(client, holders):
    read_back = read(client.get(feed_of(holders.one)))
    assert [str(read_back[name]) for name in ("NAME", "X-WR-CALNAME")] == ["Steady Ground"] * 2
    assert str(read_back["SOURCE"]) == f"http://localhost{feed_of(holders.one)}"
    assert read_back["SOURCE"].params["VALUE"] == "URI"
    assert read_back["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    text = client.get("/events.ics").text
    assert not any(word in text for word in ("METHOD", "ORGANIZER", "ATTENDEE", "VALARM", "mailto:"))


def test_an_empty_feed_is_a_calendar_that_stays_the_same(client, app):
    first, second = client.get("/events.ics"), client.get("/events.ics")
    assert read(first).events == []
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


@pytest.mark.parametrize("visibility", [AddressVisibility.GOING, AddressVisibility.HOSTS])
def test_a_private_address_and_the_way_in_stand_in_no_feed(client, holders, visibility):
    event = holders.publish(
        format=EventFormat.BOTH,
        address_visibility=visibility,
        place_address="12 Secret Lane",
        directions="Blue door, code 4711",
        latitude=53.7974,
        longitude=-1.5438,
        online_link="https://meet.example/secret-room",
        safeguarding_contact="nobody outside",
    )
    for feed in ("/events.ics", "/events.ics?tag=&q=walk", feed_of(holders.one), f"/events/{event.slug}.ics"):
        text = client.get(feed).text.replace("\r\n ", "")
        assert "Walk by the water" in text
        for secret in ("Secret", "4711", "53.79", "secret-room", "GEO", "CONFERENCE", "nobody outside"):
            assert secret not in text, feed
        assert "LOCATION:Boat house\\, Leeds" in text
        assert "The exact address comes with your reply." in text


def test_a_public_address_stands_in_the_feed_with_its_point(client, holders):
    holders.publish(address_visibility=AddressVisibility.EVERYONE, latitude=53.7974, longitude=-1.5438)
    (found,) = events_at(client, "/events.ics").values()
    assert str(found["LOCATION"]) == "Boat house, 1 Canal Road, Leeds"
    assert found["GEO"].to_ical() == "53.7974;-1.5438"


@pytest.mark.parametrize("visibility", [EventVisibility.UNLISTED, EventVisibility.DOMAINS])
def test_what_is_not_listed_is_only_in_its_own_file(client, holders, visibility):
    event = holders.publish(visibility=visibility, email_domains=["example.org"])
    assert events_at(client, "/events.ics") == {}
    assert events_at(client, feed_of(holders.one)) == {}
    assert list(events_at(client, f"/events/{event.slug}.ics")) == [event.uid]


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.PROPOSED])
def test_a_draft_is_nowhere(client, app, status):
    event = EventFactory(status=status)
    keep_all()
    assert events_at(client, "/events.ics") == {}
    assert client.get(f"/events/{event.slug}.ics").status_code == 404


def test_the_file_of_nothing_is_not_found(client, app):
    assert client.get("/events/nothing.ics").status_code == 404
    assert client.get("/organisations/nobody/events.ics").status_code == 404


def test_an_organisation_that_is_not_public_has_no_feed(client, app):
    hidden = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    assert client.get(feed_of(hidden)).status_code == 404


def test_the_window_is_sixty_days_back_and_all_ahead(client, app):
    inside = [EventFactory(**at(days=days)) for days in (-59, -1, 1, 700)]
    EventFactory(**at(days=-62))
    keep_all()
    assert list(events_at(client, "/events.ics")) == [event.uid for event in inside]


def test_the_window_moves_at_midnight_and_with_it_the_validators(client, app):
    EventFactory(**at(days=-59, hours=-12))
    keep_all()
    with clock.frozen(datetime.combine(clock.now().date(), datetime.min.time(), UTC) + timedelta(hours=12)):
        first = client.get("/events.ics")
        with clock.moved(timedelta(0)):
            assert client.get("/events.ics").headers["ETag"] == first.headers["ETag"]
        noon = clock.now()
    with clock.frozen(noon + timedelta(hours=2)):
        assert client.get("/events.ics").headers["ETag"] == first.headers["ETag"]
    with clock.frozen(noon + timedelta(days=3)):
        later = client.get("/events.ics", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert later.status_code == 200
    assert read(later).events == []


def test_feeds_speak_the_language_of_their_address_and_no_other(client, holders):
    event = holders.publish()
    holders.cancel(event)
    english, french = client.get("/events.ics"), client.get("/events.ics?lang=fr")
    assert "SUMMARY:Cancelled: Walk by the water" in english.text
    assert "SUMMARY:Annulé : Walk by the water" in french.text
    assert "SOURCE;VALUE=URI:http://localhost/events.ics?lang=fr\r\n" in french.text
    negotiated = client.get("/events.ics", headers={"Accept-Language": "fr"})
    assert negotiated.data == english.data
    assert "Accept-Language" not in negotiated.headers.get("Vary", "")
    assert client.get("/events.ics?lang=xx").data == english.data


def test_a_feed_can_be_narrowed_as_the_list_of_events_can(client, holders):
    walk = holders.publish(tags=["walking"])
    tea = holders.publish(together=False, title="Tea", tags=["tea"], format=EventFormat.ONLINE)
    day = walk.starts_local.date()
    for query, found in {
        "q=water": [walk],
        "tag=tea": [tea],
        "format=online": [tea],
        "joint=yes": [walk],
        "near=Leeds": [walk],
        f"from={day}&to={day}": [walk, tea],
        f"to={day - timedelta(days=1)}": [],
        "tag=nothing": [],
    }.items():
        assert set(events_at(client, f"/events.ics?{query}")) == {event.uid for event in found}, query


def test_a_narrowed_feed_says_so_in_its_name_and_address(client, holders):
    holders.publish(tags=["walking"])
    calendar = read(client.get("/events.ics?tag=walking&joint=yes&utm_source=mail"))
    assert str(calendar["X-WR-CALNAME"]) == "Twain: tagged “walking” · hosted jointly"
    assert str(calendar["SOURCE"]) == "http://localhost/events.ics?tag=walking&joint=yes"


def test_a_renamed_host_is_named_anew_and_the_event_revised(client, holders):
    event = holders.publish()
    before, owner = event.sequence, UserFactory()
    profile = rename(holders.two, "The Longest Table")
    with transaction():
        profiles.save_profile(holders.two, profile, Logo(), seen_version=holders.two.version, by=owner)
    (found,) = events_at(client, feed_of(holders.one)).values()
    assert "The Longest Table" in str(found["DESCRIPTION"])
    assert found.sequence == before + 1


def test_a_new_purpose_of_a_host_revises_no_event(client, holders):
    event = holders.publish()
    before, owner = event.sequence, UserFactory()
    profile = rename(holders.two, holders.two.name, purpose="Another purpose.")
    with transaction():
        profiles.save_profile(holders.two, profile, Logo(), seen_version=holders.two.version, by=owner)
    (found,) = events_at(client, feed_of(holders.one)).values()
    assert found.sequence == before


def test_a_host_who_leaves_is_named_no_more_and_its_feed_forgets_the_event(client, holders):
    event = holders.publish()
    modified = client.get(feed_of(holders.two)).headers["Last-Modified"]
    with clock.moved(timedelta(minutes=5)):
        holders.leave(event)
        (found,) = events_at(client, feed_of(holders.one)).values()
        gone = client.get(feed_of(holders.two), headers={"If-Modified-Since": modified})
    assert [str(host["SUMMARY"]) for host in found.subcomponents] == ["Steady Ground"]
    assert read(gone).events == []


def test_a_thousand_events_cost_as_many_queries_as_ten(client, app):
    organisation = OrganisationFactory()
    for _ in range(10):
        EventFactory(hosts=[organisation])
    keep_all()
    ten = count_queries(client, feed_of(organisation))
    for _ in range(60):
        EventFactory(hosts=[organisation])
    keep_all()
    assert count_queries(client, feed_of(organisation)) == ten <= 6
    without_lines = [EventFactory(hosts=[organisation]) for _ in range(30)]
    assert count_queries(client, feed_of(organisation)) <= ten + 2
    assert {event.uid for event in without_lines} <= set(events_at(client, feed_of(organisation)))


def rename(organisation, name, purpose=None):
    """Give a profile that differs only in its name, or its purpose."""
    return Profile(
        name=name,
        purpose=purpose or organisation.purpose,
        works_with=organisation.works_with,
        area=organisation.area,
        links=(),
        contact_email=organisation.contact_email,
        time_zone=organisation.time_zone,
    )


def count_queries(client, address):
    """Count the statements that one request runs."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine_events.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        engine_events.remove(db.engine, "before_cursor_execute", note)
    assert Event.__tablename__ in " ".join(statements)
    return len(statements)
