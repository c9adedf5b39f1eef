"""What hosts can do together, on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.facts import PersonalData
from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.cohosting import jobs, queries, services
from app.cohosting.models import Cohosting, ProposalKind, ProposalStatus, SignOff
from app.cohosting.queries.answers import personal_data
from app.cohosting.rules import Standing
from app.core import clock
from app.core.database import session
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.transaction import transaction
from app.organisations.facts import OrganisationVerified
from app.organisations.models import MemberRole, OrganisationStatus
from tests.cohosting.factories import (
    change,
    invite,
    make_cohosting,
    make_organisation,
    object_to,
    propose,
    sign_off,
)
from tests.organisations.factories import MembershipFactory
from tests.queries import counting


def names(organisations):
    return [organisation.name for organisation in organisations]


def standings(proposal):
    return {each.organisation.name: each.standing for each in queries.standing(proposal)}


def test_a_sole_host_agrees_with_itself_at_once(app):
    hosting = make_cohosting("The Long Table")
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    assert proposal.status is ProposalStatus.ACCEPTED
    assert proposal.content == {"title": "A walk"}


def test_a_proposal_of_two_waits_for_the_other(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    assert proposal.status is ProposalStatus.OPEN
    assert standings(proposal) == {"The Long Table": Standing.SIGNED, "Steady Ground": Standing.AWAITED}
    assert sign_off(hosting, proposal, number=1)
    assert proposal.status is ProposalStatus.ACCEPTED


def test_signing_twice_is_harmless_before_and_after_it_is_agreed(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    assert not sign_off(hosting, proposal, number=1)
    assert not sign_off(hosting, proposal, number=1)
    assert sign_off(hosting, proposal, number=2)
    assert sign_off(hosting, proposal, number=2)
    assert len(session.scalars(select(SignOff)).all()) == 3


def test_proposing_the_same_again_is_harmless_and_by_another_host_is_a_sign_off(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    assert propose(hosting) is proposal
    assert proposal.number == 1
    propose(hosting, number=1)
    assert (proposal.number, proposal.proposed_for) == (1, hosting.organisations[0])
    assert standings(proposal)["Two"] is Standing.SIGNED


def test_a_change_of_what_is_proposed_asks_everyone_again(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting, change(starts="18:30"))
    sign_off(hosting, proposal, number=1)
    seen = proposal.content_hash
    propose(hosting, change(starts="19:00"), number=2)
    assert standings(proposal) == {"One": Standing.AWAITED, "Two": Standing.AWAITED, "Three": Standing.SIGNED}
    with pytest.raises(Conflict, match="changed while you were reading"):
        sign_off(hosting, proposal, number=1, content_hash=seen)
    assert [version.content for version in queries.versions_of(proposal)] == [
        {"starts": "18:30"},
        {"starts": "19:00"},
    ]


def test_going_back_to_earlier_words_asks_again_too(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting, change(starts="18:30"))
    sign_off(hosting, proposal, number=1)
    propose(hosting, change(starts="19:00"), number=2)
    propose(hosting, change(starts="18:30"), number=2)
    assert standings(proposal)["Two"] is Standing.AWAITED


def test_one_who_read_an_older_proposal_cannot_overwrite_a_newer_one(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting, change(starts="18:30"))
    seen = proposal.content_hash
    propose(hosting, change(starts="19:00"), number=1)
    with pytest.raises(Conflict):
        propose(hosting, change(starts="20:00", seen_hash=seen), number=2)
    with pytest.raises(Conflict):
        propose(hosting, change(starts="20:00", seen_hash=""), number=2)
    assert proposal.content == {"starts": "19:00"}


def test_an_objection_keeps_it_open_until_the_objector_signs(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    object_to(hosting, proposal, number=1, note="Too late in the evening.")
    assert proposal.status is ProposalStatus.OPEN
    assert standings(proposal)["Steady Ground"] is Standing.OBJECTED
    assert sign_off(hosting, proposal, number=1)


def test_a_host_may_take_its_yes_back_while_others_are_awaited(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    sign_off(hosting, proposal, number=1)
    object_to(hosting, proposal, number=1, note="We looked again.")
    assert not sign_off(hosting, proposal, number=2)
    assert sign_off(hosting, proposal, number=1)


def test_only_the_proposing_host_withdraws(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    with pytest.raises(Conflict, match="Only the host that proposed"), transaction():
        services.withdraw(proposal, by=hosting.organisers[1], on_behalf_of=hosting.organisations[1])
    for _again in range(2):
        with transaction():
            services.withdraw(proposal, by=hosting.organisers[0], on_behalf_of=hosting.organisations[0])
    assert proposal.status is ProposalStatus.WITHDRAWN
    with pytest.raises(Conflict, match="closed"):
        sign_off(hosting, proposal, number=1)
    assert propose(hosting, number=1) is not proposal


def test_what_one_host_decides_for_safety_takes_back_what_waits(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    with transaction():
        services.close_for(hosting.cohosting, by=hosting.organisers[1], on_behalf_of=hosting.organisations[1])
        services.close_for(hosting.cohosting, by=hosting.organisers[1])
    assert proposal.status is ProposalStatus.WITHDRAWN


def test_a_stranger_neither_proposes_nor_signs(app):
    hosting = make_cohosting()
    stranger, person = make_organisation("Elsewhere")
    proposal = propose(hosting)
    with pytest.raises(Forbidden), transaction():
        services.propose(hosting.cohosting, change(), by=person, on_behalf_of=stranger)
    with pytest.raises(Forbidden), transaction():
        services.sign_off(proposal, content_hash=proposal.content_hash, by=person, on_behalf_of=stranger)


def test_a_proposal_lapses_once_its_time_is_over_and_no_signature_helps(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    with clock.moved(timedelta(days=6, hours=23)):
        jobs.lapse_due()
        assert proposal.status is ProposalStatus.OPEN
    with clock.moved(timedelta(days=7, minutes=1)):
        with pytest.raises(Conflict, match="time for this proposal is over"):
            sign_off(hosting, proposal, number=1)
        jobs.lapse_due()
        jobs.lapse_due()
    session.rollback()
    assert proposal.status is ProposalStatus.LAPSED
    lapses = select(AuditEntry).where(AuditEntry.action == Action.PROPOSAL_LAPSED)
    assert len(session.scalars(lapses).all()) == 1


def test_a_proposal_after_the_time_of_another_opens_a_new_one(app):
    hosting = make_cohosting()
    first = propose(hosting)
    with clock.moved(timedelta(days=8)):
        second = propose(hosting, number=1)
    assert (first.status, second.status) == (ProposalStatus.LAPSED, ProposalStatus.OPEN)


def test_a_departure_after_the_time_makes_nothing_agreed(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    with clock.moved(timedelta(days=8)), transaction():
        services.leave(hosting.cohosting, hosting.organisations[1], by=hosting.organisers[1])
    assert proposal.status is ProposalStatus.OPEN


def test_hosts_may_have_longer_at_any_time_but_shorter_only_while_nothing_waits(app):
    hosting = make_cohosting()
    before = propose(hosting).lapses_at
    who = {"by": hosting.organisers[1], "on_behalf_of": hosting.organisations[1]}
    with transaction():
        services.set_proposal_days(hosting.cohosting, 10, **who)
    proposal = queries.open_proposal(hosting.cohosting)
    assert proposal.lapses_at == before + timedelta(days=3)
    with pytest.raises(Refused, match="only be made longer"), transaction():
        services.set_proposal_days(hosting.cohosting, 5, **who)
    with pytest.raises(Invalid), transaction():
        services.set_proposal_days(hosting.cohosting, 0, **who)
    sign_off(hosting, proposal, number=1)
    with transaction():
        services.set_proposal_days(hosting.cohosting, 5, **who)
        services.set_proposal_days(hosting.cohosting, 5, **who)
    assert hosting.cohosting.proposal_days == 5
    assert next(iter(queries.history(hosting.cohosting))).sentence.endswith("to 5 days.")


def test_a_host_that_is_not_verified_cannot_stand_behind_a_publication(app):
    hosting = make_cohosting()
    hosting.organisations[1].status = OrganisationStatus.WAITING
    session.commit()
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    with pytest.raises(Conflict, match="Steady Ground is not verified yet"):
        sign_off(hosting, proposal, number=1)
    with pytest.raises(Conflict, match="not verified"):
        propose(hosting, change(ProposalKind.PUBLISH, title="Another"), number=1)
    object_to(hosting, proposal, number=1, note="We may still object.")


def test_a_host_that_lost_its_verification_holds_a_publication_back_until_it_has_it_again(app):
    hosting = make_cohosting()
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    hosting.organisations[0].status = OrganisationStatus.REJECTED
    session.commit()
    assert not sign_off(hosting, proposal, number=1)
    hosting.organisations[0].status = OrganisationStatus.VERIFIED
    session.commit()
    with transaction():
        services.settle_for_verified(OrganisationVerified(hosting.organisations[0], hosting.organisers[0]))
    assert proposal.status is ProposalStatus.ACCEPTED


def test_no_publication_lapses_while_a_host_waits_to_be_verified(app):
    hosting = make_cohosting()
    late = hosting.organisations[1]
    late.status = OrganisationStatus.WAITING
    session.commit()
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    with clock.moved(timedelta(days=7, minutes=1)):
        jobs.lapse_due()
    with clock.moved(timedelta(days=13)), transaction():
        late.status = OrganisationStatus.VERIFIED
        services.settle_for_verified(OrganisationVerified(late, hosting.organisers[0]))
    with clock.moved(timedelta(days=19)):
        sign_off(hosting, proposal, number=1)
    assert proposal.status is ProposalStatus.ACCEPTED, "it has its whole time to sign from when it can"


def test_a_publication_that_nobody_holds_up_lapses(app):
    hosting = make_cohosting()
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    with clock.moved(timedelta(days=7, minutes=1)):
        jobs.lapse_due()
    assert proposal.status is ProposalStatus.LAPSED


def test_the_order_of_hosts_rotates_by_thing_and_is_the_same_every_time(app):
    held = [make_cohosting(f"A {number}", f"B {number}").cohosting.id for number in range(4)]
    first = [queries.host_organisations(each)[0].name[0] for each in held]
    assert sorted(first) == ["A", "A", "B", "B"]
    assert first == [queries.host_organisations(each)[0].name[0] for each in held]


def test_lists_get_the_hosts_of_many_things_in_one_query_with_colours_of_their_own(app):
    one, two = make_cohosting(), make_cohosting("A", "B", "C")
    cards = queries.host_organisations_of([one.cohosting.id, two.cohosting.id, 0])
    assert [card.name for card in cards[two.cohosting.id]] == names(
        queries.host_organisations(two.cohosting.id)
    )
    assert len({card.hue for card in cards[two.cohosting.id]}) == 3
    assert cards[0] == []
    assert cards[one.cohosting.id][0].url.startswith("/organisations/")


def test_what_waits_and_who_is_written_to_cost_two_queries_each_however_many_there_are(app):
    organisation, organiser = make_organisation("The Open Door")
    for name in ("Ann", "Ben", "Cem"):
        hosting = make_cohosting(name, f"House of {name}")
        MembershipFactory(organisation=hosting.organisations[0], role=MemberRole.ORGANISER)
        invite(hosting, organisation=organisation)
    person_id, cohosting_id = organiser.id, hosting.cohosting.id
    session.expunge_all()
    person, cohosting = session.get_one(User, person_id), session.get_one(Cohosting, cohosting_id)
    with counting() as statements:
        offers = queries.offers_for(person)
        readers = [(each.user.name, each.organisations) for each in queries.host_readers(cohosting)]
    assert {frozenset(offer.asked_by.split(" and ")) for offer in offers} == {
        frozenset({name, f"House of {name}"}) for name in ("Ann", "Ben", "Cem")
    }
    assert (len(offers), len(readers)) == (3, 3)
    assert len(statements) == 4, statements


def test_the_history_tells_who_did_what_for_whom(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    object_to(hosting, proposal, number=1, note="Too late.")
    sign_off(hosting, proposal, number=1)
    lines = [line.sentence for line in queries.history(hosting.cohosting)]
    assert lines == [
        "Every host had signed off version 1, so it takes effect.",
        "Owner of Steady Ground signed off version 1 for Steady Ground.",
        "Owner of Steady Ground objected to version 1 for Steady Ground.",
        "Owner of The Long Table signed off version 1 for The Long Table.",
        "Owner of The Long Table (The Long Table) made a proposal.",
        "Owner of Steady Ground (Steady Ground) accepted: Steady Ground is a host now.",
        "Owner of The Long Table (The Long Table) invited Steady Ground to host.",
        "Owner of The Long Table (The Long Table) began this.",
    ]


def test_a_person_gets_what_they_proposed_and_said_and_no_address_of_others(app):
    hosting = make_cohosting()
    proposal = propose(hosting, change(note="Later is better.", starts="18:30"))
    object_to(hosting, proposal, number=1, note="Too late.")
    invite(hosting, email="hello@example.org")
    mine = personal_data(PersonalData(hosting.organisers[0])).content
    assert [part["note"] for part in mine["proposals"]] == ["Later is better."]
    assert [part["verdict"] for part in mine["answers"]] == ["signed"]
    assert [part["direction"] for part in mine["invitations_to_host"]] == ["sent", "sent"]
    assert "hello@example.org" not in str(mine)
    theirs = personal_data(PersonalData(hosting.organisers[1])).content
    assert [part["note"] for part in theirs["answers"]] == ["Too late."]
