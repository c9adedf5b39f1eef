"""The screens of hosts, as people use them."""

import re

import pytest

from app.cohosting import queries, services
from app.cohosting.models import HeldKind, HostStatus, ProposalKind, ProposalStatus
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import MemberRole, OrganisationStatus
from app.outbox.models import Message
from tests.accounts.factories import UserFactory
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
from tests.signing_in import sign_in


def csrf(client, address):
    page = client.get(address).get_data(as_text=True)
    return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)


def send(client, page, address, **fields):
    return client.post(address, data={**fields, "csrf_token": csrf(client, page)})


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def test_hosts_see_how_things_stand(client):
    hosting = make_cohosting()
    propose(hosting)
    sign_in(client, hosting.organisers[1])
    page = client.get(f"/desk/cohostings/{hosting.cohosting.id}")
    assert page.status_code == 200
    assert "Waiting for Steady Ground to sign off the change." in text_of(page)
    assert "Owner of The Long Table signed off version 1 for The Long Table." in text_of(page)
    assert "(London)" in text_of(page), "times are those of the reader, with their zone"


@pytest.mark.parametrize(
    ("kind", "part"),
    [(kind, "events" if kind is HeldKind.SERIES else f"{kind}s") for kind in HeldKind],
)
def test_the_menu_marks_where_the_thing_is_at_home(client, kind, part):
    hosting = make_cohosting()
    proposal = propose(hosting)
    hosting.cohosting.kind = kind
    session.commit()
    sign_in(client, hosting.organisers[1])
    here = f"/desk/cohostings/{hosting.cohosting.id}"
    other = make_organisation("Third")[0].slug
    pages = (here, f"{here}/hosts", f"{here}/hosts/invite/{other}", f"{here}/leave")
    for page in (*pages, f"/desk/proposals/{proposal.id}"):
        menu = client.get(page).text.partition('class="sub-nav"')[2].partition("</div>")[0]
        assert re.findall(r'href="([^"]+)" aria-current', menu) == [f"/desk/{part}"]


def test_a_helper_of_a_host_reads_along_but_does_not_act(client):
    hosting = make_cohosting()
    proposal = propose(hosting)
    helper = UserFactory()
    MembershipFactory(organisation=hosting.organisations[1], user=helper, role=MemberRole.HELPER)
    sign_in(client, helper)
    page = client.get(f"/desk/proposals/{proposal.id}")
    assert page.status_code == 200
    assert "Sign off for" not in text_of(page)
    token = csrf(client, f"/desk/proposals/{proposal.id}")
    fields = {"content_hash": proposal.content_hash, "csrf_token": token}
    assert client.post(f"/desk/proposals/{proposal.id}/sign-off", data=fields).status_code == 403
    assert client.get(f"/desk/cohostings/{hosting.cohosting.id}/hosts").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/desk/cohostings/{c}",
        "/desk/cohostings/{c}/hosts",
        "/desk/cohostings/{c}/hosts/invite/the-long-table",
        "/desk/cohostings/{c}/leave",
        "/desk/proposals/{p}",
        "/desk/host-offers/{h}",
        "/host-invitations/not-a-token",
        "/desk/cohostings/99999999",
        "/desk/proposals/99999999",
        "/desk/host-offers/99999999",
    ],
)
def test_to_strangers_it_does_not_exist(client, address):
    hosting = make_cohosting("The Long Table", "Steady Ground")
    proposal = propose(hosting)
    offer = invite(hosting, email="hello@example.org")
    stranger = make_organisation("Elsewhere")[1]
    sign_in(client, stranger)
    found = address.format(c=hosting.cohosting.id, p=proposal.id, h=offer.id)
    assert client.get(found).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/desk/cohostings/{c}/hosts",
        "/desk/cohostings/{c}/days",
        "/desk/cohostings/{c}/leave",
        "/desk/proposals/{p}/sign-off",
        "/desk/proposals/{p}/object",
        "/desk/proposals/{p}/withdraw",
        "/desk/host-offers/{h}",
        "/desk/host-offers/{h}/withdraw",
    ],
)
def test_strangers_change_nothing(client, address):
    hosting = make_cohosting("The Long Table", "Steady Ground")
    proposal = propose(hosting)
    offer = invite(hosting, email="hello@example.org")
    elsewhere = make_cohosting("Elsewhere")
    sign_in(client, elsewhere.organisers[0])
    found = address.format(c=hosting.cohosting.id, p=proposal.id, h=offer.id)
    own_page = f"/desk/cohostings/{elsewhere.cohosting.id}"
    fields = {"content_hash": proposal.content_hash, "note": "x", "days": "9"}
    assert send(client, own_page, found, **fields).status_code == 404
    session.expire_all()
    assert proposal.status is ProposalStatus.OPEN
    assert offer.status is HostStatus.OFFERED


