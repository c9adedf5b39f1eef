"""The page of an event: what it says in each status, and to whom."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from babel.dates import format_date
from flask.testing import FlaskClient

from app.core import clock
from app.core.transaction import transaction
from app.events.models import AccessFact, Event, EventFormat, EventStatus, EventVisibility
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_fund
from tests.events.factories import AgreementFactory, EventFactory
from tests.events.series import dates, make_series
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition
from tests.queries import counting
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in
from tests.visiting import text_of

AN_HOUR = timedelta(hours=1)


def page_of(client: FlaskClient, event: Event, status: int = 200, **headers: str) -> str:
    return text_of(client, f"/events/{event.slug}", status, **headers)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def joint_event(**more: Any) -> Event:
    hosts = [OrganisationFactory(name="The Long Table"), OrganisationFactory(name="Steady Ground")]
    event: Event = EventFactory(hosts=hosts, **more)
    return event


def over(**more: Any) -> Event:
    ago = clock.now() - timedelta(days=3)
    return joint_event(starts_local=ago.replace(tzinfo=None, microsecond=0), **more)


def test_a_page_says_everything_that_one_wants_to_know(client: FlaskClient) -> None:
    event = joint_event(
        title="Carrying it together",
        description="We sit in **one** circle.",
        content_notes="Sleep and anger.",
        first_ten_minutes="1. Tea",
        access_facts=[AccessFact.STEP_FREE.value, AccessFact.HEARING_LOOP.value],
        access_notes="Ring the bell.",
        safeguarding_contact="Joanne, at the door",
        tags=["parents"],
        capacity_in_person=30,
        taken_in_person=18,
        language="fr",
    )
    AgreementFactory(event=event, title="What is said here stays here")
    page = page_of(client, event)
    for words in (
        "Carrying it together",
        "<strong>one</strong>",
        "Sleep and anger.",
        "The first ten minutes",
        "Step-free way in",
        "Hearing loop",
        "Ring the bell.",
        "Joanne, at the door",
        "/events?tag=parents",
        "12 of 30 places left",
        "What is said here stays here",
        "Français",
        "Joint event",
        "(London)",
        'data-zone="Europe/London"',
        'href="#reply"',
    ):
        assert words in page, words


def test_hosts_stand_side_by_side_in_an_order_that_turns(client: FlaskClient) -> None:
    one, other = OrganisationFactory(name="Steady Ground"), OrganisationFactory(name="Asha House")
    firsts = set()
    for _ in range(2):
        page = page_of(client, EventFactory(hosts=[one, other]))
        found = re.search(r'Hosted together by <a href="/organisations/([a-z-]+)">', page)
        assert found
        firsts.add(found[1])
    assert firsts == {"steady-ground", "asha-house"}


@pytest.mark.parametrize(
    ("status", "words", "meaning"),
    [
        (EventStatus.PUBLISHED, "", "EventScheduled"),
        (EventStatus.POSTPONED, "moved to a later day", "EventPostponed"),
        (EventStatus.CANCELLED, "This event is cancelled", "EventCancelled"),
    ],
)
def test_each_public_status_is_said_first_and_to_search_engines(
    client: FlaskClient, status: EventStatus, words: str, meaning: str
) -> None:
    event = joint_event(status=status, cancel_reason="The roof leaks." if words else "")
    page = page_of(client, event)
    assert words in page
    assert data_of(page)["eventStatus"] == f"https://schema.org/{meaning}"
    assert ("The roof leaks." in page) is bool(words)
    assert ("/rsvp" in page) is (status is EventStatus.PUBLISHED)


def test_a_past_event_stays_and_takes_no_replies(client: FlaskClient) -> None:
    page = page_of(client, over())
    assert "This event is over" in page
    assert 'action="/events/' not in page


def test_an_event_can_be_passed_on_while_one_can_come(client: FlaskClient) -> None:
    event = joint_event()
    own_address = f'value="http://localhost/events/{event.slug}"'
    assert own_address in page_of(client, event)
    with transaction():
        event.status = EventStatus.CANCELLED
    assert own_address not in page_of(client, event)


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.PROPOSED, EventStatus.DELETED])
def test_what_was_never_public_is_not_there(client: FlaskClient, status: EventStatus) -> None:
    page = page_of(client, joint_event(status=status, title="Unseen words"), 404)
    assert "Unseen words" not in page


@pytest.mark.parametrize("status", [EventStatus.WITHDRAWN, EventStatus.PROPOSED, EventStatus.DRAFT])
def test_what_was_taken_back_says_so_and_no_more(client: FlaskClient, status: EventStatus) -> None:
    event = joint_event(status=status, title="Unseen words", published_at=clock.now() - AN_HOUR)
    page = page_of(client, event, 410)
    assert "taken this event back" in page
    assert "Unseen words" not in page
    assert "Fernhill" not in page


def test_only_those_with_the_link_find_an_unlisted_event(client: FlaskClient) -> None:
    event = joint_event(visibility=EventVisibility.UNLISTED, title="By invitation")
    page = page_of(client, event)
    assert '<meta name="robots" content="noindex">' in page
    assert "ld+json" not in page
    for path in (
        "/",
        "/events",
        "/events.atom",
        "/sitemap.xml",
        "/organisations/the-long-table",
        "/events?q=invitation",
    ):
        listed = text_of(client, path)
        assert "By invitation" not in listed, path
        assert event.slug not in listed, path


def test_who_may_reply_is_said_where_only_some_may(client: FlaskClient) -> None:
    event = joint_event(visibility=EventVisibility.DOMAINS, email_domains=["works.example"])
    assert "People with an e-mail address at works.example" in page_of(client, event)


def test_hosts_see_how_a_draft_will_look_and_strangers_do_not(client: FlaskClient) -> None:
    event = joint_event(status=EventStatus.DRAFT, starts_local=None, ends_local=None)
    user, stranger = UserFactory(), UserFactory()
    organisation = OrganisationFactory(name="Third host")
    host = EventFactory(hosts=[organisation], status=EventStatus.DRAFT, title="A new draft")
    MembershipFactory(organisation=organisation, user=user, role=MemberRole.ORGANISER)
    path = f"/desk/events/{host.slug}/preview"
    assert client.get(path).status_code in {302, 303}
    sign_in(client, stranger)
    text_of(client, path, 404)
    sign_in(client, user)
    page = text_of(client, path)
    assert "how everyone will see" in page
    assert "A new draft" in page
    assert "noindex" in page
    assert "ld+json" not in page
    assert 'action="/events/' not in page
    assert "A new draft" in page_of(client, host)
    text_of(client, f"/desk/events/{event.slug}/preview", 404)


def test_a_person_who_replied_finds_their_reply_instead_of_the_form(client: FlaskClient) -> None:
    event, user = joint_event(), UserFactory()
    rsvp = RsvpFactory(event=event, user=user, email=user.email)
    sign_in(client, user)
    response = client.get(f"/events/{event.slug}")
    page = response.get_data(as_text=True)
    assert "You are going" in page
    assert f"/rsvps/{rsvp.token}" in page
    assert "private" in response.headers["Cache-Control"]
    assert "X-Twain-Tags" not in response.headers


def test_a_full_event_says_so(client: FlaskClient) -> None:
    event = joint_event(capacity_in_person=3, taken_in_person=3)
    page = page_of(client, event)
    assert "Every place is taken, but you can wait for one." in page
    assert "Put me on the waiting list" in page


def test_strangers_get_pages_without_cookie_that_caches_keep(client: FlaskClient) -> None:
    event = joint_event()
    first = client.get(f"/events/{event.slug}")
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"].startswith("public")
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in first.headers["Vary"].split(",")}
    again = client.get(f"/events/{event.slug}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_a_page_is_one_page_in_each_language(client: FlaskClient) -> None:
    event = joint_event(zone="Europe/Paris")
    english, french = page_of(client, event), page_of(client, event, **{"Accept-Language": "fr-FR,fr;q=0.9"})
    assert '<html lang="en-GB">' in english
    assert '<html lang="fr">' in french
    assert event.starts_local is not None
    day = format_date(event.starts_local.date(), "d MMMM y", locale="fr")
    assert day in french
    assert day not in english
    chosen = text_of(client, f"/events/{event.slug}?lang=fr")
    assert '<html lang="fr">' in chosen
    assert f'<link rel="canonical" href="http://localhost/events/{event.slug}">' in chosen
    assert 'hreflang="fr"' in chosen
    assert 'hreflang="x-default"' in chosen


def test_search_engines_learn_all_hosts_and_times_with_their_zone(client: FlaskClient) -> None:
    event = joint_event(format=EventFormat.BOTH)
    data = data_of(page_of(client, event))
    assert {each["name"] for each in data["organizer"]} == {"The Long Table", "Steady Ground"}
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert datetime.fromisoformat(data["startDate"]) == event.starts_at
    assert data["startDate"][-6] in "+-"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]


def test_a_page_costs_five_questions_at_most(client: FlaskClient) -> None:
    event = joint_event(capacity_in_person=30)
    AgreementFactory(event=event)
    client.get(f"/events/{event.slug}")
    with counting() as statements:
        client.get(f"/events/{event.slug}")
    assert len(statements) <= 5, statements


def test_a_date_of_a_series_with_an_effort_a_petition_and_a_fund_costs_no_more(client: FlaskClient) -> None:
    host = OrganisationFactory()
    event = dates(make_series(host))[0]
    effort = make_initiative(hosts=[host], title="Ask twice")
    event.initiative = effort
    petition = make_petition(hosts=[host], initiative=effort, title="Two paid hours")
    funds = [make_fund(hosts=[host], about=event.cohosting, title=title) for title in ("Tea", "Bread")]
    AgreementFactory(event=event)
    page, path = page_of(client, event), f"/events/{event.slug}"
    with counting() as statements:
        client.get(path)
    assert len(statements) <= 5, statements
    for words in ("Ask twice", f"/petitions/{petition.slug}/signatures", "all dates"):
        assert words.lower() in page.lower(), words
    tea, bread = (page.index(f"/funds/{fund.slug}") for fund in funds)
    assert bread < tea, "the newest first"
