"""Invitations to host: asked, accepted, declined, taken back, run out."""

from datetime import timedelta

import pytest

from app.cohosting import jobs, queries, services
from app.cohosting.models import HostStatus, ProposalKind
from app.core import clock
from app.core.database import session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.transaction import transaction
from app.organisations.models import OrganisationStatus
from tests.cohosting.factories import (
    change,
    invite,
    join,
    make_cohosting,
    make_organisation,
    propose,
    sign_off,
)


def names(organisations):
    return [organisation.name for organisation in organisations]


def test_an_offer_is_accepted_and_makes_an_equal_at_once(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    with transaction():
        join(hosting.cohosting, other, person, asked_by=hosting.first)
    assert set(names(queries.host_organisations(hosting.cohosting.id))) == {
        "The Long Table",
        "Steady Ground",
    }


def test_accepting_twice_is_harmless_and_declining_then_is_too_late(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    host = invite(hosting, organisation=other)
    for _again in range(2):
        with transaction():
            services.accept(host, by=person)
    with pytest.raises(Conflict, match="answered or taken back"), transaction():
        services.decline(host, by=person)


def test_an_offer_is_declined_with_a_note_and_can_be_made_again(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    host = invite(hosting, organisation=other)
    for _again in range(2):
        with transaction():
            services.decline(host, note="Next year, gladly.", by=person)
    assert (host.status, host.answer_note) == (HostStatus.DECLINED, "Next year, gladly.")
    assert invite(hosting, organisation=other).status is HostStatus.OFFERED


def test_an_offer_taken_back_cannot_be_accepted(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    host = invite(hosting, organisation=other)
    for _again in range(2):
        with transaction():
            services.withdraw_offer(host, by=hosting.organisers[0])
    with pytest.raises(Conflict), transaction():
        services.accept(host, by=person)


def test_nobody_is_asked_twice_and_no_host_is_asked(app):
    hosting = make_cohosting()
    other, _person = make_organisation("Third Place")
    invite(hosting, organisation=other)
    with pytest.raises(Conflict, match="Third Place has been asked already"):
        invite(hosting, organisation=other)
    with pytest.raises(Conflict, match="is a host already"):
        invite(hosting, organisation=hosting.organisations[1])
    invite(hosting, email="hello@example.org")
    with pytest.raises(Conflict, match="asked already"):
        invite(hosting, email="Hello@Example.org")
    with pytest.raises(Invalid):
        invite(hosting)


def test_an_offer_by_mail_is_taken_up_by_an_organisation_and_forgets_the_address(app):
    hosting = make_cohosting("The Long Table")
    host = invite(hosting, email="hello@example.org")
    other, person = make_organisation("Steady Ground")
    with pytest.raises(Invalid, match="Choose the organisation"), transaction():
        services.accept(host, by=person)
    with pytest.raises(Conflict, match="is a host already"), transaction():
        services.accept(host, by=person, organisation=hosting.organisations[0])
    with transaction():
        services.accept(host, by=person, organisation=other)
    assert (host.organisation, host.invited_email) == (other, None)


def test_an_offer_runs_out_after_thirty_days_and_forgets_the_address(app):
    hosting = make_cohosting("The Long Table")
    host = invite(hosting, email="hello@example.org")
    other, person = make_organisation("Steady Ground")
    with clock.moved(timedelta(days=30)):
        with pytest.raises(Conflict, match="has run out"), transaction():
            services.accept(host, by=person, organisation=other)
        jobs.expire_offers()
        jobs.expire_offers()
    session.rollback()
    assert (host.status, host.invited_email) == (HostStatus.EXPIRED, None)


def test_an_offer_that_ran_out_does_not_stand_in_the_way_of_a_new_one(app):
    hosting = make_cohosting("The Long Table")
    other, _person = make_organisation("Steady Ground")
    first = invite(hosting, organisation=other)
    with clock.moved(timedelta(days=31)):
        assert invite(hosting, organisation=other).status is HostStatus.OFFERED
    assert first.status is HostStatus.EXPIRED


def test_only_hosts_invite(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    with pytest.raises(Forbidden), transaction():
        services.offer(hosting.cohosting, email="a@example.org", by=person, on_behalf_of=other)


def test_a_host_that_accepts_while_something_waits_must_sign_too(app):
    hosting = make_cohosting()
    other, person = make_organisation("Third Place")
    proposal = propose(hosting)
    with transaction():
        join(hosting.cohosting, other, person, asked_by=hosting.first)
    assert not sign_off(hosting, proposal, number=1)
    with transaction():
        agreed = services.sign_off(
            proposal, content_hash=proposal.content_hash, by=person, on_behalf_of=other
        )
    assert agreed


def test_an_organisation_that_is_not_verified_joins_a_draft_but_nothing_public(app):
    draft = make_cohosting("The Long Table")
    public = make_cohosting("Steady Ground")
    propose(public, change(ProposalKind.PUBLISH, title="A walk"))
    other, person = make_organisation("New Here", status=OrganisationStatus.UNVERIFIED)
    with transaction():
        join(draft.cohosting, other, person, asked_by=draft.first)
    with pytest.raises(Conflict, match="not verified yet"), transaction():
        join(public.cohosting, other, person, asked_by=public.first)


def test_an_archived_organisation_is_not_asked(app):
    hosting = make_cohosting("The Long Table")
    other, _person = make_organisation("Gone", status=OrganisationStatus.ARCHIVED)
    with pytest.raises(Conflict, match="no longer active"):
        invite(hosting, organisation=other)


def test_the_search_finds_by_part_of_a_name_whoever_is_not_there_already(app):
    hosting = make_cohosting("The Long Table")
    make_organisation("Table Tennis Evenings")
    make_organisation("New Tables", status=OrganisationStatus.UNVERIFIED)
    make_organisation("Old Table", status=OrganisationStatus.ARCHIVED)
    found = queries.organisations_to_invite(hosting.cohosting, " table ")
    assert names(found) == ["New Tables", "Table Tennis Evenings"]
    assert queries.organisations_to_invite(hosting.cohosting, "t") == ()
    assert names(queries.organisations_to_invite(hosting.cohosting, "100%")) == []


def test_who_has_agreed_beforehand_is_taken_in_without_a_mail_and_only_once(app):
    hosting = make_cohosting("The Long Table")
    organisation, organiser = make_organisation("Wayfarers")
    house, owner = hosting.first

    def take_in(guest):
        with transaction():
            return services.take_in(
                hosting.cohosting, guest, agreed_by=organiser, by=owner, on_behalf_of=house
            )

    assert take_in(organisation).status is HostStatus.ACCEPTED
    hosts = names([host.organisation for host in queries.accepted_hosts(hosting.cohosting)])
    assert sorted(hosts) == ["The Long Table", "Wayfarers"]
    with pytest.raises(Conflict):
        take_in(organisation)
    gone, _owner = make_organisation("Gone", status=OrganisationStatus.ARCHIVED)
    with pytest.raises(Conflict):
        take_in(gone)
