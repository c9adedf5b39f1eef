"""What an organisation's changes do to what it hosts."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts import services as accounts
from app.cohosting import queries as cohosting
from app.core import clock, revisions
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations import queries, services
from app.organisations.models import MemberRole
from app.organisations.rules import Logo, Profile
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory


def test_an_archived_organisation_hosts_nothing_any_more(app: Flask) -> None:
    owner = UserFactory()
    house, other = OrganisationFactory(owner=owner), OrganisationFactory()
    event = EventFactory(hosts=[house, other])
    with transaction():
        services.archive(house, by=owner)
    assert [host.organisation for host in cohosting.accepted_hosts(event.cohosting)] == [other]


def test_a_renamed_host_is_shown_anew_on_its_events(app: Flask) -> None:
    owner = UserFactory()
    house = OrganisationFactory(owner=owner)
    event = EventFactory(hosts=[house])
    tags = [f"event:{event.slug}"]
    before = revisions.numbers(tags)
    with transaction():
        services.save_profile(house, Profile("A new name"), Logo(), seen_version=1, by=owner)
    assert revisions.numbers(tags) != before


def test_the_only_owner_cannot_ask_to_be_erased_before_settling(app: Flask) -> None:
    owner = UserFactory()
    house = OrganisationFactory(owner=owner)
    with pytest.raises(Refused, match=house.name), transaction():
        accounts.request_erasure(owner)
    assert owner.erasure_due_at is None
    second = MembershipFactory(organisation=house)
    with transaction():
        services.transfer(second, by=owner)
    with transaction():
        accounts.request_erasure(owner)
    with clock.moved(timedelta(days=8)), transaction():
        accounts.erase_due(owner)
    assert [row.role for row in queries.members_of(house)] == [MemberRole.OWNER]
