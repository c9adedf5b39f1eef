"""The desk says what waits for me, and shows what is mine."""

from datetime import timedelta

from flask.testing import FlaskClient

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.donations.models import DonationStatus, GiftSource, Refund, RefundStatus
from app.events.models import Event, EventStatus
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.outbox.models import Message, MessageStatus
from app.petitions.models import PetitionStatus
from app.rsvps.models import RsvpStatus
from tests.accounts.factories import UserFactory
from tests.cohosting.factories import make_cohosting, object_to, propose
from tests.donations.factories import make_donation, make_fund
from tests.events.factories import EventFactory
from tests.events.series import dates, make_series
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in


def text_of(client: FlaskClient, path: str, user: User) -> str:
    sign_in(client, user)
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return response.get_data(as_text=True)


def organiser(role: MemberRole = MemberRole.ORGANISER) -> tuple[User, Organisation]:
    user, organisation = UserFactory(), OrganisationFactory()
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user, organisation


def test_strangers_are_led_to_sign_in(client: FlaskClient) -> None:
    for path in ("/desk", "/desk/events", "/desk/replies"):
        assert client.get(path).status_code in {302, 303}


def test_what_waits_for_staff_waits_on_their_desk(client: FlaskClient) -> None:
    OrganisationFactory(status=OrganisationStatus.WAITING, verification_requested_at=clock.now())
    make_petition(PetitionStatus.IN_MODERATION)
    staff = text_of(client, "/desk", UserFactory(is_staff=True))
    assert "1 organisation waits for your word." in staff
    assert "1 petition waits to be read." in staff
    assert 'href="/staff/organisations"' in staff
    assert "Nothing waits for you." in text_of(client, "/desk", UserFactory())


def test_a_person_whose_mail_does_not_arrive_learns_it_on_their_desk(client: FlaskClient) -> None:
    user = UserFactory(confirmed_at=None)
    statuses = (MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.WAITING)
    _sent, failed, _waits = messages = [message_to(user, status) for status in statuses]
    session.add_all(messages)
    session.commit()
    page = text_of(client, "/desk", user)
    assert f"We write to {user.email}." in page
    assert 'href="/change-email"' in page
    assert "Open the link in the mail we sent you" not in page, "there is none"
    failed.status = MessageStatus.SENT
    session.commit()
    assert "did not arrive" not in text_of(client, "/desk", user)


def message_to(user: User, status: MessageStatus) -> Message:
    return Message(
        template="accounts/sign_in_link",
        recipient=user.email,
        subject="s",
        text="t",
        html="h",
        language="en",
        status=status,
        created_at=clock.now(),
        due_at=clock.now(),
    )


def test_a_newcomer_is_shown_the_next_step(client: FlaskClient) -> None:
    page = text_of(client, "/desk", UserFactory())
    assert "Nothing waits for you." in page
    assert "Add an organisation" in page
    assert "Find an event" in text_of(client, "/desk/replies", UserFactory())
    assert "You do not plan events yet" in text_of(client, "/desk/events", UserFactory())


def test_someone_unconfirmed_is_reminded(client: FlaskClient) -> None:
    assert "Please confirm your e-mail address" in text_of(client, "/desk", UserFactory(confirmed_at=None))


def test_a_sign_off_waits_with_a_sentence_and_one_action(client: FlaskClient) -> None:
    hosting = make_cohosting("The Long Table", "Steady Ground", title="Carrying it together")
    proposal = propose(hosting)
    page = text_of(client, "/desk", hosting.organisers[1])
    assert "The Long Table would like to change “Carrying it together”. It waits for Steady Ground." in page
    assert f'href="/desk/proposals/{proposal.id}"' in page
    assert "Nothing waits for you." in text_of(client, "/desk", hosting.organisers[0])


def test_an_objection_waits_for_who_proposed(client: FlaskClient) -> None:
    hosting = make_cohosting("The Long Table", "Steady Ground", title="Carrying it together")
    proposal = propose(hosting)
    object_to(hosting, proposal, number=1, note="Six is too early.")
    page = text_of(client, "/desk", hosting.organisers[0])
    assert "Steady Ground objected to what you proposed for “Carrying it together”." in page
    assert f'href="/desk/proposals/{proposal.id}"' in page
    assert "Nothing waits for you." in text_of(client, "/desk", hosting.organisers[1])


def test_an_invitation_to_an_organisation_waits(client: FlaskClient) -> None:
    owner, organisation = organiser(MemberRole.OWNER)
    user = UserFactory(email="asked@people.test")
    invitation = InvitationFactory(organisation=organisation, invited_by=owner, email="asked@people.test")
    page = text_of(client, "/desk", user)
    assert f"would like you to join {organisation.name}" in page
    assert f'href="/desk/invitations/{invitation.id}"' in page
    assert client.get(f"/desk/invitations/{invitation.id}").status_code == 200


