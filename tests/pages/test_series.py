"""The public page and feeds of what repeats."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import EventVisibility
from app.events.rules.recurrence import Rule
from tests.events.series import change_series, dates, make_series
from tests.organisations.factories import OrganisationFactory


def test_the_page_shows_the_rule_and_each_date(app: Flask, client: FlaskClient) -> None:
    make_series(
        OrganisationFactory(name="Fernhill Men"),
        OrganisationFactory(name="The Long Table"),
        rule=Rule(count=3),
    )
    page = client.get("/series/slow-walk")
    assert page.status_code == 200
    for words in ("Every week on", "3 times", "Fernhill Men", "Joint series", "Come to all 3 coming dates"):
        assert words in page.text
    assert page.text.count('href="/events/slow-walk-20') == 3 + 1
    assert "Set-Cookie" not in page.headers
    assert client.get("/series/none").status_code == 404


def test_a_date_that_has_begun_is_none_of_those_one_can_come_to(app: Flask, client: FlaskClient) -> None:
    first, second, _third = dates(make_series(rule=Rule(count=3)))
    assert first.starts_at
    with clock.moved(first.starts_at - clock.now() + timedelta(minutes=5)):
        page = client.get("/series/slow-walk").text
    assert first.slug in page
    assert "Come to all 2 coming dates" in page
    assert f'href="/events/{second.slug}/rsvp?all=1"' in page


def test_a_date_is_a_line_and_says_its_title_where_it_is_another(app: Flask, client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=3))
    with transaction():
        dates(series)[1].title = "Slow walk with songs"
    page = client.get("/series/slow-walk").text
    assert page.count("<strong>Slow walk with songs</strong> · Boat house, Leeds") == 1
    assert "<strong>Slow walk</strong>" not in page
    assert "event-card" not in page


def test_each_date_leads_to_the_series(app: Flask, client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=2))
    page = client.get(f"/events/{dates(series)[0].slug}").text
    assert "All dates of this series" in page
    assert 'href="/series/slow-walk"' in page
    assert "/series/slow-walk</loc>" in client.get("/sitemap.xml").text


def test_the_feed_holds_one_event_for_each_date_tied_to_the_first(app: Flask, client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=4))
    answer = client.get("/series/slow-walk/events.ics")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(each["UID"]) for each in events] == [event.uid for event in dates(series)]
    assert [str(each.get("RELATED-TO", "")) for each in events] == ["", *[series.uid] * 3]
    assert all(each["RELATED-TO"].params["RELTYPE"] == "SIBLING" for each in events[1:])
    assert not any("RRULE" in each or "RECURRENCE-ID" in each for each in events)
    again = client.get("/series/slow-walk/events.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    change_series(series, title="Slower walk")
    changed = client.get("/series/slow-walk/events.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    again = Calendar.from_ical(changed.data).walk("VEVENT")
    assert {(int(each["SEQUENCE"]), str(each["SUMMARY"])) for each in again} == {(1, "Slower walk")}


def test_dates_that_fall_away_leave_a_tombstone(app: Flask, client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=4))
    with transaction():
        dates(series)[1].taken_in_person = 1
    change_series(series, rule=Rule(interval=2, count=2), reason="Less often.")
    events = Calendar.from_ical(client.get("/series/slow-walk/events.ics").data).walk("VEVENT")
    assert sorted(str(each["STATUS"]) for each in events) == ["CANCELLED"] * 2 + ["CONFIRMED"] * 2


def test_news_of_a_series_for_feed_readers(app: Flask, client: FlaskClient) -> None:
    make_series(rule=Rule(count=2))
    text = client.get("/series/slow-walk/events.atom").text
    assert text.count("</entry>") == 2


def test_what_no_list_shows_is_told_at_its_own_address_only(app: Flask, client: FlaskClient) -> None:
    make_series(rule=Rule(count=2), visibility=EventVisibility.UNLISTED)
    page = client.get("/series/slow-walk").text
    assert "noindex" in page
    assert "Come to all 2 coming dates" in page
    assert len(Calendar.from_ical(client.get("/series/slow-walk/events.ics").data).walk("VEVENT")) == 2
    assert b"BEGIN:VEVENT" not in client.get("/events.ics").data
    session.rollback()
