"""What follows at a number, and what signers who wish to hear are told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.asks import services as asks
from app.asks.models import AskTarget, Contact, Standing
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import MemberRole
from app.outbox.models import Message
from app.petitions import services
from app.petitions.jobs.counting import count_signatures
from app.petitions.jobs.news import tell_signers
from app.petitions.models import (
    Consequence,
    ModerationVerdict,
    NewsKind,
    PetitionNews,
    PetitionStatus,
    Signature,
    SignatureStatus,
    SignerMail,
    Threshold,
)
from app.petitions.rules.moderation import Refusal
from app.petitions.rules.news import MONTH, SPREAD, due_at, may_leave_at, words_of
from app.petitions.rules.reaching import address_in
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import add_signatures, make_petition, make_signature


@pytest.fixture
def host(app):
    organisation = OrganisationFactory(contact_email="hello@host.example")
    MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER)
    return organisation


def mails(template):
    session.rollback()
    return session.scalars(select(Message).where(Message.template == f"petitions/{template}")).all()


def with_threshold(host, count, consequence=Consequence.NOTIFY_TARGET, contact="office@council.example"):
    target = make_target(entered_by=host, public_contact=contact)
    ask = make_ask(hosts=[host], targets=[target])
    petition = make_petition(hosts=[host], asks=[ask], targets=[target])
    threshold = Threshold(petition=petition, count=count, consequence=consequence)
    session.add(threshold)
    session.commit()
    return petition, threshold


def test_at_a_number_those_who_can_act_are_told_once(host):
    petition, threshold = with_threshold(host, 3)
    ids = add_signatures(petition, 2)
    count_signatures()
    assert mails("to_target") == []
    ids += add_signatures(petition, 1)
    count_signatures()
    (letter,) = mails("to_target")
    assert (letter.recipient, letter.reply_to) == ("office@council.example", "hello@host.example")
    assert len(mails("threshold")) == 1
    assert threshold.reached_at is not None
    contact = session.scalars(select(Contact)).one()
    assert petition.title in contact.note
    with transaction():
        services.take_off(session.get_one(Signature, ids[0]), by=UserFactory(is_staff=True))
    count_signatures()
    session.refresh(threshold)
    assert threshold.reached_at is None, "it falls back"
    add_signatures(petition, 1)
    count_signatures()
    session.refresh(threshold)
    assert threshold.reached_at is not None
    assert len(mails("to_target")) == 1, "nobody is written to twice"


def test_a_meeting_is_asked_for_and_hosts_learn_whom_we_could_not_write_to(host):
    petition, _threshold = with_threshold(host, 1, Consequence.ASK_FOR_MEETING, contact="By post only")
    add_signatures(petition, 1)
    count_signatures()
    assert mails("to_target") == []
    (told,) = mails("threshold")
    target = session.scalars(select(AskTarget)).one().target
    assert target.name in told.text


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("The clerk, Town Hall. clerk@council.example.", "clerk@council.example"),
        ("0113 496 0000", ""),
        ("a@b", ""),
        ("<office@x.example>, other@y.example", "office@x.example"),
    ],
)
def test_addresses_are_found_in_contacts(contact, address):
    assert address_in(contact) == address


def test_those_who_wish_to_hear_are_told_spread_out_and_once(host):
    petition = make_petition(hosts=[host])
    wishes = [make_signature(petition, is_following=True, language="fr" if n else "en") for n in range(2)]
    make_signature(petition)
    make_signature(petition, SignatureStatus.PENDING, is_following=True)
    writer = UserFactory()
    for _press in range(2):
        with transaction():
            services.publish_update(petition, "Heard", "They met *us*.", by=writer, on_behalf_of=host)
    tell_signers()
    due = session.scalars(select(SignerMail.due_at).order_by(SignerMail.signature_id)).all()
    assert len(due) == 2
    assert due[0] != due[1]
    with clock.moved(SPREAD):
        tell_signers()
        tell_signers()
    sent = mails("news")
    assert sorted(each.recipient for each in sent) == sorted(each.email for each in wishes)
    assert {each.subject for each in sent} == {"Heard"}
    assert all(each.list_name is not None for each in sent)


def test_at_most_three_mails_a_month(host):
    petition = make_petition(hosts=[host])
    make_signature(petition, is_following=True)
    for number in range(5):
        with transaction():
            services.add_news(petition, NewsKind.MILESTONE, f"milestone:{number}", {"number": number})
            services.add_news(petition, NewsKind.MILESTONE, f"milestone:{number}", {"number": number})
    tell_signers()
    with clock.moved(SPREAD):
        tell_signers()
    assert len(mails("news")) == 3
    with clock.moved(SPREAD + MONTH - timedelta(hours=1)):
        tell_signers()
    assert len(mails("news")) == 3
    with clock.moved(SPREAD + MONTH + timedelta(hours=9)):
        tell_signers()
    assert len(mails("news")) == 3, "what is a month old is no news any more"
    assert session.scalars(select(SignerMail).where(SignerMail.due_at.is_not(None))).all() == []


def test_someone_who_took_back_their_name_or_wish_hears_nothing(host):
    petition = make_petition(hosts=[host])
    gone, silent = (make_signature(petition, is_following=True) for _ in range(2))
    with transaction():
        services.add_news(petition, NewsKind.CLOSED, "closed", {"number": 2})
    tell_signers()
    with transaction():
        services.withdraw_signature(gone)
        session.get_one(Signature, silent.id).is_following = False
    with clock.moved(SPREAD):
        tell_signers()
    assert mails("news") == []


def test_milestones_answers_and_the_end_are_news(host):
    target = make_target(entered_by=host)
    ask = make_ask(hosts=[host], targets=[target])
    petition = make_petition(hosts=[host], asks=[ask], first_goal=10)
    add_signatures(petition, 260)
    count_signatures()
    assert [each.about for each in session.scalars(select(PetitionNews))] == ["milestone:250"]
    on_ask = session.scalars(select(AskTarget)).one()
    with transaction():
        news = asks.News(Standing.ANSWERED, clock.now().date(), note="We will see.")
        asks.record_status(on_ask, news, asks.Writing(UserFactory(), host))
    with clock.moved(timedelta(days=400)), transaction():
        petition.closes_at = clock.now() - timedelta(hours=1)
        session.flush()
        services.close_on_time(petition.id)
    kinds = session.scalars(select(PetitionNews.kind).order_by(PetitionNews.id)).all()
    assert kinds == [NewsKind.MILESTONE, NewsKind.ANSWER, NewsKind.CLOSED]
    for each in session.scalars(select(PetitionNews)):
        assert all(words_of(each.kind, "A title", each.values))
    assert all(words_of(NewsKind.DELIVERED, "A title", {"target": "Council", "number": 4}))


def test_nobody_is_told_of_what_the_public_cannot_see(host):
    petition = make_petition(PetitionStatus.WITHDRAWN, hosts=[host])
    with transaction():
        services.add_news(petition, NewsKind.CLOSED, "closed", {"number": 2})
    assert session.scalars(select(PetitionNews)).all() == []


def test_the_month_is_counted_from_the_third_last():
    now = clock.now()
    sent = [now - timedelta(days=day) for day in (40, 20, 10, 1)]
    assert may_leave_at(sent, now) == now - timedelta(days=20) + MONTH
    assert may_leave_at(sent[:3], now) == now
    assert now <= due_at(now, 12345) < now + SPREAD


def test_hosts_hear_what_staff_said(host):
    petition = make_petition(PetitionStatus.IN_MODERATION, hosts=[host])
    staff = UserFactory(is_staff=True)
    with transaction():
        services.review(petition, ModerationVerdict.SECOND_LOOK, by=UserFactory(is_staff=True))
    assert mails("reviewed") == []
    with transaction():
        services.review(
            petition,
            ModerationVerdict.REFUSED,
            by=staff,
            reason=Refusal.UNCLEAR_DEMAND.value,
            note="Say who.",
        )
    (told,) = mails("reviewed")
    assert "Say who." in told.text
    petition.status = PetitionStatus.IN_MODERATION
    session.commit()
    with transaction():
        services.review(petition, ModerationVerdict.PASSED, by=staff)
    assert len(mails("reviewed")) == 2
