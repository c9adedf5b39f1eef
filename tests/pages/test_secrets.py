"""What only some may know stands nowhere that others read: every privacy, every way out."""

from dataclasses import dataclass
from itertools import product

import pytest
from flask.testing import FlaskClient

from app.cohosting.queries import host_organisations
from app.core.database import session
from app.events.models import AddressVisibility, Event, EventFormat, EventStatus, EventVisibility
from app.organisations.models import MemberRole
from app.rsvps.models import RsvpStatus
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

ADDRESS = "7 Quiet Yard"
DIRECTIONS = "behind the green gate"
LATITUDE, LONGITUDE = "53.812345", "-1.543216"
LINK = "https://meet.example/hush-hush-room"
EXACT = (ADDRESS, DIRECTIONS, LATITUDE, LONGITUDE)
PLACES = "/", "/events", "/events?q=walk", "/events?near=Leeds", "/events.atom", "/sitemap.xml"


@dataclass(frozen=True)
class Reader:
    """Who reads, and what they may know."""

    name: str
    sees_address_of: frozenset[AddressVisibility]
    sees_link: bool


ALL = frozenset(AddressVisibility)
READERS = [
    Reader("stranger", frozenset({AddressVisibility.EVERYONE}), sees_link=False),
    Reader("someone else", frozenset({AddressVisibility.EVERYONE}), sees_link=False),
    Reader("cancelled", frozenset({AddressVisibility.EVERYONE}), sees_link=False),
    Reader("pending", frozenset({AddressVisibility.EVERYONE}), sees_link=False),
    Reader("going", frozenset({AddressVisibility.EVERYONE, AddressVisibility.GOING}), sees_link=True),
    Reader("host", ALL, sees_link=True),
]


def secret_event(privacy: AddressVisibility, status: EventStatus = EventStatus.PUBLISHED) -> Event:
    event: Event = EventFactory(
        title="A walk in secret",
        hosts=[OrganisationFactory(name="Quiet Hosts"), OrganisationFactory(name="Other Hosts")],
        status=status,
        format=EventFormat.BOTH,
        place_address=ADDRESS,
        directions=DIRECTIONS,
        latitude=float(LATITUDE),
        longitude=float(LONGITUDE),
        online_link=LINK,
        address_visibility=privacy,
    )
    return event


def become(client: FlaskClient, reader: Reader, event: Event) -> None:
    if reader.name == "stranger":
        return
    user = UserFactory()
    if reader.name == "host":
        organisation = host_organisations(event.cohosting_id)[0]
        MembershipFactory(organisation=organisation, user=user, role=MemberRole.HELPER)
    elif reader.name in {"cancelled", "pending", "going"}:
        RsvpFactory(event=event, user=user, email=user.email, status=RsvpStatus(reader.name))
    sign_in(client, user)


@pytest.mark.parametrize(
    ("privacy", "reader"),
    list(product(AddressVisibility, READERS)),
    ids=lambda value: getattr(value, "name", value),
)
def test_the_page_tells_each_reader_exactly_what_they_may_know(
    client: FlaskClient, privacy: AddressVisibility, reader: Reader
) -> None:
    event = secret_event(privacy)
    become(client, reader, event)
    page = client.get(f"/events/{event.slug}").get_data(as_text=True)
    for secret in EXACT:
        assert (secret in page) is (privacy in reader.sees_address_of), secret
    assert (LINK in page) is reader.sees_link
    assert "Fernhill Library" in page, "the name of the place is for everybody"


@pytest.mark.parametrize("status", [EventStatus.PUBLISHED, EventStatus.POSTPONED, EventStatus.CANCELLED])
@pytest.mark.parametrize("privacy", [AddressVisibility.GOING, AddressVisibility.HOSTS])
def test_no_list_feed_or_search_tells_a_secret(
    client: FlaskClient, privacy: AddressVisibility, status: EventStatus
) -> None:
    event = secret_event(privacy, status)
    month = f"/events?month={event.starts_local:%Y-%m}"
    own = "/organisations/quiet-hosts", "/organisations/quiet-hosts/events.atom", f"/events/{event.slug}"
    for path in (
        *PLACES,
        *own,
        month,
        "/events?q=quiet+yard",
        f"/events?near={LATITUDE},{LONGITUDE}&within=1",
    ):
        text = client.get(path).get_data(as_text=True)
        searched = text.replace(f'value="{LATITUDE},{LONGITUDE}"', "")
        for secret in (*EXACT, LINK):
            if path.startswith("/events?near=53"):
                assert "A walk in secret" not in searched, "a search by place would tell the place"
            else:
                assert secret not in text, (path, secret)


@pytest.mark.parametrize("visibility", list(EventVisibility))
def test_a_link_is_never_public_whoever_may_find_the_event(
    client: FlaskClient, visibility: EventVisibility
) -> None:
    event = secret_event(AddressVisibility.EVERYONE)
    event.visibility = visibility
    session.commit()
    page = client.get(f"/events/{event.slug}").get_data(as_text=True)
    assert LINK not in page


def test_a_public_address_is_public_everywhere_it_helps(client: FlaskClient) -> None:
    event = secret_event(AddressVisibility.EVERYONE)
    page = client.get(f"/events/{event.slug}").get_data(as_text=True)
    assert page.count(ADDRESS) >= 2, "on the page and for search engines"
    assert "openstreetmap.org" in page
    assert event.title in client.get(f"/events?near={LATITUDE},{LONGITUDE}&within=1").get_data(as_text=True)