def test_a_host_reads_the_difference_and_signs(client):
    hosting = make_cohosting()
    proposal = propose(hosting, change(note="The room is free later.", starts="18:30"))
    sign_in(client, hosting.organisers[1])
    address = f"/desk/proposals/{proposal.id}"
    page = text_of(client.get(address))
    assert "The room is free later." in page
    assert "18:30" in page
    answer = send(client, address, f"{address}/sign-off", content_hash=proposal.content_hash)
    assert (answer.status_code, answer.location) == (303, address)
    assert "Every host signed off this version. It holds." in text_of(client.get(address))


def test_one_who_signs_what_has_changed_meanwhile_sees_what_changed_and_keeps_the_note(client):
    hosting = make_cohosting()
    proposal = propose(hosting, change(starts="18:30"))
    sign_in(client, hosting.organisers[1])
    address = f"/desk/proposals/{proposal.id}"
    token, read = csrf(client, address), proposal.content_hash
    propose(hosting, change(starts="19:45"))
    fields = {"content_hash": read, "note": "Good for us.", "csrf_token": token}
    answer = client.post(f"{address}/sign-off", data=fields)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "The proposal was changed while you were reading it." in page
    assert "What changed since you read it" in page
    assert "18:30" in page
    assert "Good for us." in page
    session.expire_all()
    assert proposal.status is ProposalStatus.OPEN


def test_an_objection_needs_words(client):
    hosting = make_cohosting()
    proposal = propose(hosting)
    sign_in(client, hosting.organisers[1])
    address = f"/desk/proposals/{proposal.id}"
    fields = {"content_hash": proposal.content_hash}
    empty = send(client, address, f"{address}/object", **fields)
    assert empty.status_code == 422
    assert "Say what should be different" in text_of(empty)
    assert send(client, address, f"{address}/object", note="Too late.", **fields).status_code == 303
    page = text_of(client.get(address))
    assert "Objects" in page
    assert "Too late." in page


def test_an_objection_to_what_is_closed_is_refused_on_the_same_page(client):
    hosting = make_cohosting()
    proposal = propose(hosting)
    sign_in(client, hosting.organisers[1])
    address = f"/desk/proposals/{proposal.id}"
    token = csrf(client, address)
    with transaction():
        services.withdraw(proposal, by=hosting.organisers[0], on_behalf_of=hosting.organisations[0])
    fields = {"content_hash": proposal.content_hash, "note": "Too late.", "csrf_token": token}
    answer = client.post(f"{address}/object", data=fields)
    assert answer.status_code == 409
    assert "This proposal is closed" in text_of(answer)


def test_the_proposing_host_takes_it_back(client):
    hosting = make_cohosting()
    proposal = propose(hosting)
    sign_in(client, hosting.organisers[0])
    address = f"/desk/proposals/{proposal.id}"
    assert send(client, address, f"{address}/withdraw").status_code == 303
    assert "This proposal was taken back." in text_of(client.get(address))


def test_earlier_versions_stay_readable_with_who_signed_them(client):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting, change(starts="18:30"))
    sign_off(hosting, proposal, number=1)
    propose(hosting, change(starts="19:45"))
    sign_in(client, hosting.organisers[2])
    page = text_of(client.get(f"/desk/proposals/{proposal.id}"))
    assert "What is different from version 1" in page
    assert "Earlier versions" in page
    assert "Owner of Two signed off for Two." in page


