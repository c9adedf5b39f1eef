"""Whoever reads in a language goes on in it, without a cookie."""

import pytest
from flask.testing import FlaskClient

from app.core.carrying import carried, with_language
from tests.events.factories import EventFactory
from tests.rsvps.factories import RsvpFactory


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ('<a href="/events">', '<a href="/events?lang=fr">'),
        (
            '<a class="b" href="/events?tag=tea#list">',
            '<a class="b" href="/events?tag=tea&amp;lang=fr#list">',
        ),
        ('<a href="/#top">', '<a href="/?lang=fr#top">'),
        ('<a href="/events?lang=en">', '<a href="/events?lang=en">'),
        ('<a href="/events?a=1&amp;lang=en">', '<a href="/events?a=1&amp;lang=en">'),
        ('<a href="/login?next=/desk%3Flang%3Den">', '<a href="/login?next=/desk%3Flang%3Den&amp;lang=fr">'),
        ('<a href="https://elsewhere.example/">', '<a href="https://elsewhere.example/">'),
        ('<a href="//elsewhere.example/">', '<a href="//elsewhere.example/">'),
        ('<a href="#main">', '<a href="#main">'),
        ('<a href="mailto:a@example.org">', '<a href="mailto:a@example.org">'),
        ('<link href="/static/css/base.css">', '<link href="/static/css/base.css">'),
        ('<abbr title="/x">', '<abbr title="/x">'),
        ('<form method="post" action="/login">', '<form method="post" action="/login?lang=fr">'),
        (
            '<form method="get" action="/events">',
            '<form method="get" action="/events"><input type="hidden" name="lang" value="fr">',
        ),
    ],
)
def test_links_and_forms_lead_on_in_the_language(written: str, led: str) -> None:
    assert carried(written, "fr") == led
    assert carried(led, "fr") in {led, led + '<input type="hidden" name="lang" value="fr">'}


def test_an_address_keeps_what_it_says() -> None:
    assert with_language("/rsvps/x?done=confirmed#top", "fr") == "/rsvps/x?done=confirmed&lang=fr#top"


PAGES = """/ /asks /calendars /events /events?month=2026-12 /events?q=tea /events/a-walk /events/a-walk/rsvp
    /funds /help-now /initiatives /login /login/link /organisations /petitions /register /reset"""


@pytest.mark.parametrize("address", PAGES.split())
def test_public_pages_lead_on_in_french(client: FlaskClient, address: str) -> None:
    EventFactory(title="A walk", slug="a-walk")
    page = client.get(f"{address}{'&' if '?' in address else '?'}lang=fr")
    assert page.status_code == 200  # the client itself looks at every link
    assert 'lang="fr"' in page.text
    assert page.text.count('name="lang"') <= page.text.count("<form")


def test_a_reply_in_french_is_answered_in_french(client: FlaskClient) -> None:
    EventFactory(title="A walk", slug="a-walk")
    form = {"name": "Sam", "email": "sam@people.test", "agreed": "y"}
    answer = client.post("/events/a-walk/rsvp?lang=fr", data=form)
    assert answer.status_code in {303, 422}
    if answer.location:
        assert answer.location.endswith("lang=fr")
    wanted = client.get("/desk?lang=fr")
    assert (wanted.status_code, wanted.location) == (303, "/login?next=%2Fdesk%3Flang%3Dfr&lang=fr")
    assert client.get("/events?lang=xx").status_code == 200


def test_a_page_that_answers_a_french_mail_leads_on_in_french(client: FlaskClient) -> None:
    event = EventFactory(title="A walk", slug="a-walk")
    own = RsvpFactory(event=event, language="fr").address
    assert 'href="/events/a-walk?lang=fr"' in client.get(own, headers={"Accept-Language": "en"}).text
    assert 'href="/events/a-walk"' in client.get(own, headers={"Accept-Language": "fr"}).text
    assert 'href="/events/a-walk?lang=en"' in client.get(f"{own}?lang=en").text, "what is chosen comes first"


def test_choosing_a_language_stays_at_the_address_one_came_by(client: FlaskClient) -> None:
    page = client.get("/events?q=tea").text
    assert '<a href="?q=tea&amp;lang=fr" lang="fr" hreflang="fr">' in page
