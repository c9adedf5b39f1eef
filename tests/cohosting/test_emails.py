"""Each message between hosts, word for word."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cohosting import jobs, services
from app.cohosting.models import ProposalKind
from app.cohosting.rules import Difference
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.outbox.models import ListName, Message
from app.outbox.services import leave_list
from tests.cohosting.factories import (
    change,
    invite,
    make_cohosting,
    make_organisation,
    object_to,
    propose,
    sign_off,
)
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"
IN_ROTATING_ORDER = (("The Long Table", "Steady Ground"), ("One", "Two"))
START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_day(app):
    with clock.frozen(START):
        yield


def messages(template):
    query = select(Message).where(Message.template == f"cohosting/{template}").order_by(Message.id)
    return session.scalars(query).all()


def check(template, *, name=None):
    message = messages(template)[0]
    text = f"Subject: {message.subject}\n\n{message.text}"
    text = re.sub(r"/host-invitations/[\w-]{32}\n", "/host-invitations/TOKEN\n", text)
    text = re.sub(r"/unsubscribe/[\w-]+\n", "/unsubscribe/TOKEN\n", text)
    text = re.sub(r"/(cohostings|proposals|host-offers)/\d+", r"/\1/ID", text)
    for names in IN_ROTATING_ORDER:  # which comes first hangs on the number of the thing
        text = text.replace(" and ".join(reversed(names)), " and ".join(names))
    assert_snapshot(SNAPSHOTS / f"{name or template}.txt", text)
    assert message.subject in message.html.replace("&#39;", "'")


def recipients(template):
    return {message.recipient for message in messages(template)}


def test_an_organisation_that_is_here_is_asked(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground", "Amina Yusuf")
    invite(hosting, organisation=other)
    assert recipients("offered") == {person.email}
    check("offered")


def test_an_address_is_asked_with_a_link_that_stands_nowhere_else(app):
    hosting = make_cohosting("The Long Table")
    host = invite(hosting, email="hello@example.org")
    assert recipients("offered_by_link") == {"hello@example.org"}
    check("offered_by_link")
    token = messages("offered_by_link")[0].text.split("/host-invitations/")[1][:32]
    assert token not in (host.token_hash, host.message)


def test_the_other_hosts_learn_who_accepted(app):
    hosting = make_cohosting("The Long Table", "Steady Ground")
    assert recipients("accepted") == {hosting.organisers[0].email}
    check("accepted")


def test_the_hosts_learn_who_declined_and_why(app):
    hosting = make_cohosting("The Long Table")
    other, person = make_organisation("Steady Ground")
    host = invite(hosting, organisation=other)
    with transaction():
        services.decline(host, note="Next year, gladly.", by=person)
    assert recipients("declined") == {hosting.organisers[0].email}
    check("declined")


def test_those_whose_word_is_missing_are_asked_for_a_change(app):
    hosting = make_cohosting()
    propose(hosting, change(note="The room is free only later.", starts="18:30"))
    assert recipients("awaited") == {hosting.organisers[1].email}
    check("awaited")


def test_a_mail_says_where_words_lead_and_keeps_the_lines_of_a_list(app):
    hosting = make_cohosting()
    rows = [
        Difference("On the map", "See it", "See it", "https://maps.example/1", "https://maps.example/2"),
        Difference("Why", "", "For:\n- tea & cake\n- chairs"),
    ]
    propose(hosting, replace(change(), rows=lambda: rows))
    [message] = messages("awaited")
    assert "On the map: See it https://maps.example/1 → See it https://maps.example/2" in message.text
    assert "See it https://maps.example/2</dd>" in message.html
    assert "For:<br>- tea &amp; cake<br>- chairs</dd>" in message.html


@pytest.mark.parametrize("kind", [ProposalKind.PUBLISH, ProposalKind.CANCEL])
def test_the_words_fit_what_is_proposed(app, kind):
    hosting = make_cohosting()
    proposal = propose(hosting, change(kind, title="A walk by the river"))
    check("awaited", name=f"awaited_{kind}")
    sign_off(hosting, proposal, number=1)
    check("agreed", name=f"agreed_{kind}")


def test_a_changed_proposal_says_that_everyone_is_asked_again(app):
    hosting = make_cohosting()
    propose(hosting, change(starts="18:30"))
    propose(hosting, change(starts="19:00"))
    assert len(messages("awaited")) == 2
    assert "everyone is asked again" in messages("awaited")[1].text


def test_a_host_that_joins_while_something_waits_is_asked_at_once(app):
    hosting = make_cohosting("The Long Table")
    first = make_cohosting("One", "Two")
    other, person = make_organisation("Third Place")
    propose(first)
    host = invite(first, organisation=other)
    with transaction():
        services.accept(host, by=person)
    assert person.email in recipients("awaited")
    assert hosting.organisers[0].email not in recipients("awaited")


def test_everyone_agrees_and_is_told(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    sign_off(hosting, proposal, number=1)
    assert recipients("agreed") == {person.email for person in hosting.organisers}
    check("agreed")


def test_a_sole_host_gets_no_mail_from_itself(app):
    hosting = make_cohosting("The Long Table")
    propose(hosting, change(ProposalKind.PUBLISH))
    assert session.scalars(select(Message)).all() == []


def test_everyone_else_learns_of_an_objection_once(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    for _twice in range(2):
        object_to(hosting, proposal, number=1, note="It is too late\nfor our older members.")
    assert recipients("objected") == {hosting.organisers[0].email, hosting.organisers[2].email}
    assert len(messages("objected")) == 2
    check("objected")


def test_a_lapse_says_whose_word_was_missing(app):
    hosting = make_cohosting()
    propose(hosting)
    with clock.frozen(START + timedelta(days=7)):
        jobs.lapse_due()
    session.rollback()
    assert recipients("lapsed") == {person.email for person in hosting.organisers}
    check("lapsed")


def test_a_withdrawal_is_told_to_the_others(app):
    hosting = make_cohosting()
    proposal = propose(hosting)
    with transaction():
        services.withdraw(proposal, by=hosting.organisers[0], on_behalf_of=hosting.organisations[0])
    assert recipients("withdrawn") == {hosting.organisers[1].email}
    check("withdrawn")


def test_those_who_stay_learn_who_left(app):
    hosting = make_cohosting("One", "Two", "Three")
    with transaction():
        services.leave(hosting.cohosting, hosting.organisations[2], by=hosting.organisers[2])
    assert recipients("left") == {hosting.organisers[0].email, hosting.organisers[1].email}
    check("left")


def test_a_reminder_goes_once_to_those_awaited_after_two_days(app):
    hosting = make_cohosting("One", "Two", "Three")
    proposal = propose(hosting)
    sign_off(hosting, proposal, number=1)
    jobs.remind_awaited()
    assert messages("reminder") == []
    for hours in (48, 49, 100):
        with clock.frozen(START + timedelta(hours=hours)):
            jobs.remind_awaited()
    session.rollback()
    assert [message.recipient for message in messages("reminder")] == [hosting.organisers[2].email]
    check("reminder")


def test_whoever_wants_no_reminders_is_not_reminded_and_one_press_says_so(app):
    hosting = make_cohosting("One", "Two", "Three")
    propose(hosting)
    with transaction():
        leave_list(hosting.organisers[1].email, ListName.REMINDERS)
    with clock.frozen(START + timedelta(hours=48)):
        jobs.remind_awaited()
    session.rollback()
    (message,) = messages("reminder")
    assert (message.recipient, message.list_name) == (hosting.organisers[2].email, ListName.REMINDERS)


def test_each_reads_in_their_own_language_and_never_twice(app):
    hosting = make_cohosting()
    person = hosting.organisers[1]
    person.language = "fr"
    session.commit()
    proposal = propose(hosting)
    sign_off(hosting, proposal, number=1)
    assert messages("awaited")[0].language == "fr"
    assert {message.language for message in messages("agreed")} == {"en", "fr"}
    assert "lundi 9 novembre 2026" in messages("awaited")[0].text
