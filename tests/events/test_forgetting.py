"""What is deleted is gone: from the event, and from what its hosts proposed and signed."""

import pytest
from sqlalchemy import select

from app.cohosting import services as cohosting
from app.cohosting.models import Cohosting, ProposalVersion, SignOff
from app.cohosting.queries import open_proposal
from app.core.database import Base, session
from app.core.transaction import transaction
from app.events import services
from app.events.models import Event, EventStatus
from tests.cohosting.factories import make_organisation
from tests.events.test_services import ready
from tests.signing_in import sign_in

SECRETS = ("Canal Road 17", "meet.example/room", "Walk by the water", "through the yard")
#: What stays of it: the trail, which nobody rewrites, mail for its 30 days, and the address it had.
STAYING = {"audit_entries", "messages", "message_attachments", "events_slug", "revisions", "agreements"}


@pytest.fixture
def hosts(app):
    return [make_organisation("The Long Table"), make_organisation("Steady Ground")]


def draft(hosts):
    (one, amina), (two, ben) = hosts
    with transaction():
        event = services.draft_event(
            ready(
                place_address="Canal Road 17",
                online_link="https://meet.example/room",
                directions="through the yard",
            ),
            organisation=one,
            by=amina,
        )
        host = cohosting.offer(
            event.cohosting, organisation=two, by=amina, on_behalf_of=one, message=SECRETS[0]
        )
        cohosting.accept(host, by=ben)
    return event


def agree(event, hosts, propose):
    (one, amina), (two, ben) = hosts
    with transaction():
        propose(event, by=amina, on_behalf_of=one)
    with transaction():
        proposal = open_proposal(event.cohosting)
        cohosting.sign_off(
            proposal,
            content_hash=proposal.content_hash,
            by=ben,
            on_behalf_of=two,
            note="Canal Road 17 is good",
        )


def what_says(secret):
    """Name the tables, but those that stay, of which a row holds this text."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            if table.name not in STAYING and any(secret in str(value) for value in row):
                found.add(table.name)
    return found


def test_deleting_what_was_public_leaves_none_of_its_words(app, hosts):
    event = draft(hosts)
    agree(event, hosts, services.propose_publication)
    agree(event, hosts, lambda event, **who: services.propose_cancellation(event, "through the yard", **who))
    agree(event, hosts, services.delete_event)
    session.expire_all()
    assert session.get(Event, event.id).status is EventStatus.DELETED
    assert not set().union(*map(what_says, SECRETS))


def test_who_signed_which_version_when_stays(app, hosts):
    event = draft(hosts)
    agree(event, hosts, services.propose_publication)
    agree(event, hosts, lambda event, **who: services.propose_cancellation(event, "No", **who))
    signed = {(row.host_id, row.content_hash, row.at) for row in session.scalars(select(SignOff))}
    hashes = set(session.scalars(select(ProposalVersion.content_hash)))
    agree(event, hosts, services.delete_event)
    assert signed <= {(row.host_id, row.content_hash, row.at) for row in session.scalars(select(SignOff))}
    assert hashes <= set(session.scalars(select(ProposalVersion.content_hash)))


def test_a_draft_deleted_after_its_proposal_was_withdrawn_leaves_none_of_its_words(app, hosts):
    event = draft(hosts)
    (one, amina), (two, ben) = hosts
    with transaction():
        services.propose_publication(event, by=amina, on_behalf_of=one)
    with transaction():
        cohosting.close_for(event.cohosting, by=amina)
        cohosting.leave(event.cohosting, two, by=ben)
    with transaction():
        services.delete_event(event, by=amina, on_behalf_of=one)
    assert not set().union(*map(what_says, SECRETS))


def test_the_hosts_are_told_of_the_deletion_and_their_pages_still_open(client, hosts):
    event = draft(hosts)
    held = event.cohosting_id
    agree(event, hosts, services.propose_publication)
    agree(event, hosts, lambda event, **who: services.propose_cancellation(event, "No", **who))
    agree(event, hosts, services.delete_event)
    sign_in(client, hosts[0][1])
    page = client.get(f"/desk/cohostings/{held}")
    assert page.status_code == 200
    assert session.get(Cohosting, held).title == "A deleted event"
    for number in session.scalars(select(ProposalVersion.proposal_id)).all():
        assert client.get(f"/desk/proposals/{number}").status_code == 200
