"""Hosts and staff: begin, write together, sign off, be read, open, close, take back, delete."""

import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from app.accounts.facts import PersonalData
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations.models import MemberRole, OrganisationStatus
from app.outbox.models import Message
from app.petitions import services
from app.petitions.jobs.petitions import open_and_close
from app.petitions.models import (
    AreaQuestion,
    DisplayName,
    ModerationVerdict,
    Petition,
    PetitionStatus,
    ReasonStatus,
    SignatureStatus,
)
from app.petitions.queries import answers
from app.petitions.queries import petitions as queries
from app.petitions.rules.content import details_from
from app.petitions.rules.moderation import Ageing, Refusal, ageing
from app.petitions.rules.signing import hash_of_words
from app.petitions.services.running import begin, take_back
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition, make_signature
from tests.rereading import fresh
from tests.signing_in import sign_in

WORDS = {"demand": "Pay for counsellors.", "background": "They wait *months*."}


def ready(*hosts, status=PetitionStatus.DRAFT, **values):
    whole = clock.now().replace(second=0, microsecond=0)  # as the form keeps it
    values.setdefault("closes_at", whole + timedelta(days=60))
    return make_petition(status, hosts=hosts, targets=[make_target(entered_by=hosts[0])], **values)


def other_organiser(petition, first):
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER)
    with transaction():
        offer = cohosting.offer(
            petition.cohosting, organisation=organisation, by=UserFactory(), on_behalf_of=first
        )
    return member.user, organisation, offer