def test_new_replies_are_told_to_those_who_organise(client: FlaskClient) -> None:
    user, organisation = organiser()
    event = EventFactory(title="Slow walk", hosts=[organisation])
    RsvpFactory(event=event, party_size=2)
    RsvpFactory(event=event)
    RsvpFactory(event=event, status=RsvpStatus.PENDING)
    RsvpFactory(event=event, confirmed_at=clock.now() - timedelta(days=8))
    page = text_of(client, "/desk", user)
    assert "3 people have replied to “Slow walk” this week." in page
    assert f'href="/desk/events/{event.slug}/rsvps"' in page
    helper, _own = organiser(MemberRole.HELPER)
    assert "have replied" not in text_of(client, "/desk", helper)


def test_my_events_stand_with_how_they_stand(client: FlaskClient) -> None:
    user, organisation = organiser()
    ago = (clock.now() - timedelta(days=9)).replace(tzinfo=None, microsecond=0)

    def event(title: str, status: EventStatus, **more: object) -> Event:
        made: Event = EventFactory(title=title, hosts=[organisation], status=status, **more)
        return made

    event("A first idea", EventStatus.DRAFT, starts_local=None, ends_local=None)
    event("Waiting for them", EventStatus.PROPOSED)
    event("Soon", EventStatus.PUBLISHED)
    event("Long ago", EventStatus.PUBLISHED, starts_local=ago)
    event("Wiped", EventStatus.DELETED)
    EventFactory(title="Of others")
    page = text_of(client, "/desk", user)
    for words in ("A first idea", "No date yet", "Draft", "Waiting for them", "Soon"):
        assert words in page, words
    for words in ("Long ago", "Wiped", "Of others"):
        assert words not in page, words
    everything = text_of(client, "/desk/events", user)
    assert "Long ago" in everything
    assert "Wiped" not in everything


def test_my_replies_lead_to_themselves(client: FlaskClient) -> None:
    user = UserFactory()
    ago = (clock.now() - timedelta(days=9)).replace(tzinfo=None, microsecond=0)
    soon = RsvpFactory(event=EventFactory(title="Soon"), user=user, email=user.email)
    RsvpFactory(event=EventFactory(title="Long ago", starts_local=ago), user=user, email=user.email)
    off = EventFactory(title="Called off", status=EventStatus.CANCELLED)
    RsvpFactory(event=off, user=user, email=user.email)
    RsvpFactory(event=EventFactory(title="Of others"))
    page = text_of(client, "/desk/replies", user)
    for words in ("Soon", "Long ago", "Called off", "The event is cancelled", f"/rsvps/{soon.token}"):
        assert words in page, words
    assert "Of others" not in page
    assert "Where I am going" in text_of(client, "/desk", user)


def test_money_waits_for_those_who_keep_it_and_not_for_who_has_said_their_word(client: FlaskClient) -> None:
    first, host = organiser(MemberRole.TREASURER)
    second = UserFactory()
    MembershipFactory(user=second, organisation=host, role=MemberRole.OWNER)
    organises = UserFactory()
    MembershipFactory(user=organises, organisation=host, role=MemberRole.ORGANISER)
    fund = make_fund(slug="tea", title="Tea for all", hosts=[host])
    make_donation(fund, source=GiftSource.CASH, entered_by=first)
    paid = make_donation(fund, status=DonationStatus.PAID)
    refund = {"status": RefundStatus.REQUESTED, "amount_minor": 500, "created_at": clock.now()}
    session.add(Refund(donation=paid, reference="asked", **refund))
    session.add(Refund(donation=paid, reference="half", decided_by=first, **refund))
    session.commit()

    page = text_of(client, "/desk", first)
    assert "1 refund from “Tea for all” waits for a word." in page
    assert "waits for a second count" not in page, "who counted does not count again"
    assert 'href="/desk/funds/tea/treasury"' in page
    page = text_of(client, "/desk", second)
    assert "2 refunds from “Tea for all” wait for a word." in page
    assert "The cash of 1 gift to “Tea for all” waits for a second count." in page
    for other in (organises, organiser(MemberRole.TREASURER)[0]):
        assert "Tea for all” wait" not in text_of(client, "/desk", other)


def test_replies_to_all_dates_of_a_series_are_told_once(client: FlaskClient) -> None:
    user, organisation = organiser()
    first, second, *_rest = dates(make_series(organisation))
    RsvpFactory(event=first)
    page = text_of(client, "/desk", user)
    assert f"1 person has replied to “{first.called}” this week." in page
    RsvpFactory(event=first)
    RsvpFactory(event=second)
    page = text_of(client, "/desk", user)
    assert "3 replies to the dates of “Slow walk” have come this week." in page
    assert 'href="/desk/series/slow-walk"' in page
    assert "replied to" not in page
