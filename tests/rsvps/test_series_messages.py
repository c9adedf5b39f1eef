"""Write once to everyone who comes to the coming dates of a series."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from app.accounts.models import User
from app.audit.models import Action
from app.audit.queries import history_of
from app.cohosting import services as cohosting
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.events.models import EventStatus, Series, SeriesStatus
from app.events.rules.recurrence import Rule
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.outbox.models import ListName
from app.outbox.services import leave_list
from app.rsvps import services
from app.rsvps.models import Addressees, RsvpStatus
from app.rsvps.services import HostMessage
from tests.accounts.factories import UserFactory
from tests.events.series import dates, make_series
from tests.organisations.factories import MembershipFactory
from tests.racing import at_once
from tests.rsvps.asking import mails as all_mails
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

S = RsvpStatus
WORDS = {"subject": "Bring a coat", "body": "It is **cold** by the water."}


@pytest.fixture
def series(one, other):
    return make_series(one, other, rule=Rule(count=3), title="Slow walk")


def mails():
    return [mail for mail in all_mails() if mail.template == "rsvps/host_message"]


def _post(client, series, **data):
    address = f"/desk/series/{series.slug}/message"
    token = client.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(address, data={"csrf_token": token, **data})


def _recipients():
    return [mail.recipient.partition("@")[0] for mail in mails()]


def test_whoever_replied_to_several_dates_gets_one_mail(client, series, organiser):
    first, second, third = dates(series)
    late = RsvpFactory(event=third, email="ada@example.org", name="Ada")
    early = RsvpFactory(event=first, email="Ada@example.org", name="Ada")
    RsvpFactory(event=second, email="ben@example.org")
    page = client.get(f"/desk/series/{series.slug}").text
    assert f"/desk/series/{series.slug}/message" in page
    preview = _post(client, series, **WORDS).text
    assert "<strong>cold</strong>" in preview
    assert "This goes to 2 people." in preview
    assert "about Slow walk" in preview
    assert not mails()
    edited = _post(client, series, **WORDS, edit="1").text
    assert "It is **cold** by the water.</textarea>" in edited
    sent = _post(client, series, **WORDS, send="1")
    assert sent.status_code == HTTPStatus.SEE_OTHER
    assert "Sent to 2 people." in client.get(sent.location).text
    to_ada, to_ben = mails()
    assert (to_ada.recipient, to_ben.recipient) == ("Ada@example.org", "ben@example.org")
    assert to_ada.text.index(early.token) < to_ada.text.index(late.token)
    assert to_ada.list_name is ListName.HOST_MESSAGES
    assert to_ada.reply_to == "hello@harbour.example.org"
    assert (to_ada.subject, "/unsubscribe/" in to_ada.text) == ("Bring a coat", True)
    (line,) = [line for line in history_of(series) if line.action is Action.RSVP_MESSAGE_SENT]
    assert (line.detail["reached"], line.detail["left_out"]) == (2, 0)


def test_each_reads_it_in_their_language(client, series, organiser):
    RsvpFactory(event=dates(series)[0], language="fr")
    _post(client, series, **WORDS, send="1")
    assert "Bonjour" in mails()[0].text


def test_only_dates_that_are_still_to_come_count(client, series, organiser):
    first, second, third = dates(series)
    for event, name in ((first, "over"), (second, "off"), (third, "open")):
        RsvpFactory(event=event, email=f"{name}@example.org")
    with transaction():
        second.status = EventStatus.CANCELLED
        third.status = EventStatus.POSTPONED
        first.ends_at = clock.now() - timedelta(hours=1)
    _post(client, series, **WORDS, send="1")
    assert _recipients() == ["open"]
    with transaction():
        third.ends_at = clock.now() - timedelta(hours=1)
    _post(client, series, **{**WORDS, "body": "The new day comes soon."}, send="1")
    assert _recipients() == ["open", "open"], "a date that waits for a new day is not over"


def test_it_reaches_no_date_that_the_sender_does_not_host(client, series, organiser, one):
    first, second, _third = dates(series)
    RsvpFactory(event=first, email="ada@example.org")
    RsvpFactory(event=second, email="ben@example.org")
    with transaction():
        cohosting.leave(first.cohosting, one, by=organiser)
    assert "This goes to 1 person." in _post(client, series, **WORDS).text
    _post(client, series, **WORDS, send="1")
    assert _recipients() == ["ben"]


@pytest.fixture
def hosts(series, organiser, one, other):
    return series, one, other


@pytest.mark.parametrize(
    ("to", "about", "reached"),
    [
        ("going", "event", ["ada", "ben"]),
        ("waitlisted", "event", ["ada", "cleo"]),
        ("all", "event", ["ada", "ben", "cleo"]),
        ("all", "else", ["ada"]),
    ],
)
def test_it_goes_to_those_chosen_and_beyond_the_series_only_with_consent(client, hosts, to, about, reached):
    series, one, other = hosts
    first, second, third = dates(series)
    RsvpFactory(event=first, email="ada@example.org", status=S.WAITLISTED)
    RsvpFactory(event=second, email="ada@example.org", consents=[one])
    RsvpFactory(event=second, email="ben@example.org", consents=[other])
    RsvpFactory(event=third, email="cleo@example.org", status=S.WAITLISTED)
    RsvpFactory(event=third, email="dan@example.org", status=S.PENDING, consents=[one])
    RsvpFactory(event=third, email="eli@example.org", status=S.CANCELLED, consents=[one])
    words = {**WORDS, "to": to, "about": about}
    assert f"This goes to {len(reached)} pe" in _post(client, series, **words).text
    _post(client, series, **words, send="1")
    assert sorted(_recipients()) == reached
    sentence = "allowed Harbour" if about == "else" else "waiting list" if to == "waitlisted" else "going to"
    assert all(sentence in mail.text for mail in mails() if "cleo" not in mail.recipient)


def test_nobody_has_come_to_a_date_ahead(client, series, organiser):
    page = client.get(f"/desk/series/{series.slug}/message").text
    assert "Everyone on the waiting list" in page
    assert "Everyone who has come" not in page
    answer = _post(client, series, **WORDS, to="arrived")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("role", [MemberRole.TREASURER, MemberRole.HELPER, None])
def test_nobody_else_can_write(client, series, one, role):
    user = UserFactory()
    if role:
        MembershipFactory(organisation=one, user=user, role=role)
    sign_in(client, user)
    assert client.get(f"/desk/series/{series.slug}/message").status_code == HTTPStatus.NOT_FOUND
    assert f"/desk/series/{series.slug}/message" not in client.get(f"/desk/series/{series.slug}").text


def test_a_series_that_is_not_there_is_not_found(client, organiser):
    assert client.get("/desk/series/none/message").status_code == HTTPStatus.NOT_FOUND


def test_a_host_that_is_not_verified_any_more_writes_to_nobody(client, series, organiser, one):
    RsvpFactory(event=dates(series)[0])
    one.status = OrganisationStatus.REJECTED
    session.commit()
    answer = _post(client, series, **WORDS, send="1")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "is not verified now" in answer.text
    assert "Bring a coat" in answer.text
    assert not mails()


def test_a_second_click_sends_nothing(app, series, organiser, one):
    RsvpFactory(event=dates(series)[0])
    series_id, user_id, host_id = series.id, organiser.id, one.id

    def click():
        message = HostMessage("Bring a coat", "Cold.", session.get_one(Organisation, host_id))
        user = session.get_one(User, user_id)
        return services.message_series(session.get_one(Series, series_id), message, by=user)

    assert at_once(app, click, click) == [1, 1]
    assert len(mails()) == 1


def test_mail_about_the_series_and_about_one_date_count_together(series, organiser, one):
    first, second, _third = dates(series)
    RsvpFactory(event=first, email="ada@example.org")
    RsvpFactory(event=second, email="ada@example.org")

    def write(number, event=None):
        message = HostMessage(f"Number {number}", "Words.", one)
        with transaction():
            if event is None:
                services.message_series(series, message, by=organiser)
            else:
                services.message_people(event, message, by=organiser)

    write(1)
    write(2, first)
    write(3, first)
    for event in (first, None):
        with pytest.raises(Refused, match="at most three messages a day"):
            write(4, event)
    write(4, second)
    assert len(mails()) == 4
    with clock.moved(timedelta(hours=25)):
        write(5)
    assert len(mails()) == 5


def test_who_wants_no_mail_from_hosts_gets_none(client, series, organiser):
    RsvpFactory(event=dates(series)[0], email="ada@example.org")
    with transaction():
        leave_list("ada@example.org", ListName.HOST_MESSAGES)
    _post(client, series, **WORDS, send="1")
    assert not mails()


def test_people_of_a_series_that_has_ended_can_still_be_written_to(series, organiser, one):
    RsvpFactory(event=dates(series)[0])
    RsvpFactory(event=dates(series)[1], email="")
    with transaction():
        series.status = SeriesStatus.ENDED
        sent = services.message_series(series, HostMessage("A", "B", one, Addressees.ALL), by=organiser)
    assert sent == 1
