"""Yearly statements, and what is forgotten when someone leaves."""

from typing import TypeVar

from sqlalchemy import Select, select

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

Gift = TypeVar("Gift", Donation, RecurringGift)


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
    session.scalars(_held(Donation, key)).all()  # a gift is held before its monthly gift
    for recurring in session.scalars(_held(RecurringGift, key)).all():
        if recurring.status in RUNNING and recurring.subscription_id:
            cancel_monthly(recurring)
        _forget(recurring)
    for donation in gifts_of_giver(key):
        for refund in session.scalars(select(Refund).where(Refund.donation_id == donation.id)):
            refund.reason = None
        _forget(donation)
    session.flush()


def _held(kind: type[Gift], key: str) -> Select[Gift]:
    query = select(kind).where(kind.email_key == key).order_by(kind.id)
    return query.with_for_update().execution_options(populate_existing=True)


def _forget(gift: Donation | RecurringGift) -> None:
    gift.name = gift.email = gift.email_key = gift.dedicated_to = gift.message = None
    gift.is_name_hidden, gift.dedication = True, DedicationKind.NONE
    gift.message_status = MessageStatus.NONE