def test_whoever_misses_a_target_loses_nothing_on_the_way_to_enter_it(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    page = f"/desk/petitions/{petition.slug}/edit"
    words = form_of(petition, background="What we saw.", on_behalf_of=organisation.id)
    answer = client.post(page, data={**words, "then": "target"})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.location == f"/desk/targets/new?petition={petition.slug}"
    assert fresh(petition).background == "What we saw."
    entering = client.get(answer.location).text
    assert f'href="{page}#targets"' in entering
    sent = {"name": "Mersey Mills", "organisation": organisation.id}
    assert client.post(answer.location, data={**sent, "name": ""}).status_code == 422
    back = client.post(answer.location, data=sent).location
    assert back == f"{page}?entered=mersey-mills#targets"
    assert re.search(r'checked[^>]*value="mersey-mills"', client.get(back).text), "to miss it is to mean it"


@pytest.mark.parametrize("slug", ["", "../funds/x", "//elsewhere.example", "a/b"])
def test_no_address_leads_elsewhere_from_a_new_target(client, organiser, slug):
    way = client.post(
        "/desk/targets/new",
        query_string={"petition": slug},
        data={"name": "Mersey Mills", "organisation": organiser[1].id},
    )
    assert way.location == "/desk/targets"


def form_of(petition, **changes):
    content = queries.settled_content(petition)
    closes = petition.closes_at or clock.now() + timedelta(days=60)
    return {
        "version": str(petition.version),
        "title": petition.title,
        "demand": petition.demand,
        "background": petition.background,
        "language": "en",
        "area_question": petition.area_question.value,
        "first_goal": "100",
        "closes_date": closes.strftime("%Y-%m-%d"),
        "closes_time": closes.strftime("%H:%M"),
        "zone": "UTC",
        "asks": content["asks"],
        "targets": content["targets"],
        "on_behalf_of": "",
        **changes,
    }


def test_a_draft_begins_with_a_title_is_written_and_opened(client, organiser):
    _user, organisation = organiser
    assert client.get("/desk/petitions").status_code == HTTPStatus.OK
    assert client.get("/desk/petitions/new").status_code == HTTPStatus.OK
    assert client.post("/desk/petitions/new", data={}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post("/desk/petitions/new", data={"title": "More time", "organisation": organisation.id})
    petition = session.scalars(select(Petition)).one()
    ask, target = make_ask(hosts=[organisation]), make_target(entered_by=organisation)
    page = f"/desk/petitions/{petition.slug}"
    assert client.get(page).status_code == HTTPStatus.OK
    assert client.get(page + "/edit").status_code == HTTPStatus.OK
    assert "needs" in client.get(page + "/open").text
    assert client.post(page + "/open", data={"on_behalf_of": organisation.id}).status_code == 422
    data = form_of(petition, **WORDS, asks=[ask.slug], targets=[target.slug], on_behalf_of=organisation.id)
    assert client.post(page + "/edit", data=data).status_code == HTTPStatus.SEE_OTHER
    assert client.get(page + "/open").status_code == HTTPStatus.OK
    client.post(page + "/open", data={"on_behalf_of": organisation.id})
    opened = fresh(petition)
    assert opened.status is PetitionStatus.OPEN
    assert [each.id for each in queries.asks_of(opened)] == [ask.id]
    assert client.get(page).status_code == HTTPStatus.OK
    assert client.get("/desk/petitions").status_code == HTTPStatus.OK
    assert client.get("/desk").status_code == HTTPStatus.OK


def test_similar_petitions_are_shown_before_another_begins(client, organiser):
    _user, organisation = organiser
    make_petition(title="A counsellor in every school", search_words="a counsellor in every school")
    data = {"title": "Counsellor for each school", "organisation": organisation.id}
    shown = client.post("/desk/petitions/new", data=data)
    assert "A counsellor in every school" in shown.text
    answer = client.post("/desk/petitions/new", data={**data, "seen": "yes"})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    other = client.post("/desk/petitions/new", data={**data, "title": "A bench at every bus stop"})
    assert other.status_code == HTTPStatus.SEE_OTHER, "“every” alone makes nothing alike"


def test_whoever_opens_before_an_invited_host_has_answered_is_told(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    page = f"/desk/petitions/{petition.slug}/open"
    assert "Not everyone has answered" not in client.get(page).text
    other, second, offer = other_organiser(petition, organisation)
    assert f"{second.name} was asked and has not answered yet." in client.get(page).text
    with transaction():
        cohosting.accept(offer, by=other, organisation=second)
    assert "Not everyone has answered" not in client.get(page).text


def test_a_draft_says_before_all_else_what_it_still_needs(client, organiser):
    petition = ready(organiser[1], demand="")
    page = client.get(f"/desk/petitions/{petition.slug}").text
    assert page.index("Write what is demanded") < page.index('id="hosts"')


def test_both_hosts_sign_off_exactly_what_opens(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    other, second, offer = other_organiser(petition, organisation)
    with transaction():
        cohosting.accept(offer, by=other, organisation=second)
    page = f"/desk/petitions/{petition.slug}"
    client.post(page + "/open", data={"on_behalf_of": organisation.id})
    assert fresh(petition).status is PetitionStatus.PROPOSED
    proposal = open_proposal(petition.cohosting)
    assert client.get(f"/desk/proposals/{proposal.id}").status_code == HTTPStatus.OK
    data = form_of(petition, demand="Pay for two counsellors.", on_behalf_of=organisation.id)
    client.post(page + "/edit", data=data)
    proposal = open_proposal(petition.cohosting)
    assert proposal.number == 2
    with transaction():
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=other, on_behalf_of=second)
    opened = fresh(petition)
    assert (opened.status, opened.demand) == (PetitionStatus.OPEN, "Pay for two counsellors.")


def test_what_people_signed_stays_and_key_facts_wait_for_all(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation, OrganisationFactory(), status=PetitionStatus.OPEN)
    page = f"/desk/petitions/{petition.slug}"
    changed = client.post(
        page + "/edit", data=form_of(petition, demand="Something else.", on_behalf_of=organisation.id)
    )
    assert changed.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(page + "/edit", data=form_of(petition, first_goal="500", on_behalf_of=organisation.id))
    assert fresh(petition).first_goal == 500
    data = form_of(fresh(petition), background="New words.", on_behalf_of=organisation.id)
    client.post(page + "/edit", data=data)
    assert fresh(petition).background != "New words."
    assert open_proposal(petition.cohosting).content == {"background": "New words."}
    client.post(page + "/edit", data=form_of(fresh(petition), on_behalf_of=organisation.id))
    assert open_proposal(petition.cohosting) is None


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ({"background": ""}, "why it matters"),
        ({"targets": ()}, "who can grant it|body that can grant it"),
        ({"closes_at": None}, "until when"),
        ({"closes_at": clock.now() - timedelta(days=1)}, "still to come"),
        ({"closes_at": clock.now() + timedelta(days=800)}, "at most a year"),
    ],
)
def test_nothing_that_signers_need_can_be_taken_from_an_open_petition(organiser, lost, sentence):
    user, organisation = organiser
    petition = ready(organisation, status=PetitionStatus.OPEN)
    details = replace(details_from(queries.settled_content(petition)), first_goal=700, **lost)
    with pytest.raises(Refused, match=sentence), transaction():
        services.save_petition(petition, Edit(details, petition.version, user, organisation))
    assert fresh(petition).first_goal != 700


def test_a_petition_whose_days_pass_while_hosts_sign_does_not_open(organiser):
    user, organisation = organiser
    other = MembershipFactory(organisation=OrganisationFactory(), role=MemberRole.ORGANISER)
    petition = ready(organisation, other.organisation, closes_at=clock.now() + timedelta(days=2))
    with transaction():
        proposal = services.propose_opening(petition, by=user, on_behalf_of=organisation)
    with clock.moved(timedelta(days=3)), pytest.raises(Refused, match="still to come"), transaction():
        cohosting.sign_off(
            proposal, content_hash=proposal.content_hash, by=other.user, on_behalf_of=other.organisation
        )
    assert fresh(petition).status is PetitionStatus.PROPOSED


def test_a_petition_whose_days_pass_while_staff_read_goes_back_to_its_hosts_as_read(app):
    organisation = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    author = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER).user
    petition = ready(organisation, closes_at=clock.now() + timedelta(days=2))
    with transaction():
        services.propose_opening(petition, by=author, on_behalf_of=organisation)
    staff = UserFactory(is_staff=True)
    with clock.moved(timedelta(days=3)):
        with transaction():
            services.review(petition, ModerationVerdict.PASSED, by=staff)
        assert fresh(petition).status is PetitionStatus.DRAFT
        assert "choose other days" in session.scalars(select(Message.text)).one()
        details = details_from(queries.settled_content(petition))
        later = replace(details, closes_at=details.closes_at + timedelta(days=60))
        with transaction():
            services.save_petition(petition, Edit(later, petition.version, author, organisation))
            services.propose_opening(petition, by=author, on_behalf_of=organisation)
    assert fresh(petition).status is PetitionStatus.OPEN


