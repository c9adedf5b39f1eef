"""Thanks the morning after, and answers that nobody can trace."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import Base, session
from app.core.transaction import transaction
from app.events.models import EventStatus
from app.letters import services
from app.letters.jobs import send_thanks, show_feedback
from app.letters.models import FeedbackAnswer, FeedbackTicket, LetterPlan, Mood, Welcome
from app.letters.services import Feedback
from app.outbox.models import ListName
from app.outbox.services import leave_list
from app.rsvps.models import RsvpStatus
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.racing import at_once
from tests.rsvps.asking import mails
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

STARTS = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
MORNING = datetime(2026, 12, 4, 10, tzinfo=UTC)


@pytest.fixture
def event(app):
    return EventFactory(
        hosts=[OrganisationFactory(name="Harbour")],
        title="Carrying it together",
        starts_local=STARTS.replace(tzinfo=None),
    )


@pytest.fixture
def guests(event):
    return [RsvpFactory(event=event, email=f"guest{number}@example.org") for number in range(7)]


def thank(at=MORNING):
    with clock.frozen(at):
        send_thanks()


def links():
    return [
        word.removeprefix("http://localhost")
        for mail in mails()
        for word in mail.text.split()
        if "/feedback/" in word
    ]


def test_the_pages_speak_the_language_of_the_reply(client, event):
    RsvpFactory(event=event, language="fr")
    thank()
    (link,) = links()
    english = {"Accept-Language": "en-GB"}
    with clock.frozen(MORNING):
        page = client.get(link, headers=english)
        assert '<html lang="fr"' in page.text
        assert '<a href="?lang=en" lang="en"' in page.text
        assert 'name="robots" content="noindex"' in page.text
        assert 'rel="canonical"' not in page.text
        taken = client.post(link, data={"mood": "good"}, headers=english)
    for address in (taken.location, link):
        assert '<html lang="fr"' in client.get(address, headers=english).text


def test_everyone_who_was_going_is_thanked_once_the_morning_after(event, guests):
    RsvpFactory(event=event, status=RsvpStatus.CANCELLED)
    thank(MORNING - timedelta(hours=1))
    assert not mails()
    thank()
    thank(MORNING + timedelta(minutes=15))
    assert sorted(mail.recipient for mail in mails()) == [guest.email for guest in guests]
    assert {mail.list_name for mail in mails()} == {ListName.REMINDERS}
    assert len(set(links())) == 7
    assert "Carrying it together" in mails()[0].subject


def test_nobody_is_thanked_late_or_for_what_was_off_or_where_hosts_do_not_wish_it(event, guests):
    thank(MORNING + timedelta(days=3))
    with transaction():
        event.status = EventStatus.CANCELLED
    thank()
    with transaction():
        event.status = EventStatus.PUBLISHED
        session.add(LetterPlan(event=event, hours=[72], thanks=False, changed_at=clock.now()))
    thank()
    assert not mails()


def test_a_host_who_has_nobody_asked_does_not_wait_for_answers(client, event):
    organisation = session.scalars(select(OrganisationFactory._meta.model)).one()
    sign_in(client, MembershipFactory(organisation=organisation).user)
    address = f"/desk/events/{event.slug}/feedback"
    assert "The day after, people are thanked" in client.get(address).text
    with transaction():
        session.add(LetterPlan(event=event, hours=[72], thanks=False, changed_at=clock.now()))
    page = client.get(address).text
    assert "Nobody is asked" in page
    assert "The day after, people are thanked" not in page


def test_who_wants_no_such_mail_gets_none_and_leaves_no_ticket(event):
    guest = RsvpFactory(event=event)
    with transaction():
        leave_list(guest.email, ListName.REMINDERS)
    thank()
    assert not mails()
    assert not session.scalars(select(FeedbackTicket)).all()


def answer(client, link, **words):
    with clock.frozen(MORNING + timedelta(hours=5)):
        return client.post(link, data=words)


def test_an_answer_is_taken_once_without_a_name_or_cookie(client, event, guests):
    thank()
    link = links()[0]
    with clock.frozen(MORNING):
        page = client.get(link)
    assert "How was it for you?" in page.get_data(as_text=True)
    assert "Set-Cookie" not in page.headers
    empty = answer(client, link)
    assert empty.status_code == 422
    assert "simply close this page" in empty.get_data(as_text=True)
    assert "/feedback/thank-you" in answer(client, link, mood="good", words="More tea").location
    assert answer(client, link, mood="hard").status_code == 410
    assert client.get(link).status_code == 410
    assert client.get("/feedback/thank-you").status_code == 200
    kept = session.scalars(select(FeedbackAnswer)).one()
    assert (kept.mood, kept.welcome, kept.words) == (Mood.GOOD, None, "More tea")


def test_nothing_ties_an_answer_to_a_person(event, guests):
    columns = {column.name for column in FeedbackAnswer.__table__.columns}
    assert columns == {"id", "event_id", "mood", "welcome", "words", "is_shown"}
    pointing = [
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"feedback_answers", "feedback_tickets"}
    ]
    assert pointing == []
    assert {key.column.table.name for key in FeedbackTicket.__table__.foreign_keys} == {"events"}
    thank()
    before = session.scalars(select(FeedbackTicket)).all()
    token = links()[0].rsplit("/", 1)[1].partition("?")[0]
    with clock.frozen(MORNING), transaction():
        services.take_feedback(token, Feedback(mood=Mood.GOOD))
    assert len(session.scalars(select(FeedbackTicket)).all()) == len(before) - 1


def test_hosts_see_answers_in_groups_of_five_or_more_and_never_a_few_by_comparing(client, event, guests):
    host = MembershipFactory(organisation=session.scalars(select(OrganisationFactory._meta.model)).one())
    sign_in(client, host.user)
    address = f"/desk/events/{event.slug}/feedback"
    thank()

    def morning_after(days):
        with clock.frozen(MORNING + timedelta(days=days, hours=-5)):
            show_feedback()
        return client.get(address).get_data(as_text=True)

    moods = ["good", "good", "good", "mixed", "hard", "hard", "good"]
    answers = list(enumerate(zip(links(), moods, strict=True), 1))
    for number, (link, mood) in answers[:4]:
        answer(client, link, mood=mood, welcome="yes", words=f"words {number}")
    assert "words 1" not in morning_after(1)
    for number, (link, mood) in answers[4:6]:
        answer(client, link, mood=mood, welcome="yes", words=f"words {number}")
        at_once_seen = client.get(address).get_data(as_text=True)
        assert "words 1" not in at_once_seen, "the moment would tell whose was the fifth"
    page = morning_after(2)
    assert "6 answers" in page
    assert "words 6" in page
    number, (link, mood) = answers[6]
    answer(client, link, mood=mood, words=f"words {number}")
    for days in (3, 40):
        page = morning_after(days)
        assert "6 answers" in page
        assert "words 7" not in page, "whoever compares two mornings would read a single one"
    assert not session.scalars(select(FeedbackTicket)).all()
    kept = session.scalars(select(FeedbackAnswer.is_shown)).all()
    assert kept == [True] * 6, "what nobody will ever read is not kept"


def test_strangers_see_no_answers(client, event):
    sign_in(client, MembershipFactory().user)
    assert client.get(f"/desk/events/{event.slug}/feedback").status_code == 404


def test_two_presses_at_once_count_once(app, event, guests):
    thank()
    token = links()[0].rsplit("/", 1)[1].partition("?")[0]

    def press():
        with clock.frozen(MORNING):
            try:
                services.take_feedback(token, Feedback(welcome=Welcome.YES))
            except services.Refused:
                return 0
            return 1

    assert sorted(at_once(app, press, press)) == [0, 1]
    assert len(session.scalars(select(FeedbackAnswer)).all()) == 1
