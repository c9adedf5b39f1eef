"""Yearly statements, and what is forgotten when someone leaves."""

from sqlalchemy import select

from app.accounts.facts import UserErased
from app.core import clock
from app.core.database import insert, session
from app.donations import emails
from app.donations.models import (
    DedicationKind,
    Donation,
    MessageStatus,
    RecurringGift,
    Refund,
    YearlyStatement,
)
from app.donations.queries.giver import gifts_of_giver, gifts_of_year
from app.donations.services.giving import giver_key
from app.donations.services.wishing import RUNNING, cancel_monthly
from app.outbox.services import post


def send_statement(email_key: str, year: int) -> bool:
    """Send someone the list of a year's gifts, once; False when it was sent before."""
    row = insert(YearlyStatement).values(email_key=email_key, year=year, sent_at=clock.now())
    statement = row.on_conflict_do_nothing(index_elements=["email_key", "year"])
    if session.scalar(statement.returning(YearlyStatement.id)) is None:
        return False
    donations = gifts_of_year(email_key, year)
    if donations and donations[-1].email:
        post(emails.yearly_statement(donations, year))
    return True


def forget_giver(fact: UserErased) -> None:
    """Forget a giver's words and name; the amounts stay in the ledger, and a monthly gift ends."""
    key = giver_key(fact.user.email)
    if key is None or fact.user.confirmed_at is None:
        return
    for recurring in session.scalars(select(RecurringGift).where(RecurringGift.email_key == key)):
        if recurring.status in RUNNING and recurring.subscription_id:
            cancel_monthly(recurring)
        _forget(recurring)
    for donation in gifts_of_giver(key):
        for refund in session.scalars(select(Refund).where(Refund.donation_id == donation.id)):
            refund.reason = None
        _forget(donation)
    session.flush()


def _forget(gift: Donation | RecurringGift) -> None:
    gift.name = gift.email = gift.email_key = gift.dedicated_to = gift.message = None
    gift.is_name_hidden, gift.dedication = True, DedicationKind.NONE
    gift.message_status = MessageStatus.NONE