def test_what_staff_let_pass_is_a_draft_again_when_its_opening_is_taken_back(app):
    organisation = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    author = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER).user
    petition = ready(organisation, opens_at=clock.now() + timedelta(days=9))
    with transaction():
        services.propose_opening(petition, by=author, on_behalf_of=organisation)
        services.review(petition, ModerationVerdict.PASSED, by=UserFactory(is_staff=True))
        services.propose_withdrawal(petition, by=author, on_behalf_of=organisation)
    other, second, offer = other_organiser(petition, organisation)
    with transaction():
        cohosting.accept(offer, by=other, organisation=second)
        proposal = services.propose_opening(petition, by=author, on_behalf_of=organisation)
        cohosting.withdraw(proposal, by=author, on_behalf_of=organisation)
    assert fresh(petition).status is PetitionStatus.DRAFT


def test_saving_the_same_words_while_a_closing_waits_says_that_nothing_was_different(client, organiser):
    user, organisation = organiser
    petition = ready(organisation, OrganisationFactory(), status=PetitionStatus.OPEN)
    with transaction():
        services.propose_closing(petition, by=user, on_behalf_of=organisation)
    page, same = f"/desk/petitions/{petition.slug}", form_of(fresh(petition), on_behalf_of=organisation.id)
    client.post(page + "/edit", data=same)
    assert "Nothing was different" in client.get(page).text
    assert open_proposal(petition.cohosting).content == {"status": "closed"}
    refused = client.post(page + "/edit", data={**same, "background": "New words."})
    assert "deciding about the whole petition" in refused.text


