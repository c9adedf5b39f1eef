"""Organisations as everyone sees them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.organisations.models import OrganisationStatus
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in
from tests.visiting import text_of


def test_the_list_shows_verified_ones_and_is_searched(client: FlaskClient) -> None:
    OrganisationFactory(name="Asha House", area="Manchester")
    OrganisationFactory(name="Wayfarers", area="Bradford")
    OrganisationFactory(name="Not yet", status=OrganisationStatus.UNVERIFIED)
    page = text_of(client, "/organisations")
    assert "Asha House" in page
    assert "Not yet" not in page
    found = text_of(client, "/organisations?q=bradford")
    assert "Wayfarers" in found
    assert "Asha House" not in found
    assert "Nobody by that name yet" in text_of(client, "/organisations?q=zzz")


def test_the_list_goes_on_to_the_last(client: FlaskClient) -> None:
    for number in range(30):
        OrganisationFactory(name=f"Group {number:02}")
    first = text_of(client, "/organisations")
    assert "Group 23" in first
    assert "Group 24" not in first
    assert "Group 29" in text_of(client, "/organisations?after=group-23")


@pytest.mark.parametrize("query", ["q=%01", "after=%0b", "q=%25&after=nobody", "after=" + "x" * 500])
def test_a_hostile_address_gets_a_kind_page(client: FlaskClient, query: str) -> None:
    text_of(client, f"/organisations?{query}")


def test_a_page_shows_what_is_ahead_and_what_has_been(client: FlaskClient) -> None:
    host = OrganisationFactory(
        name="The Long Table",
        purpose="We cook and listen.",
        contact_email="hello@table.example",
        links=[{"label": "Our kitchen", "url": "https://table.example"}],
    )
    ago = (clock.now() - timedelta(days=40)).replace(tzinfo=None, microsecond=0)
    EventFactory(title="Ahead of us", hosts=[host, OrganisationFactory()])
    EventFactory(title="Behind us", hosts=[host], starts_local=ago)
    EventFactory(title="Of others")
    page = text_of(client, "/organisations/the-long-table")
    for words in (
        "Ahead of us",
        "Behind us",
        "We cook and listen.",
        "mailto:hello@table.example",
        "Our kitchen",
    ):
        assert words in page, words
    assert "Of others" not in page
    assert "/organisations/the-long-table/events.ics" in page
    assert 'type="application/atom+xml"' in page


def test_an_unverified_one_is_seen_by_its_members_alone(client: FlaskClient) -> None:
    organisation = OrganisationFactory(name="Quite new", status=OrganisationStatus.UNVERIFIED)
    text_of(client, "/organisations/quite-new", 404)
    text_of(client, "/organisations/quite-new/events.atom", 404)
    user = UserFactory()
    MembershipFactory(organisation=organisation, user=user)
    sign_in(client, user)
    page = text_of(client, "/organisations/quite-new")
    assert "Only you and your colleagues" in page
    assert "noindex" in page


def test_an_archived_one_stays_readable(client: FlaskClient) -> None:
    OrganisationFactory(name="Long gone", status=OrganisationStatus.ARCHIVED, verified_at=clock.now())
    assert "closed its doors" in text_of(client, "/organisations/long-gone")


def test_nobody_is_at_an_unknown_address(client: FlaskClient) -> None:
    text_of(client, "/organisations/nobody", 404)
