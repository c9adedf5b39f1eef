"""Replying: with an address alone, signed in, twice, too late, too many."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.events.models import EventFormat, EventStatus, EventVisibility, Way
from app.rsvps import services
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus
from app.rsvps.queries import consents_of
from app.rsvps.rules import Full
from app.rsvps.services import ReplyDetails
from tests.accounts.factories import UserFactory
from tests.events.factories import AgreementFactory, EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.queries import counting
from tests.rsvps.asking import filled, mails, only_rsvp, taken, templates
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

SENT = "/rsvp/sent"


def _post(client, event, **changes):
    return client.post(f"/events/{event.slug}/rsvp", data=filled(**changes))


def test_a_stranger_replies_with_an_address_alone_and_confirms_by_a_button(app, client):
    event = EventFactory(capacity_in_person=5)
    response = _post(client, event, party_size="2")
    assert response.status_code == HTTPStatus.SEE_OTHER
    assert response.location.endswith(SENT)
    sent = client.get(response.location)
    assert sent.status_code == HTTPStatus.OK
    assert "how you wrote your address" in sent.text
    rsvp = only_rsvp()
    assert (rsvp.status, rsvp.party_size, taken(event)) == (RsvpStatus.PENDING, 2, 2)
    assert templates() == ["confirm"]
    assert f"/rsvps/{rsvp.token}" in mails()[0].text
    assert client.get(f"/rsvps/{rsvp.token}").status_code == HTTPStatus.OK
    assert only_rsvp().status is RsvpStatus.PENDING
    client.post(f"/rsvps/{rsvp.token}/confirm")
    assert only_rsvp().status is RsvpStatus.GOING
    assert templates() == ["confirm", "going"]
    assert taken(event) == 2


def test_nothing_about_replying_sets_a_cookie(app, client):
    event = EventFactory()
    for answer in (
        client.get(f"/events/{event.slug}/rsvp"),
        _post(client, event),
        _post(client, event, email="nonsense"),
        client.get(f"/events/{event.slug}{SENT}"),
        client.get(f"/rsvps/{only_rsvp().token}"),
        client.post(f"/rsvps/{only_rsvp().token}/confirm"),
        client.post(f"/rsvps/{only_rsvp().token}/cancel"),
    ):
        assert "Set-Cookie" not in answer.headers


def test_everything_that_was_written_is_kept(app, client):
    one, other = OrganisationFactory(), OrganisationFactory()
    questions = [{"id": "q1", "prompt": "Tea or coffee?", "is_required": True}]
    event = EventFactory(hosts=[one, other], format=EventFormat.BOTH, questions=questions, party_limit=4)
    agreement = AgreementFactory(event=event)
    _post(
        client,
        event,
        party_size="3",
        way="online",
        access_needs="Captions, please",
        answer_q1="Tea",
        consents=[str(other.id)],
        agreed="y",
        agreement_id=str(agreement.id),
    )
    rsvp = only_rsvp()
    assert (rsvp.name, rsvp.party_size, rsvp.way) == ("Sam", 3, Way.ONLINE)
    assert (rsvp.access_needs, rsvp.answers) == ("Captions, please", {"q1": "Tea"})
    assert rsvp.agreement_id == agreement.id
    assert list(consents_of(rsvp)) == [other.id]


def test_no_host_may_write_again_unless_ticked(app, client):
    _post(client, EventFactory())
    assert session.scalar(select(func.count()).select_from(RsvpConsent)) == 0


def test_only_hosts_of_the_event_can_be_consented_to(app, client):
    event, stranger = EventFactory(), OrganisationFactory()
    assert _post(client, event, consents=[str(stranger.id)]).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_access_needs_are_encrypted_at_rest(app, client):
    _post(client, EventFactory(), access_needs="A chair with arms")
    stored = session.connection().exec_driver_sql("SELECT access_needs FROM rsvps").scalar()
    assert "chair" not in stored


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Any name you like"),
        ({"name": "you won! www.buy.example"}, "without a web address"),
        ({"email": ""}, "Write your e-mail address"),
        ({"email": "sam@"}, "full e-mail address"),
        ({"email": "zoë@example.org"}, "full e-mail address"),
        ({"party_size": "9"}, "Choose from what is offered"),
        ({"party_size": "-1"}, "Choose from what is offered"),
        ({"party_size": "x"}, "Choose from what is offered"),
    ],
)
def test_a_mistake_shows_the_form_again_with_everything_typed(app, client, changes, sentence):
    response = _post(client, EventFactory(party_limit=4), access_needs="A quiet corner", **changes)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = response.get_data(as_text=True)
    assert sentence in page
    assert "A quiet corner" in page
    assert not mails()


def test_a_required_question_must_be_answered(app, client):
    questions = [{"id": "q1", "prompt": "Tea or coffee?", "is_required": True}]
    response = _post(client, EventFactory(questions=questions))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This question needs an answer" in response.get_data(as_text=True)


def test_the_way_of_coming_must_be_one_that_is_offered(app, client):
    event = EventFactory(format=EventFormat.BOTH)
    assert _post(client, event, way="by_boat").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_agreement_must_be_accepted(app, client):
    agreement = AgreementFactory()
    response = _post(client, agreement.event, agreement_id=str(agreement.id))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tick the box" in response.get_data(as_text=True)


def test_an_agreement_that_changed_meanwhile_must_be_read_again(app, client):
    old = AgreementFactory()
    new = AgreementFactory(event=old.event, version=2, body="New words.")
    response = _post(client, old.event, agreement_id=str(old.id), agreed="y")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = response.get_data(as_text=True)
    assert "has changed meanwhile" in page
    assert f'value="{new.id}"' in page


def test_someone_signed_in_with_that_address_is_going_at_once(app, client):
    user, event = UserFactory(email="sam@example.org"), EventFactory(capacity_in_person=2)
    sign_in(client, user)
    response = _post(client, event, email=user.email.upper(), csrf_token=_csrf(client, event))
    assert response.status_code == HTTPStatus.SEE_OTHER
    rsvp = only_rsvp()
    assert response.location.endswith(f"/rsvps/{rsvp.token}")
    assert (rsvp.status, rsvp.user_id) == (RsvpStatus.GOING, user.id)
    assert templates() == ["going"]


def test_someone_signed_in_with_another_or_unconfirmed_address_confirms_it_like_everyone(app, client):
    event = EventFactory()
    user = UserFactory()
    sign_in(client, user)
    assert _post(client, event, csrf_token=_csrf(client, event)).location.endswith(SENT)
    assert only_rsvp().status is RsvpStatus.PENDING
    assert only_rsvp().user_id is None


def test_an_unconfirmed_account_proves_nothing(app):
    user, event = UserFactory(confirmed_at=None), EventFactory()
    with transaction():
        rsvp = services.reply(event, ReplyDetails(name="Sam", email=user.email), user=user)
    assert rsvp.status is RsvpStatus.PENDING


def _csrf(client, event):
    page = client.get(f"/events/{event.slug}/rsvp").get_data(as_text=True)
    return page.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(EventStatus.CANCELLED, "is cancelled"), (EventStatus.POSTPONED, "moved to a later day")],
)
def test_an_event_that_does_not_take_place_refuses_kindly(app, client, status, sentence):
    event = EventFactory(status=status)
    for response in (client.get(f"/events/{event.slug}/rsvp"), _post(client, event)):
        assert sentence in response.get_data(as_text=True)
    assert response.status_code == HTTPStatus.CONFLICT
    assert not session.scalar(select(Rsvp.id))


def test_an_event_that_is_over_refuses_kindly(app, client):
    event = EventFactory()
    with clock.frozen(event.ends_at + timedelta(minutes=1)):
        assert "is over" in _post(client, event).get_data(as_text=True)


def test_an_event_that_strangers_may_not_see_is_not_there(app, client):
    assert _post(client, EventFactory(status=EventStatus.DRAFT)).status_code == HTTPStatus.NOT_FOUND
    assert client.get("/events/nowhere/rsvp").status_code == HTTPStatus.NOT_FOUND


def test_only_addresses_at_the_events_domains_may_reply_where_it_is_so(app, client):
    event = EventFactory(visibility=EventVisibility.DOMAINS, email_domains=["school.org"])
    refused = _post(client, event, email="sam@example.com")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "address at school.org" in refused.get_data(as_text=True)
    assert _post(client, event, email="sam@evil-school.org").status_code == refused.status_code
    assert _post(client, event, email="sam@SCHOOL.org").status_code == HTTPStatus.SEE_OTHER


def test_the_service_itself_refuses_what_no_form_would_send(app):
    event = EventFactory(capacity_in_person=3, party_limit=2)
    RsvpFactory(event=event, party_size=2)
    with pytest.raises(Full), transaction():
        services.reply(event, ReplyDetails(name="Sam", email="sam@example.org", party_size=2))


def test_one_reply_costs_few_questions_and_takes_the_spots_last(app, client):
    event = EventFactory(capacity_in_person=50)
    slug = event.slug
    session.remove()
    with counting() as seen:
        client.post(f"/events/{slug}/rsvp", data=filled())
    assert len(seen) <= 8, "\n".join(seen)
    writes = [statement.split()[:2] for statement in seen if not statement.startswith("SELECT")]
    assert [" ".join(words[:2]) for words in writes[-2:]] == ["UPDATE events", "INSERT INTO"]
    assert "revisions" in seen[-1]


def test_the_service_takes_no_reply_without_the_agreement_in_force(app):
    agreement = AgreementFactory()
    with pytest.raises(Invalid), transaction():
        services.reply(agreement.event, ReplyDetails(name="Sam", email="sam@example.org"))