def test_nobody_writes_over_a_co_host_unseen(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    stale = form_of(petition, title="Mine", on_behalf_of=organisation.id)
    client.post(
        f"/desk/petitions/{petition.slug}/edit",
        data=form_of(petition, title="Theirs", on_behalf_of=organisation.id),
    )
    answer = client.post(f"/desk/petitions/{petition.slug}/edit", data=stale)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert fresh(petition).title == "Theirs"


def test_staff_read_petitions_of_hosts_that_are_not_verified(client, app):
    organisation = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    author = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER).user
    petition = ready(organisation)
    with transaction():
        services.propose_opening(petition, by=author, on_behalf_of=organisation)
    assert fresh(petition).status is PetitionStatus.IN_MODERATION
    staff = UserFactory(is_staff=True)
    sign_in(client, staff)
    assert petition.title in client.get("/staff/petitions").text
    page = f"/staff/petitions/{petition.slug}"
    assert client.get(page).status_code == HTTPStatus.OK
    assert client.post(page, data={"verdict": "refused"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(page, data={"verdict": "second_look", "note": "Unsure."})
    again = client.post(page, data={"verdict": "passed"})
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        services.review(
            petition,
            ModerationVerdict.REFUSED,
            by=UserFactory(is_staff=True),
            reason=Refusal.UNCLEAR_DEMAND.value,
            note="Say who.",
        )
    assert fresh(petition).status is PetitionStatus.REJECTED
    sign_in(client, author)
    shown = client.get(f"/desk/petitions/{petition.slug}").text
    assert "Say who." in shown
    with transaction():
        services.propose_opening(petition, by=author, on_behalf_of=organisation)
        services.review(petition, ModerationVerdict.PASSED, by=staff)
    assert fresh(petition).status is PetitionStatus.OPEN
    with pytest.raises(Refused), transaction():
        services.review(petition, ModerationVerdict.PASSED, by=staff)


def test_waiting_for_staff_grows_late():
    now = clock.now()
    ages = [ageing(now - timedelta(days=days), now) for days in (1, 5, 7)]
    assert ages == [Ageing.IN_TIME, Ageing.SOON_LATE, Ageing.LATE]


def test_petitions_open_and_close_by_themselves(app):
    soon = make_petition(PetitionStatus.SCHEDULED, opens_at=clock.now() + timedelta(hours=1))
    ending = make_petition(closes_at=clock.now() + timedelta(hours=2))
    open_and_close()
    assert (fresh(soon).status, fresh(ending).status) == (PetitionStatus.SCHEDULED, PetitionStatus.OPEN)
    with clock.moved(timedelta(hours=3)):
        open_and_close()
        open_and_close()
    assert (fresh(soon).status, fresh(ending).status) == (PetitionStatus.OPEN, PetitionStatus.CLOSED)
    assert fresh(ending).closed_at == fresh(ending).closes_at


def test_closing_early_and_taking_back_need_every_host(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation, status=PetitionStatus.OPEN)
    page = f"/desk/petitions/{petition.slug}"
    for step in ("close", "withdraw", "news"):
        assert client.get(f"{page}/{step}").status_code == HTTPStatus.OK
    wrong = client.post(page + "/news", data={"on_behalf_of": organisation.id})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(
        page + "/news", data={"title": "Heard", "body": "They met us.", "on_behalf_of": organisation.id}
    )
    assert [each.title for each in queries.updates_of(petition)] == ["Heard"]
    client.post(page + "/close", data={"on_behalf_of": organisation.id})
    assert fresh(petition).status is PetitionStatus.CLOSED
    assert client.get(page + "/close").status_code == HTTPStatus.SEE_OTHER
    client.post(page + "/withdraw", data={"on_behalf_of": organisation.id})
    assert fresh(petition).status is PetitionStatus.WITHDRAWN
    assert client.get(page).status_code == HTTPStatus.OK
    assert client.get(page + "/delete").status_code == HTTPStatus.SEE_OTHER


def test_why_a_petition_closed_early_stands_on_its_page_once_all_have_signed_it(client, organiser):
    _user, organisation = organiser
    other = OrganisationFactory()
    petition = ready(organisation, other, status=PetitionStatus.OPEN)
    why = {"reason": "The council has said yes.", "on_behalf_of": organisation.id}
    client.post(f"/desk/petitions/{petition.slug}/close", data=why)
    proposal = open_proposal(petition.cohosting)
    assert proposal.content == {"status": "closed", "reason": "The council has said yes."}
    assert "The council has said yes." in client.get(f"/desk/proposals/{proposal.id}").text
    assert "The council has said yes." not in client.get(f"/petitions/{petition.slug}").text
    with transaction():
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=UserFactory(), on_behalf_of=other)
    assert fresh(petition).status is PetitionStatus.CLOSED
    assert "The council has said yes." in client.get(f"/petitions/{petition.slug}").text
    with transaction():
        take_back(petition, by=None)
        petition.status = PetitionStatus.PROPOSED
        begin(petition, by=None)
    assert (fresh(petition).status, petition.close_reason) == (PetitionStatus.OPEN, "")


def test_a_petition_that_closes_on_its_day_leaves_nothing_to_sign_off(client, organiser):
    _user, organisation = organiser
    other = OrganisationFactory()
    petition = ready(organisation, other, status=PetitionStatus.OPEN)
    client.post(f"/desk/petitions/{petition.slug}/close", data={"on_behalf_of": organisation.id})
    proposal = open_proposal(petition.cohosting)
    with transaction():
        petition.closes_at = clock.now()
        services.close_on_time(petition.id)
    assert fresh(petition).status is PetitionStatus.CLOSED
    assert open_proposal(petition.cohosting) is None
    sign_in(client, MembershipFactory(organisation=other, role=MemberRole.ORGANISER).user)
    data = {"on_behalf_of": other.id, "content_hash": proposal.content_hash}
    assert client.post(f"/desk/proposals/{proposal.id}/sign-off", data=data).status_code < 500
    assert fresh(petition).status is PetitionStatus.CLOSED


def test_a_host_that_is_not_verified_closes_without_words_for_everyone(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation, status=PetitionStatus.OPEN)
    with transaction():
        organisation.status = OrganisationStatus.UNVERIFIED
    page, data = f"/desk/petitions/{petition.slug}/close", {"on_behalf_of": organisation.id}
    refused = client.post(page, data={**data, "reason": "Buy this."})
    assert "is not verified now" in refused.text
    client.post(page, data=data)
    assert fresh(petition).status is PetitionStatus.CLOSED


def test_a_draft_can_be_deleted_and_its_words_are_gone(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    page = f"/desk/petitions/{petition.slug}"
    assert client.get(page + "/delete").status_code == HTTPStatus.OK
    assert client.get(page + "/withdraw").status_code == HTTPStatus.SEE_OTHER
    client.post(page + "/delete", data={"on_behalf_of": organisation.id})
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND
    gone = fresh(petition)
    assert (gone.status, gone.title, gone.demand) == (PetitionStatus.DELETED, "", "")


def test_a_withdrawn_proposal_gives_the_draft_back(organiser):
    user, organisation = organiser
    petition = ready(organisation, OrganisationFactory())
    with transaction():
        services.propose_opening(petition, by=user, on_behalf_of=organisation)
    with transaction():
        cohosting.withdraw(open_proposal(petition.cohosting), by=user, on_behalf_of=organisation)
    assert fresh(petition).status is PetitionStatus.DRAFT


def test_when_the_last_host_leaves_the_petition_is_taken_back(organiser):
    user, organisation = organiser
    shown, draft = ready(organisation, status=PetitionStatus.OPEN), ready(organisation)
    with transaction():
        for petition in (shown, draft):
            cohosting.leave(petition.cohosting, organisation, by=user)
    assert fresh(shown).status is PetitionStatus.WITHDRAWN
    assert fresh(draft).status is PetitionStatus.DELETED


def test_strangers_find_nothing_on_the_desk(client):
    petition = ready(OrganisationFactory())
    sign_in(client, UserFactory())
    for step in ("", "/edit", "/open", "/close", "/withdraw", "/delete", "/news", "/reasons"):
        assert client.get(f"/desk/petitions/{petition.slug}{step}").status_code == HTTPStatus.NOT_FOUND
    for page in ("/staff/petitions", f"/staff/petitions/{petition.slug}/set-aside"):
        assert client.get(page).status_code == HTTPStatus.NOT_FOUND
    assert client.get("/desk/petitions").status_code == HTTPStatus.OK
    assert client.get("/desk/petitions/new").status_code == HTTPStatus.OK


def test_hosts_read_reasons_and_staff_what_was_set_aside(client, organiser):
    _user, organisation = organiser
    petition, elsewhere = ready(organisation, status=PetitionStatus.OPEN), make_petition()
    page = f"/desk/petitions/{petition.slug}/reasons"
    assert client.get(page).status_code == HTTPStatus.OK
    shown = {"name": "Ash Green", "display": DisplayName.FULL_NAME}
    waiting = make_signature(petition, reason="It helped.", reason_status=ReasonStatus.WAITING, **shown)
    read = hash_of_words("It helped.", "Ash Green")
    foreign = make_signature(elsewhere, reason="Not yours.", reason_status=ReasonStatus.WAITING)
    assert "It helped." in client.get(page).text
    assert "Ash Green" in client.get(page).text, "the name is shown beside it, so it is read as well"
    assert client.post(page, data={"signature": foreign.id, "act": "show"}).status_code == 404
    client.post(page, data={"signature": waiting.id, "act": "show", "version": read})
    session.refresh(waiting)
    assert waiting.reason_status is ReasonStatus.SHOWN
    held = make_signature(petition, SignatureStatus.QUARANTINED, ended_reason="throwaway_address")
    sign_in(client, UserFactory(is_staff=True))
    aside = f"/staff/petitions/{petition.slug}/set-aside"
    assert held.email in client.get(aside).text
    client.post(aside, data={"signature": held.id, "act": "release"})
    session.refresh(held)
    assert held.status is SignatureStatus.CONFIRMED
    client.post(aside, data={"signature": held.id, "act": "remove"})
    session.refresh(held)
    assert held.status is SignatureStatus.REMOVED
    assert client.get(aside).status_code == HTTPStatus.OK


def test_a_host_that_is_not_verified_shows_nobody_what_staff_have_not_read(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation, status=PetitionStatus.OPEN)
    said = make_signature(petition, reason="Buy from us.", reason_status=ReasonStatus.WAITING)
    with transaction():
        organisation.status = OrganisationStatus.UNVERIFIED
    page = f"/desk/petitions/{petition.slug}/reasons"
    sent = {"signature": said.id, "version": hash_of_words("Buy from us.")}
    answer = client.post(page, data={**sent, "act": "show"}, follow_redirects=True)
    assert "is not verified now, so it cannot change what is public" in answer.text
    session.refresh(said)
    assert said.reason_status is ReasonStatus.WAITING
    client.post(page, data={**sent, "act": "refuse"})
    session.refresh(said)
    assert said.reason_status is ReasonStatus.REFUSED


def test_people_get_their_signatures_with_their_data(app):
    user = UserFactory()
    make_signature(make_petition(title="More time"), email=user.email, reason="Mine.")
    make_signature(make_petition(), email="other@example.org")
    part = answers.personal_data(PersonalData(user))
    assert [each["reason"] for each in part.content["signatures"]] == ["Mine."]


def test_links_say_by_which_way_people_came_and_few_are_not_told(client, organiser):
    _user, organisation = organiser
    effort = make_initiative()
    petition = ready(organisation, status=PetitionStatus.OPEN, initiative=effort)
    event = EventFactory(initiative=effort, title="Sign with us")
    page = f"/desk/petitions/{petition.slug}"
    for number in range(6):
        make_signature(petition, via_id=organisation.id, email=f"via{number}@example.org")
    make_signature(petition, event_id=event.id)
    shown = client.get(page).text
    assert f"/petitions/{petition.slug}/signatures?via={organisation.slug}" in shown
    assert f"/petitions/{petition.slug}/signatures?event={event.slug}" in shown
    assert "6 signatures so far." in shown
    assert "Fewer than five so far." in shown


def test_what_people_signed_is_not_offered_for_change(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation, status=PetitionStatus.OPEN, area_question=AreaQuestion.POSTCODE)
    page = client.get(f"/desk/petitions/{petition.slug}/edit").text
    assert "readonly" in page
    assert 'type="radio" value="postcode"' not in page
    assert 'type="hidden" name="area_question" value="postcode"' in page
    hidden = {"area_question": "postcode"}
    data = form_of(petition, **hidden, first_goal="500", on_behalf_of=organisation.id)
    assert client.post(f"/desk/petitions/{petition.slug}/edit", data=data).status_code == 303
