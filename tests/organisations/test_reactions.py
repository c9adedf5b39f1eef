"""What an organisation's changes do to what it hosts."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import services as accounts
from app.cohosting import queries as cohosting
from app.cohosting.models import ProposalStatus
from app.core import clock, revisions
from app.core.errors import Refused
from app.core.transaction import transaction
from app.events import services as events
from app.events.models import EventStatus
from app.organisations import queries, services
from app.organisations.models import MemberRole
from app.organisations.rules import Logo, Profile
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in


def test_an_archived_organisation_hosts_nothing_any_more(app: Flask) -> None:
    owner = UserFactory()
    house, other = OrganisationFactory(owner=owner), OrganisationFactory()
    event = EventFactory(hosts=[house, other])
    with transaction():
        services.archive(house, by=owner)
    assert [host.organisation for host in cohosting.accepted_hosts(event.cohosting)] == [other]


@pytest.mark.parametrize("status", [EventStatus.PUBLISHED, EventStatus.CANCELLED])
def test_what_an_archived_organisation_held_and_is_over_stays_as_it_was(client: FlaskClient, status) -> None:
    owner = UserFactory()
    house = OrganisationFactory(owner=owner)
    event = EventFactory(hosts=[house], title="A past walk", status=status)
    with clock.moved(timedelta(days=40)), transaction():
        services.archive(house, by=owner)
    with clock.moved(timedelta(days=40)):
        assert event.status is status
        assert [host.organisation for host in cohosting.accepted_hosts(event.cohosting)] == [house]
        assert house.name in client.get(f"/events/{event.slug}").get_data(as_text=True)
        assert "A past walk" in client.get(f"/organisations/{house.slug}").get_data(as_text=True)


def test_what_was_called_off_keeps_the_name_of_its_archived_host(app: Flask) -> None:
    owner = UserFactory()
    house = OrganisationFactory(owner=owner)
    event = EventFactory(hosts=[house], status=EventStatus.CANCELLED)
    with transaction():
        services.archive(house, by=owner)
    assert [host.organisation for host in cohosting.accepted_hosts(event.cohosting)] == [house]


def test_nobody_acts_for_an_archived_organisation_on_what_is_over(client: FlaskClient) -> None:
    owner = UserFactory()
    house = OrganisationFactory(owner=owner)
    event = EventFactory(hosts=[house], slug="a-past-walk")
    number = event.cohosting_id
    RsvpFactory(event=event)
    with clock.moved(timedelta(days=40)):
        with transaction():
            services.archive(house, by=owner)
        sign_in(client, owner)
        answers = [
            client.get(f"/desk/cohostings/{number}/hosts"),
            client.post(f"/desk/cohostings/{number}/leave"),
            client.get("/desk/events/a-past-walk/rsvps"),
            client.post("/desk/events/a-past-walk/rsvps/export"),
            client.get("/desk/events/a-past-walk/edit"),
            client.post("/desk/events/a-past-walk/withdraw"),
        ]
    assert {answer.status_code for answer in answers} <= {403, 404}


def test_an_archived_host_holds_up_no_decision_of_the_others(app: Flask) -> None:
    owner, other_owner = UserFactory(), UserFactory()
    house, other = OrganisationFactory(owner=owner), OrganisationFactory(owner=other_owner)
    event = EventFactory(hosts=[house, other])
    with clock.moved(timedelta(days=40)):
        with transaction():
            services.archive(house, by=owner)
        with transaction():
            events.propose_withdrawal(event, by=other_owner, on_behalf_of=other)
        assert event.status is EventStatus.WITHDRAWN


def test_what_an_archived_host_proposed_about_the_past_is_taken_back(app: Flask) -> None:
    owner, other_owner = UserFactory(), UserFactory()
    house, other = OrganisationFactory(owner=owner), OrganisationFactory(owner=other_owner)
    event = EventFactory(hosts=[house, other])
    with clock.moved(timedelta(days=40)):
        with transaction():
            proposal = events.propose_withdrawal(event, by=owner, on_behalf_of=house)
        with transaction():
            services.archive(house, by=owner)
        assert proposal.status is ProposalStatus.WITHDRAWN


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