def test_a_publication_shows_what_the_public_would_see_and_who_cannot_sign_yet(client):
    hosting = make_cohosting()
    hosting.organisations[1].status = OrganisationStatus.WAITING
    session.commit()
    proposal = propose(hosting, change(ProposalKind.PUBLISH, title="A walk"))
    sign_in(client, hosting.organisers[1])
    address = f"/desk/proposals/{proposal.id}"
    page = text_of(client.get(address))
    assert "What the public would see" in page
    assert "Steady Ground is not verified yet" in page
    answer = send(client, address, f"{address}/sign-off", content_hash=proposal.content_hash)
    assert answer.status_code == 409


def test_one_who_organises_for_two_hosts_answers_for_the_one_on_the_button(client):
    hosting = make_cohosting("One", "Two", "Three")
    person = hosting.organisers[1]
    MembershipFactory(organisation=hosting.organisations[2], user=person)
    proposal = propose(hosting)
    sign_in(client, person)
    address = f"/desk/proposals/{proposal.id}"
    third = hosting.organisations[2].id
    send(client, address, f"{address}/sign-off", content_hash=proposal.content_hash, organisation=third)
    standing = {each.organisation.id: each.standing for each in queries.standing(proposal)}
    assert standing[third] == "signed"
    assert standing[hosting.organisations[1].id] == "awaited"


def test_nobody_answers_for_a_host_that_is_not_theirs(client):
    hosting = make_cohosting()
    proposal = propose(hosting, number=1)
    sign_in(client, hosting.organisers[1])
    address = f"/desk/proposals/{proposal.id}"
    fields = {"content_hash": proposal.content_hash, "organisation": hosting.organisations[0].id}
    assert send(client, address, f"{address}/sign-off", **fields).status_code == 403


def test_an_organisation_is_found_by_name_and_invited(client):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    sign_in(client, hosting.organisers[0])
    hosts = f"/desk/cohostings/{hosting.cohosting.id}/hosts"
    found = client.get(f"{hosts}?q=steady").get_data(as_text=True)
    assert f"{hosts}/invite/{other.slug}" in found
    assert "No organisation here has" in text_of(client.get(f"{hosts}?q=nowhere"))
    address = f"{hosts}/invite/{other.slug}"
    assert send(client, address, address, message="Join us.").status_code == 303
    assert "Steady Ground" in text_of(client.get(hosts))
    again = send(client, hosts, address, message="Do join us.")
    assert again.status_code == 409
    assert "Steady Ground has been asked already" in text_of(again)
    assert "Do join us." in text_of(again), "nothing typed is lost"
    sign_in(client, person)
    [offer] = queries.offers_for(person)
    assert (
        offer.sentence
        == "The Long Table would like to host “A walk by the river” together with Steady Ground."
    )
    assert "Join us." in text_of(client.get(offer.address))
    answer = send(client, offer.address, offer.address, answer="accept")
    assert answer.location == f"/desk/cohostings/{hosting.cohosting.id}"
    assert queries.offers_for(person) == []


def test_too_long_a_message_loses_nothing(client):
    hosting = make_cohosting("The Long Table")
    other, _person = make_organisation("Steady Ground")
    sign_in(client, hosting.organisers[0])
    address = f"/desk/cohostings/{hosting.cohosting.id}/hosts/invite/{other.slug}"
    answer = send(client, address, address, message="x" * 2001)
    assert answer.status_code == 422
    assert "x" * 2001 in text_of(answer)
    assert client.get(address.replace(other.slug, "nobody")).status_code == 404


