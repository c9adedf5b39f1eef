"""Help, the way out, feeds, robots and pictures."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.asks.services import correcting
from app.core import clock
from app.core.pictures import store_picture
from app.core.settings import settings
from app.core.transaction import transaction
from app.outbox.services import BODIES_KEPT
from app.pages.rules.atom import ATOM, SITEMAP
from app.pages.rules.help import COUNTRIES
from app.petitions.rules.abuse import FORGET_NETWORK
from app.petitions.rules.signing import ANONYMISE_AFTER, FORGET_PENDING
from app.rsvps.rules.replies import GUESTS_KEPT, NEEDS_KEPT
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition
from tests.signing_in import sign_in

PAGES = [
    "/help-now",
    "/accessibility",
    "/privacy",
    "/calendars",
    *(f"/help-now/{each.code}" for each in COUNTRIES),
]


@pytest.mark.parametrize("path", PAGES)
def test_plain_pages_open_for_everyone(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


def test_help_comes_with_the_emergency_number_first_and_numbers_to_press(client: FlaskClient) -> None:
    page = client.get("/help-now").get_data(as_text=True)
    for country in COUNTRIES:
        part = page[page.index(f'id="{country.code}"') :]
        assert part.index(f"tel:{country.emergency[0]}") <= part.index("tel:")
    assert "tel:116123" in page
    assert "data-leave" in page
    assert all(re.fullmatch(r"\d*", line.tel) for country in COUNTRIES for line in country.lines)
    assert all(line.call or line.text for country in COUNTRIES for line in country.lines)


def test_nobody_is_at_an_unknown_country(client: FlaskClient) -> None:
    assert client.get("/help-now/xx").status_code == 404
    assert client.get("/help-now/XX").status_code == 404
    shouted = client.get("/help-now/GB")
    assert (shouted.status_code, shouted.location) == (301, "/help-now/gb")


@pytest.mark.parametrize(("language", "site"), [("en", "bbc.co.uk/weather"), ("fr", "meteofrance.com")])
def test_leaving_forgets_everything_and_goes_somewhere_plain(
    client: FlaskClient, language: str, site: str
) -> None:
    sign_in(client, UserFactory(language=language))
    response = client.get("/leave", headers={"Accept-Language": language})
    assert response.status_code == 302
    assert site in response.headers["Location"]
    assert "cookies" in response.headers["Clear-Site-Data"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/desk").status_code in {302, 303}, "no longer signed in"


def test_robots_leave_feeds_open_and_desks_alone(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    for path in (
        "/events",
        "/events.ics",
        "/events.atom",
        "/organisations/a/events.ics",
        "/calendars",
        "/events/a.ics",
        "/calendars/token.ics",
    ):
        assert not any(path.startswith(each) for each in closed), path
    for path in ("/desk", "/staff", "/rsvps/token", "/leave"):
        assert any(path.startswith(each) for each in closed), path
    assert "Sitemap: http://localhost/sitemap.xml" in lines


def test_the_sitemap_names_every_public_page(client: FlaskClient) -> None:
    EventFactory(title="A public walk", hosts=[OrganisationFactory(name="Wayfarers")])
    response = client.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    root = ET.fromstring(response.data)  # noqa: S314  # our own words
    named = {url.findtext(f"{{{SITEMAP}}}loc") or "" for url in root}
    assert {"http://localhost/events/a-public-walk", "http://localhost/organisations/wayfarers"} <= named
    for address in named:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address


@pytest.mark.parametrize("path", ["/events.atom", "/organisations/wayfarers/events.atom"])
def test_feeds_tell_what_changed_last_first(client: FlaskClient, path: str) -> None:
    host, now = OrganisationFactory(name="Wayfarers"), clock.now()
    for number, title in enumerate(("Old news", "Fresh news")):
        EventFactory(
            title=title, hosts=[host, OrganisationFactory()], revised_at=now + timedelta(minutes=number)
        )
    response = client.get(path)
    assert response.mimetype == "application/atom+xml"
    root = ET.fromstring(response.data)  # noqa: S314  # our own words
    entries = root.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}title") for entry in entries] == ["Fresh news", "Old news"]
    assert root.findtext(f"{{{ATOM}}}updated") == entries[0].findtext(f"{{{ATOM}}}updated")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{{{ATOM}}}{name}")) == 1, "RFC 4287, 4.1.1 and 4.1.2"
    assert all(len(entry.findall(f"{{{ATOM}}}author")) == 2 for entry in entries)
    own = next(link for link in root.findall(f"{{{ATOM}}}link") if link.get("rel") == "self")
    assert own.get("href") == f"http://localhost{path}"
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_picture_is_kept_for_ever(client: FlaskClient) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    with transaction():
        name = store_picture(out.getvalue())
    response = client.get(f"/pictures/{name}.webp")
    assert response.mimetype == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert (
        client.get(f"/pictures/{name}.webp", headers={"If-None-Match": response.headers["ETag"]}).status_code
        == 304
    )


@pytest.mark.parametrize("name", ["0" * 32, "..%2f..%2fetc", "x", "%00"])
def test_there_is_no_other_picture(client: FlaskClient, name: str) -> None:
    assert client.get(f"/pictures/{name}.webp").status_code == 404


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(120, "for 2 hours while"), (60, "for one hour while"), (45, "for 45 minutes while")],
)
def test_privacy_says_how_long_a_place_is_held_as_mails_say_it(
    client: FlaskClient, settings_changed: Callable[..., None], minutes: int, said: str
) -> None:
    settings_changed(rsvp_hold_minutes=minutes)
    assert f"We hold your place {said} you confirm your address." in client.get("/privacy").text


def test_privacy_speaks_of_all_that_people_are_asked_for(client: FlaskClient) -> None:
    page = client.get("/privacy").get_data(as_text=True)
    for heading in ("reply to an event", "sign a petition", "give", "ask for a correction", "sign in"):
        assert f"<h2>When you {heading}</h2>" in page


def test_privacy_promises_what_the_rules_keep(client: FlaskClient) -> None:
    page = client.get("/privacy").get_data(as_text=True)
    for days, promise in (
        (NEEDS_KEPT, "is deleted %s days after it"),
        (FORGET_NETWORK, "for %s days"),
        (FORGET_PENDING, "is deleted after %s days"),
        (correcting.ADDRESS_KEPT, "forget it %s days later"),
        (BODIES_KEPT, "deleted after %s days"),
    ):
        assert promise % days.days in page
    assert "A year after the event your name" in page
    assert timedelta(days=365) == GUESTS_KEPT
    assert "Half a year after a petition closed" in page
    assert timedelta(days=180) < ANONYMISE_AFTER < timedelta(days=185)


@pytest.mark.parametrize("path", ["/privacy", "/accessibility"])
def test_whoever_is_told_to_write_to_those_who_run_the_site_can_do_so(client: FlaskClient, path: str) -> None:
    _name, address = parseaddr(settings().mail_from)
    assert f'<a href="mailto:{address}">{address}</a>' in client.get(path).get_data(as_text=True)


def test_whoever_is_asked_for_an_address_is_led_to_what_becomes_of_it(client: FlaskClient) -> None:
    event, petition = EventFactory(), make_petition()
    for path in (
        f"/events/{event.slug}",
        f"/events/{event.slug}/rsvp",
        f"/petitions/{petition.slug}",
        f"/petitions/{petition.slug}/signatures",
    ):
        form = client.get(path).get_data(as_text=True).partition('name="email"')[2].partition("</form>")[0]
        assert 'href="/privacy"' in form, path
