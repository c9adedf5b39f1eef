"""Staff stop a petition that is public, with a reason, and let it go on; hosts and the public hear why."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from app.audit.models import Action, AuditEntry
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations.models import MemberRole
from app.outbox.models import Message
from app.petitions import services
from app.petitions.jobs import news as news_jobs
from app.petitions.jobs.counting import count_signatures
from app.petitions.jobs.petitions import open_and_close
from app.petitions.jobs.signers import forget_signers, remind_signers
from app.petitions.models import (
    Consequence,
    ModerationVerdict,
    NewsKind,
    PetitionStatus,
    SignatureStatus,
    Threshold,
)
from app.petitions.queries import petitions as queries
from app.petitions.rules.content import details_from
from app.petitions.rules.moderation import STOPPING, Refusal
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_target
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition, make_signature
from tests.rereading import fresh
from tests.signing_in import sign_in

PUBLIC = [PetitionStatus.SCHEDULED, PetitionStatus.OPEN, PetitionStatus.CLOSED]


@pytest.fixture
def staff(app):
    return UserFactory(is_staff=True)


@pytest.fixture
def host(app):
    organisation = OrganisationFactory(name="Asha House")
    member = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER)
    return member.user, organisation


def whole(host, status=PetitionStatus.OPEN, **values):
    ends = clock.now().replace(second=0, microsecond=0) + timedelta(days=60)
    hosts = [host[1], *values.pop("hosts_too", ())]
    values = {"closes_at": ends, "targets": [make_target(entered_by=host[1])], **values}
    return make_petition(status, hosts=hosts, **values)


def stop(petition, staff, reason=Refusal.NAMES_PRIVATE_PERSON, note="Leave the name out."):
    with transaction():
        services.stop(petition, reason, by=staff, note=note)


def restore(petition, staff, note=""):
    with transaction():
        services.restore(petition, by=staff, note=note)


def mails(template) -> list[Message]:
    session.rollback()
    found = session.scalars(select(Message).order_by(Message.id)).all()
    return [each for each in found if each.template == f"petitions/{template}"]


def actions() -> list[Action]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_staff_stop_a_petition_and_everybody_hears_why(client, staff, host):
    petition = whole(host, title="Dismiss Joan Birch", search_words="dismiss joan birch")
    make_signature(petition)
    count_signatures()
    sign_in(client, staff)
    assert petition.title in client.get("/staff/petitions?q=dismiss").text
    assert f"/staff/petitions/{petition.slug}/stop" in client.get(f"/staff/petitions/{petition.slug}").text
    assert f"/staff/petitions/{petition.slug}" in client.get(f"/petitions/{petition.slug}").text
    page = f"/staff/petitions/{petition.slug}/stop"
    assert client.get(page).status_code == HTTPStatus.OK
    assert client.post(page, data={"note": "Why?"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    sent = client.post(page, data={"reason": "names_private_person", "note": "Leave the name out."})
    assert sent.status_code == HTTPStatus.SEE_OTHER
    assert fresh(petition).status is PetitionStatus.STOPPED
    (told,) = mails("stopped")
    assert (told.recipient, "Leave the name out." in told.text) == (host[0].email, True)
    assert Action.PETITION_STOPPED in actions()
    assert petition.title in client.get("/staff/petitions").text, "what is stopped is easy to find again"
    client.delete_cookie("session")
    public = client.get(f"/petitions/{petition.slug}")
    assert public.status_code == HTTPStatus.GONE
    for said in ("Our staff stopped this petition", "It named a private person.", "1 signature"):
        assert said in public.text
    for hidden in ("Joan", "Leave the name out."):
        assert hidden not in public.text
    assert "Joan" not in client.get("/petitions").text


@pytest.mark.parametrize("path", ["", "/number", "/verify", "/embed", ".json", ".atom", "/log.json"])
def test_nothing_of_what_is_stopped_is_told_elsewhere(client, staff, host, path):
    petition = whole(host, title="Dismiss Joan Birch")
    stop(petition, staff)
    answer = client.get(f"/petitions/{petition.slug}{path}")
    assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    assert "Joan" not in answer.text


@pytest.mark.parametrize("status", PUBLIC)
def test_what_was_stopped_goes_on_where_it_was(staff, host, status):
    petition = whole(host, status)
    closed_at = petition.closed_at
    with clock.moved(timedelta(hours=1)):
        stop(petition, staff)
    with clock.moved(timedelta(hours=2)):
        restore(petition, staff)
    assert (fresh(petition).status, fresh(petition).closed_at) == (status, closed_at)
    assert len(mails("restored")) == 1
    assert Action.PETITION_RESTORED in actions()
    verdicts = [each.verdict for each in queries.reviews_of(petition)]
    assert verdicts == [ModerationVerdict.STOPPED, ModerationVerdict.RESTORED]


def test_one_whose_time_ran_out_meanwhile_closes_as_it_would_have(staff, host):
    petition = whole(host)
    stop(petition, staff)
    with clock.moved(timedelta(days=61)):
        restore(petition, staff)
        open_and_close()
        assert fresh(petition).status is PetitionStatus.CLOSED
        assert fresh(petition).closed_at == petition.closes_at


@pytest.mark.parametrize(
    "status", sorted(set(PetitionStatus) - {*PUBLIC, PetitionStatus.DELETED}, key=lambda each: each.value)
)
def test_only_what_is_public_is_stopped_and_only_what_is_stopped_goes_on(staff, host, status):
    petition = whole(host, status)
    with pytest.raises(Refused):
        stop(petition, staff)
    with pytest.raises(Refused):
        restore(petition, staff)


def test_a_reason_that_is_no_ground_for_stopping_is_refused(client, staff, host):
    petition = whole(host)
    sign_in(client, staff)
    data = {"reason": Refusal.UNCLEAR_DEMAND.value}
    answer = client.post(f"/staff/petitions/{petition.slug}/stop", data=data)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert fresh(petition).status is PetitionStatus.OPEN
    assert Refusal.UNCLEAR_DEMAND not in STOPPING


def test_hosts_mend_it_and_staff_read_it_again_though_every_host_is_verified(client, staff, host):
    user, organisation = host
    petition = whole(host)
    stop(petition, staff)
    sign_in(client, user)
    desk = client.get(f"/desk/petitions/{petition.slug}").text
    assert "It names a private person." in desk
    assert "Leave the name out." in desk
    with pytest.raises(Refused), transaction():
        services.publish_update(petition, "We go on", "x", by=user, on_behalf_of=organisation)
    with transaction():
        services.propose_opening(petition, by=user, on_behalf_of=organisation)
    assert fresh(petition).status is PetitionStatus.IN_MODERATION
    sign_in(client, staff)
    assert client.get(f"/petitions/{petition.slug}").status_code == HTTPStatus.GONE
    with transaction():
        services.review(petition, ModerationVerdict.PASSED, by=staff)
    assert fresh(petition).status is PetitionStatus.OPEN
    assert queries.stop_of(petition) is None


def test_a_proposal_taken_back_leaves_it_stopped(staff, host):
    user, organisation = host
    petition = whole(host, hosts_too=[OrganisationFactory()])
    stop(petition, staff)
    with transaction():
        proposal = services.propose_opening(petition, by=user, on_behalf_of=organisation)
    with pytest.raises(Refused):
        restore(petition, staff)
    with transaction():
        cohosting.withdraw(proposal, by=user, on_behalf_of=organisation)
    assert fresh(petition).status is PetitionStatus.STOPPED
    assert queries.stop_of(petition) is not None


def test_what_hosts_changed_meanwhile_is_signed_off_before_it_goes_on(staff, host):
    user, organisation = host
    petition = whole(host)
    stop(petition, staff)
    details = details_from(queries.settled_content(petition) | {"title": "More counsellors"})
    with transaction():
        edit = Edit(details, petition.version, user, organisation)
        services.save_petition(petition, edit)
    with pytest.raises(Refused):
        restore(petition, staff)
    assert fresh(petition).status is PetitionStatus.STOPPED


def test_what_waits_for_sign_off_is_closed_and_cannot_bring_it_back(staff, host):
    user, organisation = host
    petition = whole(host, hosts_too=[OrganisationFactory()])
    with transaction():
        services.propose_closing(petition, by=user, on_behalf_of=organisation)
    stop(petition, staff)
    assert open_proposal(petition.cohosting) is None
    assert fresh(petition).status is PetitionStatus.STOPPED


def test_one_that_nobody_holds_any_more_stays_stopped(staff, host):
    user, organisation = host
    petition = whole(host)
    make_signature(petition)
    stop(petition, staff)
    with transaction():
        cohosting.leave(petition.cohosting, organisation, by=user)
    with pytest.raises(Refused):
        restore(petition, staff)
    assert fresh(petition).status is PetitionStatus.STOPPED


def test_signers_of_a_stopped_petition_keep_their_link_and_are_left_in_peace(client, staff, host):
    petition = whole(host)
    signed = make_signature(petition, is_following=True)
    waiting = make_signature(petition, SignatureStatus.PENDING)
    with transaction():
        services.add_news(petition, NewsKind.MILESTONE, "milestone:100", {"number": 100})
    stop(petition, staff)
    with clock.moved(timedelta(hours=30)):
        news_jobs.tell_signers()
        remind_signers()
    assert mails("news") == mails("remind") == []
    form = {"name": "Ash", "email": "late@example.org"}
    sent = client.post(f"/petitions/{petition.slug}/signatures", data=form)
    assert sent.status_code == HTTPStatus.NOT_FOUND
    link = f"/signatures/{waiting.token}"
    assert "Our staff have stopped this petition" in client.get(link).text
    assert client.post(f"{link}/confirm").status_code == HTTPStatus.CONFLICT
    own = f"/signatures/{signed.token}"
    assert client.post(f"{own}/withdraw").status_code == HTTPStatus.SEE_OTHER
    session.refresh(signed)
    assert signed.status is SignatureStatus.WITHDRAWN


def test_news_that_waited_leaves_when_it_goes_on(staff, host):
    petition = whole(host)
    make_signature(petition, is_following=True)
    with transaction():
        services.add_news(petition, NewsKind.MILESTONE, "milestone:100", {"number": 100})
    stop(petition, staff)
    with clock.moved(timedelta(days=1)):
        news_jobs.tell_signers()
    restore(petition, staff)
    with clock.moved(timedelta(days=3)):
        news_jobs.tell_signers()
    assert len(mails("news")) == 1


def test_a_number_reached_while_it_was_stopped_is_acted_on_afterwards(staff, host):
    target = make_target(entered_by=host[1], public_contact="office@council.example")
    petition = whole(host, targets=[target])
    session.add(Threshold(petition=petition, count=1, consequence=Consequence.NOTIFY_TARGET))
    make_signature(petition)
    stop(petition, staff)
    count_signatures()
    assert mails("to_target") == []
    restore(petition, staff)
    make_signature(petition)
    count_signatures()
    assert len(mails("to_target")) == 1


@pytest.mark.parametrize("page", ["signers.csv", "pack.csv", "pack.pdf"])
@pytest.mark.parametrize("status", [PetitionStatus.STOPPED, PetitionStatus.WITHDRAWN])
def test_nobody_takes_the_names_of_what_is_not_public(client, host, page, status):
    user, organisation = host
    petition = whole(host, status, opened_at=clock.now())
    make_signature(petition)
    sign_in(client, user)
    data = {"on_behalf_of": organisation.id}
    assert client.post(f"/desk/petitions/{petition.slug}/{page}", data=data).status_code == 404


@pytest.mark.parametrize("status", [PetitionStatus.STOPPED, PetitionStatus.REJECTED])
def test_signers_of_what_is_stopped_for_good_become_numbers(host, status):
    petition = whole(host, status, opened_at=clock.now(), closed_at=clock.now())
    make_signature(petition)
    with clock.moved(timedelta(days=184)):
        forget_signers()
    assert fresh(petition).anonymised_at is not None


@pytest.mark.parametrize("deed", ["stop", "restore"])
def test_only_staff_stop_petitions(client, host, deed):
    petition = whole(host, PetitionStatus.STOPPED if deed == "restore" else PetitionStatus.OPEN)
    before = petition.status
    sign_in(client, host[0])
    answer = client.post(f"/staff/petitions/{petition.slug}/{deed}", data={"reason": "hate"})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert fresh(petition).status is before


def test_staff_let_it_go_on_from_its_page(client, staff, host):
    petition = whole(host)
    stop(petition, staff)
    sign_in(client, staff)
    assert "/restore" in client.get(f"/staff/petitions/{petition.slug}").text
    page = f"/staff/petitions/{petition.slug}/restore"
    assert client.post(page, data={"note": "Thank you."}).status_code == HTTPStatus.SEE_OTHER
    assert fresh(petition).status is PetitionStatus.OPEN
    again = client.post(page, follow_redirects=True)
    assert "decided already" in again.text
    assert len(mails("restored")) == 1


def test_a_petition_taken_back_by_its_hosts_is_not_called_stopped(client, staff, host):
    petition = whole(host)
    stop(petition, staff)
    restore(petition, staff)
    with transaction():
        services.propose_withdrawal(petition, by=host[0], on_behalf_of=host[1])
    gone = client.get(f"/petitions/{petition.slug}")
    assert gone.status_code == HTTPStatus.GONE
    assert "stopped" not in gone.text