def test_an_invitation_by_mail_is_read_by_anyone_with_the_link_and_accepted_with_an_organisation(client):
    hosting = make_cohosting("The Long Table")
    sign_in(client, hosting.organisers[0])
    hosts = f"/desk/cohostings/{hosting.cohosting.id}/hosts"
    wrong = send(client, hosts, hosts, email="not an address", message="Hello.")
    assert wrong.status_code == 422
    assert "Hello." in text_of(wrong)
    assert send(client, hosts, hosts, email="Hello@Example.org", message="Hello.").status_code == 303
    again = send(client, hosts, hosts, email="hello@example.org", message="Hello again.")
    assert again.status_code == 409
    assert "hello@example.org has been asked already" in text_of(again)
    assert "Hello again." in text_of(again), "nothing typed is lost"
    mail = session.query(Message).filter_by(template="cohosting/offered_by_link").one()
    address = re.search(r"/host-invitations/\S+", mail.text).group()

    stranger = client.application.test_client()
    page = stranger.get(address)
    assert "The Long Table would like to host this together with your organisation." in text_of(page)
    assert "Register" in text_of(page)
    assert "Set-Cookie" not in page.headers
    assert stranger.post(address, data={"answer": "accept"}).status_code == 403

    lonely = UserFactory()
    sign_in(client, lonely)
    assert "Add your organisation first" in text_of(client.get(address))

    other, person = make_organisation("Steady Ground")
    sign_in(client, person)
    nobody = send(client, address, address, answer="accept", organisation=hosting.organisations[0].id)
    assert nobody.status_code == 422
    answer = send(client, address, address, answer="accept", organisation=other.id)
    assert answer.status_code == 303
    page = text_of(client.get(address))
    assert "This invitation has been accepted." in page
    assert "would like to host this together" not in page, "it would now name the host that has accepted too"


def test_an_invitation_by_mail_is_declined_without_an_account(client):
    hosting = make_cohosting("The Long Table")
    host = invite(hosting, email="hello@example.org")
    mail = session.query(Message).one()
    address = re.search(r"/host-invitations/\S+", mail.text).group()
    assert client.post(address, data={"answer": "decline", "note": "x" * 2001}).status_code == 422
    answer = client.post(address, data={"answer": "decline", "note": "Not this year."})
    assert answer.status_code == 303
    assert "This invitation has been declined." in text_of(client.get(address))
    assert host.answer_note == "Not this year."


def test_the_confirmed_reader_of_an_invited_address_finds_it_on_the_desk(client):
    hosting = make_cohosting("The Long Table")
    invite(hosting, email="hello@example.org")
    person = UserFactory(email="hello@example.org")
    unconfirmed = UserFactory(email="other@example.org", confirmed_at=None)
    invite(hosting, email="other@example.org")
    [offer] = queries.offers_for(person)
    assert offer.sentence == "The Long Table would like to host “A walk by the river” together with you."
    sign_in(client, person)
    assert client.get(offer.address).status_code == 200
    assert queries.offers_for(unconfirmed) == []


def test_an_invitation_that_was_taken_back_says_so(client):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    host = invite(hosting, organisation=other)
    address = f"/desk/host-offers/{host.id}"
    late = client.application.test_client()
    sign_in(late, person)
    token = csrf(late, address)
    sign_in(client, hosting.organisers[0])
    hosts = f"/desk/cohostings/{hosting.cohosting.id}/hosts"
    assert send(client, hosts, f"{address}/withdraw").status_code == 303
    assert "This invitation is no longer open." in text_of(late.get(address))
    assert late.post(address, data={"answer": "accept", "csrf_token": token}).status_code == 409


def test_hosts_agree_how_long_a_proposal_waits(client):
    hosting = make_cohosting()
    sign_in(client, hosting.organisers[1])
    hosts = f"/desk/cohostings/{hosting.cohosting.id}/hosts"
    days = f"/desk/cohostings/{hosting.cohosting.id}/days"
    assert send(client, hosts, days, days="ninety").status_code == 422
    assert send(client, hosts, days, days="90").status_code == 422
    assert send(client, hosts, days, days="14").status_code == 303
    assert hosting.cohosting.proposal_days == 14
    propose(hosting)
    shorter = send(client, hosts, days, days="3")
    assert shorter.status_code == 409
    assert "the time can only be made longer" in text_of(shorter)
    assert 'value="3"' in shorter.get_data(as_text=True), "nothing typed is lost"


def test_a_host_is_told_what_leaving_means_and_leaves(client):
    hosting = make_cohosting()
    propose(hosting)
    sign_in(client, hosting.organisers[1])
    address = f"/desk/cohostings/{hosting.cohosting.id}/leave"
    assert "The other hosts carry on" in text_of(client.get(address))
    assert send(client, address, address).location == "/desk"
    assert client.get(f"/desk/cohostings/{hosting.cohosting.id}").status_code == 404
    sign_in(client, hosting.organisers[0])
    assert "You are its last host." in text_of(client.get(address))


