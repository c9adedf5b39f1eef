"""What is kept of a reply, for how long, and whose it is."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.facts import AddressConfirmed, PersonalData, UserErased
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.rsvps import services
from app.rsvps.jobs import forget_old_guests, forget_old_needs
from app.rsvps.models import Rsvp, RsvpConsent
from app.rsvps.models import RsvpStatus as S
from app.rsvps.queries import concerned, personal_data, rsvp_of, rsvps_of
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.queries import counting
from tests.rsvps.asking import mails, only_rsvp, taken
from tests.rsvps.factories import RsvpFactory


def test_needs_are_deleted_two_weeks_after_the_event(app):
    rsvp = RsvpFactory(access_needs="A quiet corner")
    with clock.frozen(rsvp.event.ends_at + timedelta(days=13)):
        forget_old_needs()
    assert only_rsvp().access_needs == "A quiet corner"
    with clock.frozen(rsvp.event.ends_at + timedelta(days=15)):
        forget_old_needs()
    assert only_rsvp().access_needs is None


def test_replies_that_nobody_confirmed_are_deleted_too(app):
    rsvp = RsvpFactory(status=S.LAPSED)
    with clock.frozen(rsvp.event.ends_at + timedelta(days=15)):
        forget_old_needs()
    session.rollback()
    assert session.scalar(select(Rsvp.id)) is None


def test_a_year_after_the_event_only_the_number_of_guests_is_known(app):
    host = OrganisationFactory()
    event = EventFactory(hosts=[host])
    rsvp = RsvpFactory(event=event, party_size=2, answers={"q1": "Tea"}, consents=[host], user=UserFactory())
    later = RsvpFactory(event=EventFactory(starts_local=event.starts_local + timedelta(days=9)))
    with clock.frozen(event.ends_at + timedelta(days=364)):
        forget_old_guests()
    assert session.get_one(Rsvp, rsvp.id).email == rsvp.email
    with clock.frozen(event.ends_at + timedelta(days=366)):
        forget_old_guests()
        forget_old_guests()
    session.rollback()
    old = session.get_one(Rsvp, rsvp.id)
    assert (old.name, old.email, old.user_id, old.answers) == ("", "", None, {})
    assert (old.status, old.party_size, taken(event)) == (S.GOING, 2, 2)
    assert session.scalar(select(RsvpConsent.rsvp_id)) is None
    assert session.get_one(Rsvp, later.id).email == later.email


def test_nobody_writes_to_someone_who_is_erased_after_the_event(app):
    host, user = OrganisationFactory(), UserFactory()
    rsvp = RsvpFactory(event=EventFactory(hosts=[host]), user=user)
    with clock.frozen(rsvp.event.ends_at + timedelta(days=1)), transaction():
        services.forget_person(UserErased(user))
        message = services.HostMessage("Thank you", "It was good to have you here.", host)
        assert services.message_people(rsvp.event, message, by=UserFactory()) == 0
        assert concerned(rsvp.event) == []
    assert mails() == []


def test_replies_made_before_registering_become_ones_own(app):
    rsvp = RsvpFactory(email="sam@example.org")
    RsvpFactory(event=rsvp.event, email="other@example.org")
    user = UserFactory(email="sam@example.org")
    with transaction():
        services.link_replies(AddressConfirmed(user))
    assert [each.id for each in rsvps_of(user)] == [rsvp.id]
    assert rsvp_of(user, rsvp.event).id == rsvp.id


def test_confirming_a_reply_links_it_to_the_account_with_that_address(app, client):
    user = UserFactory(email="sam@example.org")
    rsvp = RsvpFactory(email="sam@example.org", status=S.PENDING)
    client.post(f"/rsvps/{rsvp.token}/confirm")
    assert only_rsvp().user_id == user.id


def test_coming_after_all_links_a_reply_that_was_never_confirmed_to_the_account(app, client):
    user = UserFactory(email="sam@example.org")
    rsvp = RsvpFactory(email="sam@example.org", status=S.CANCELLED)
    client.post(f"/rsvps/{rsvp.token}/restore")
    assert (only_rsvp().status, only_rsvp().user_id) == (S.GOING, user.id)


def test_an_erased_person_leaves_no_trace_but_the_count(app):
    user, host = UserFactory(email="sam@example.org"), OrganisationFactory()
    event = EventFactory(hosts=[host])
    rsvp = RsvpFactory(
        event=event,
        email="sam@example.org",
        user=user,
        access_needs="Quiet",
        answers={"q1": "Tea"},
        consents=[host],
    )
    token = rsvp.token
    with transaction():
        services.forget_person(UserErased(user))
    rsvp = only_rsvp()
    assert (rsvp.name, rsvp.email, rsvp.user_id, rsvp.access_needs, rsvp.answers) == ("", "", None, None, {})
    assert (rsvp.status, taken(event)) == (S.CANCELLED, 0)
    assert session.scalar(select(RsvpConsent.rsvp_id)) is None
    assert rsvp.token != token


def test_an_unconfirmed_account_cannot_reach_the_replies_of_its_address(app):
    rsvp = RsvpFactory(email="sam@example.org")
    impostor = UserFactory(email="sam@example.org", confirmed_at=None)
    assert personal_data(PersonalData(impostor)).content == []
    with transaction():
        services.forget_person(UserErased(impostor))
    assert only_rsvp().email == rsvp.email


def test_everything_kept_about_a_person_is_exported(app):
    host = OrganisationFactory(name="Harbour Men's Circle")
    rsvp = RsvpFactory(
        event=EventFactory(hosts=[host]), email="sam@example.org", access_needs="Quiet", consents=[host]
    )
    (row,) = personal_data(PersonalData(UserFactory(email="sam@example.org"))).content
    assert row["event"] == rsvp.event.title
    assert (row["access_needs"], row["hosts_that_may_write"]) == ("Quiet", ["Harbour Men's Circle"])


def test_what_is_kept_about_many_replies_is_asked_at_once(app):
    user, host = UserFactory(email="sam@example.org"), OrganisationFactory()
    for _number in range(3):
        RsvpFactory(event=EventFactory(hosts=[host]), user=user, consents=[host])
    with counting() as statements:
        rows = personal_data(PersonalData(user)).content
    assert [row["hosts_that_may_write"] for row in rows] == [[host.name]] * 3
    assert sum("rsvp_consents" in each for each in statements) == 1
