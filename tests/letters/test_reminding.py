"""Reminders: once, in time, to those who asked; and they move with the event."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import Action
from app.audit.queries import history_of
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.transaction import transaction
from app.events.facts import EventChanged
from app.events.models import Event, EventStatus
from app.events.rules import resolve_wall_time
from app.letters import services
from app.letters.jobs import send_reminders
from app.letters.models import Reminder
from app.letters.queries import moments_of
from app.organisations.models import Organisation
from app.outbox.models import ListName
from app.rsvps.models import RsvpStatus
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.racing import at_once, first_and_second
from tests.rsvps.asking import mails, templates
from tests.rsvps.factories import RsvpFactory
from tests.signing_in import sign_in

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
STARTS = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def event(app):
    with clock.frozen(NOW):
        return EventFactory(
            hosts=[OrganisationFactory(name="Harbour Men's Circle")],
            title="Carrying it together",
            starts_local=STARTS.replace(tzinfo=None),
            first_ten_minutes="Tea first.",
        )


@pytest.fixture
def sam(event):
    with clock.frozen(NOW):
        return RsvpFactory(event=event, name="Sam", email="sam@example.org", wants_reminders=True)


def look(before):
    """Let the worker look, so long before the start."""
    with clock.frozen(STARTS - before):
        send_reminders()
    return [mail.created_at for mail in mails()]


def test_two_reminders_come_each_once(event, sam):
    for hours in (80, 72, 71.9, 60, 4, 3, 2.9, 1, 0, -1):
        look(hours * HOUR)
    assert [STARTS - mail.created_at for mail in mails()] == [72 * HOUR, 3 * HOUR]
    first = mails()[0]
    assert first.subject == "Soon: Carrying it together"
    assert first.list_name is ListName.REMINDERS
    for words in (
        "Thursday 3 December 2026",
        "12 Fern Hill",
        "Tea first.",
        f"/rsvps/{sam.token}",
        "/unsubscribe/",
    ):
        assert words in first.text


def test_only_those_who_are_going_and_have_asked_are_reminded(event, sam):
    with clock.frozen(NOW):
        RsvpFactory(event=event)
        for status in (RsvpStatus.PENDING, RsvpStatus.CANCELLED, RsvpStatus.WAITLISTED):
            RsvpFactory(event=event, status=status, wants_reminders=True)
    look(72 * HOUR)
    assert [mail.recipient for mail in mails()] == ["sam@example.org"]


def test_a_discreet_reminder_names_nothing_in_its_subject(event, sam):
    with transaction():
        sam.is_discreet = True
    look(3 * HOUR)
    assert mails()[0].subject == "About your appointment on Thursday 3 December 2026"
    assert "<title>Carrying" not in mails()[0].html


def test_who_has_only_just_replied_knows_it_anyway(event):
    with clock.frozen(STARTS - 71 * HOUR):
        RsvpFactory(event=event, wants_reminders=True)
    look(70 * HOUR)
    assert not mails()
    look(3 * HOUR)
    assert templates() == ["letters/reminder"]


def test_who_asks_only_now_is_not_reminded_of_the_page_they_are_on(event, sam):
    with transaction():
        sam.wants_reminders, sam.changed_at = True, STARTS - 70 * HOUR
    look(69 * HOUR)
    assert not mails()
    look(3 * HOUR)
    assert templates() == ["letters/reminder"]


def test_a_worker_that_was_away_sends_only_what_still_makes_sense(event, sam):
    look(30 * HOUR)
    assert not mails(), "the long one is late by more than half its time"
    look(1 * HOUR)
    assert not mails(), "so is the short one"


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.WITHDRAWN])
def test_an_event_that_is_off_reminds_nobody(event, sam, status):
    with transaction():
        event.status = status
    look(72 * HOUR)
    assert not mails()


def move(event, to, at):
    with clock.frozen(at), transaction():
        before = {"starts_local": event.starts_local.isoformat()}
        event.starts_local, event.ends_local = to, to + timedelta(hours=2)
        event.starts_at, event.ends_at = (
            resolve_wall_time(local, event.zone) for local in (event.starts_local, event.ends_local)
        )
        announce(EventChanged(event, before, {"starts_local": to.isoformat()}))


def reminders():
    return [mail.created_at for mail in mails() if mail.template == "letters/reminder"]


def test_reminders_move_with_the_event(event, sam):
    look(72 * HOUR)
    later = STARTS + timedelta(days=14)
    move(event, later.replace(tzinfo=None), STARTS - 10 * HOUR)
    look(3 * HOUR)
    for before in (72, 3):
        with clock.frozen(later - before * HOUR):
            send_reminders()
    assert reminders() == [STARTS - 72 * HOUR, later - 72 * HOUR, later - 3 * HOUR]


def test_a_new_time_on_the_same_day_reminds_nobody_twice(event, sam):
    look(72 * HOUR)
    move(event, STARTS.replace(tzinfo=None) + HOUR, STARTS - 71.5 * HOUR)
    look(70 * HOUR)
    assert len(reminders()) == 1


def test_who_hears_of_a_nearer_date_is_not_reminded_in_the_same_breath(event, sam):
    sooner = STARTS - timedelta(days=14)
    move(event, sooner.replace(tzinfo=None), sooner - 48 * HOUR)
    with clock.frozen(sooner - 47 * HOUR):
        send_reminders()
    assert not reminders(), "the mail about the change has said when it is"
    with clock.frozen(sooner - 3 * HOUR):
        send_reminders()
    assert len(reminders()) == 1
    session.rollback()
    assert [row.is_sent for row in session.scalars(select(Reminder).order_by(Reminder.id))] == [False, True]


def test_a_worker_that_dies_between_row_and_mail_loses_nothing_and_doubles_nothing(event, sam):
    class Died(Exception):
        """The power went."""

    with clock.frozen(STARTS - 72 * HOUR):
        with pytest.raises(Died), transaction():  # noqa: PT012  # what dies is the transaction
            assert services.remind(event.id) == 1
            raise Died
        assert not mails()
        for _again in range(2):
            send_reminders()
    assert len(mails()) == 1


def test_two_workers_at_once_remind_once(app, event, sam):
    event_id = event.id
    with clock.frozen(STARTS - 72 * HOUR):
        moment = clock.now()

    def remind():
        with clock.frozen(moment):
            return services.remind(event_id)

    at_once(app, remind, remind)
    assert len(mails()) == 1


def test_two_hosts_who_choose_at_once_are_both_served(app, event):
    event_id, host = event.id, MembershipFactory()
    user_id, organisation_id = host.user_id, host.organisation_id

    def choose():
        services.set_plan(
            session.get_one(Event, event_id),
            [24],
            thanks=False,
            by=session.get_one(User, user_id),
            on_behalf_of=session.get_one(Organisation, organisation_id),
        )

    assert first_and_second(app, choose, choose) == [None, None]
    assert moments_of(event) == [24]


def test_hosts_choose_the_moments(client, event, sam):
    membership = MembershipFactory(organisation=OrganisationFactory())
    sign_in(client, membership.user)
    address = f"/desk/events/{event.slug}/letters"
    assert client.get(address).status_code == 404
    with transaction():
        membership.organisation = session.scalars(
            select(type(membership.organisation)).where(
                type(membership.organisation).name == "Harbour Men's Circle"
            )
        ).one()
    page = client.get(address).get_data(as_text=True)
    assert page.count("checked") == 3, "3 days, 3 hours, and thanks"
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    with clock.frozen(NOW):
        client.post(address, data={"csrf_token": token, "moments": ["24"], "thanks": "y"})
        client.post(address, data={"csrf_token": token, "moments": ["24"], "thanks": "y"})
    assert client.get(address).get_data(as_text=True).count("checked") == 2
    session.rollback()
    assert [line.action for line in history_of(event)] == [Action.EVENT_LETTERS_SET]
    for hours in (72, 24, 3):
        look(hours * HOUR)
    assert [STARTS - sent for sent in reminders()] == [24 * HOUR]
    bad = client.post(address, data={"csrf_token": token, "moments": ["5"]})
    assert bad.status_code == 422