def test_what_waits_for_someone_is_said_in_a_sentence(client):
    hosting = make_cohosting()
    proposal = propose(hosting)
    [item] = queries.awaiting(hosting.organisers[1])
    assert item.address == f"/desk/proposals/{proposal.id}"
    assert item.sentence == (
        "The Long Table would like to change “A walk by the river”. It waits for Steady Ground."
    )
    assert queries.awaiting(hosting.organisers[0]) == []
    propose(hosting, change(ProposalKind.PUBLISH))
    assert "would like to publish" in queries.awaiting(hosting.organisers[1])[0].sentence
    propose(hosting, change(ProposalKind.CANCEL))
    assert "would like to cancel" in queries.awaiting(hosting.organisers[1])[0].sentence
    assert queries.waits_for(proposal) == "Waiting for Steady Ground to sign off the cancellation."


def test_an_objection_is_said_where_the_proposal_waits_and_to_who_proposed(client):
    hosting = make_cohosting("The Long Table", "Steady Ground", "Third")
    proposal = propose(hosting)
    object_to(hosting, proposal, number=1, note="Six is too early.")
    assert queries.waits_for(proposal) == (
        "Steady Ground objected. The next step is to change the proposal, or to take it back. "
        "Waiting for Third to sign off the change."
    )
    [item] = queries.objections_to(hosting.organisers[0])
    assert item.address == f"/desk/proposals/{proposal.id}"
    assert item.sentence == (
        "Steady Ground objected to what you proposed for “A walk by the river”. "
        "Read why, then change it or take it back."
    )
    assert queries.objections_to(hosting.organisers[1]) == [], "who objected has said their word"
    sign_off(hosting, proposal, number=2)
    assert "Waiting for" not in queries.waits_for(proposal)
    sign_in(client, hosting.organisers[1])
    assert "Steady Ground objected." in text_of(client.get(f"/desk/cohostings/{hosting.cohosting.id}"))


@pytest.mark.usefixtures("app")
def test_an_objection_is_over_once_the_host_signs_or_the_proposal_is_another():
    hosting = make_cohosting("The Long Table", "Steady Ground", "Third")
    proposal = propose(hosting)
    object_to(hosting, proposal, number=1, note="Six is too early.")
    sign_off(hosting, proposal, number=1)
    assert queries.objections_to(hosting.organisers[0]) == []
    assert queries.waits_for(proposal) == "Waiting for Third to sign off the change."
    object_to(hosting, proposal, number=2, note="No.")
    propose(hosting, change(ProposalKind.CANCEL))
    assert queries.objections_to(hosting.organisers[0]) == []
    assert "objected" not in queries.waits_for(proposal)


def test_a_host_that_is_not_verified_is_led_to_where_it_asks_for_it(client):
    hosting = make_cohosting("The Long Table", "Steady Ground")
    proposal = propose(hosting, change(ProposalKind.PUBLISH))
    waiting = hosting.organisations[1]
    waiting.status = OrganisationStatus.UNVERIFIED
    session.commit()
    sign_in(client, hosting.organisers[1])
    page = client.get(f"/desk/proposals/{proposal.id}")
    assert "Steady Ground is not verified yet, so it cannot sign off a first publication." in text_of(page)
    assert "The time to sign begins anew when our staff know who it is." in text_of(page)
    assert f'href="/desk/organisations/{waiting.slug}">See how to have it verified' in page.text


def test_who_proposed_finds_the_way_to_where_it_is_edited(client):
    hosting = make_cohosting("The Long Table", "Steady Ground")
    hosting.cohosting.address = "/desk/events/a-walk"
    session.commit()
    proposal = propose(hosting)
    sign_in(client, hosting.organisers[0])
    page = client.get(f"/desk/proposals/{proposal.id}").text
    assert 'href="/desk/events/a-walk">Go to its page' in page.partition("You proposed this")[2]
