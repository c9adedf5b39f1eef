"""Statements are sent once; who leaves is forgotten, and the ledger is not."""

from datetime import UTC, datetime

from app.accounts.facts import PersonalData, UserErased
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.questions import ask
from app.core.transaction import transaction
from app.donations.jobs.statements import send_statements
from app.donations.models import (
    DedicationKind,
    Donation,
    DonationStatus,
    RecurringStatus,
    Refund,
    YearlyStatement,
)
from app.donations.services.giving import giver_key
from app.donations.services.refunding import request_refund
from app.outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_donation, make_fund

JANUARY = datetime(2027, 1, 9, 8, tzinfo=UTC)


def gift(fund, email, amount, year=2026, **values):
    paid_at = datetime(year, 6, 1, 12, tzinfo=UTC)
    values = {"email": email, "email_key": giver_key(email), "paid_at": paid_at, **values}
    return make_donation(fund, amount, values.pop("status", DonationStatus.PAID), **values)


def test_everyone_who_gave_gets_one_statement_in_january(app):
    fund = make_fund()
    gift(fund, "kim@example.org", 1_000)
    gift(fund, "Kim@example.org", 2_000, refunded_minor=500)
    gift(fund, "sam@example.org", 3_000)
    gift(fund, "last-year@example.org", 3_000, year=2025)
    gift(fund, "never@example.org", 3_000, status=DonationStatus.EXPIRED, paid_at=None)
    gift(fund, None, 3_000)
    with clock.frozen(JANUARY.replace(month=2)):
        send_statements()
    assert session.query(YearlyStatement).count() == 0
    for _night in range(2):
        with clock.frozen(JANUARY):
            send_statements()
    mails = sent()
    assert sorted(mail.recipient.lower() for mail in mails) == ["kim@example.org", "sam@example.org"]
    text = next(mail for mail in mails if mail.recipient.lower().startswith("kim")).text
    assert "£10.00" in text
    assert "£20.00 (given back: £5.00)" in text
    assert "£25.00" in text


def test_who_leaves_is_forgotten_and_the_ledger_is_not(stripe):
    user = UserFactory(email="kim@example.org")
    fund = make_fund()
    donation = stripe.give(
        fund,
        is_monthly=True,
        dedication=DedicationKind.IN_MEMORY,
        dedicated_to="Sam",
        message="For the kettle.",
    )
    with transaction():
        request_refund(donation, reason="I need it.")
    content = {part.name: part.content for part in ask(PersonalData(user))}["gifts"]
    told = content["gifts"][0]
    assert told["dedicated_to"] == "Sam"
    assert told["refunds"] == [{"amount_minor": 1_000, "status": "requested", "reason": "I need it."}]
    with transaction():
        announce(UserErased(user))
    stripe.go_on()
    donation = stripe.fresh(donation)
    recurring = stripe.monthly_of(donation)
    for each in (donation, recurring):
        assert (each.name, each.email, each.email_key, each.dedicated_to, each.message) == (None,) * 5
    assert recurring.status is RecurringStatus.CANCELLED
    assert session.query(Refund).one().reason is None
    assert stripe.check_books(fund) == 1_000
    assert not stripe.mails("monthly_ended")
    assert ask_gifts(user) == []


def test_nobody_reads_the_gifts_of_an_unconfirmed_address(app):
    gift(make_fund(), "kim@example.org", 1_000)
    user = UserFactory(email="kim@example.org", confirmed_at=None)
    assert ask_gifts(user) == []
    with transaction():
        announce(UserErased(user))
    assert session.query(Donation).one().name


def test_words_are_encrypted_and_keys_rotate(app):
    donation = gift(make_fund(), "kim@example.org", 1_000, message="For the kettle.")
    stored = session.connection().exec_driver_sql("SELECT email, message, token FROM donations").one()
    assert not any("kim@" in each or "the kettle" in each or donation.token in each for each in stored)
    assert app.test_cli_runner().invoke(args=["keys", "rotate"]).output == "0 values encrypted anew.\n"


def ask_gifts(user):
    return {part.name: part.content for part in ask(PersonalData(user))}["gifts"]["gifts"]


def sent():
    session.rollback()
    return session.query(Message).filter_by(template="donations/yearly_statement").all()
