"""Ask the payment provider for what givers wish of their monthly gifts."""

import logging
from datetime import timedelta

from app.core import clock
from app.core.database import session
from app.core.errors import Refused, existing
from app.core.i18n import _
from app.core.jobs import apart, job, periodic
from app.core.money import Money
from app.core.settings import settings
from app.core.transaction import transaction
from app.donations.gateway.answers import Recurring
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayError, GatewayRefused
from app.donations.models import RecurringGift, RecurringWish
from app.donations.queries.gifts import recurring_with_wishes, recurring_without_news
from app.donations.services import monthly
from app.donations.services.giving import back_address
from app.donations.services.wishing import wish_key

logger = logging.getLogger(__name__)

MOST = 200
#: A month, and the days for which a bank may be tried again.
SILENCE = timedelta(days=35)


@job
def carry_out_wish(recurring_id: int) -> None:
    """Ask for what is wished of a monthly gift; twice is once."""
    recurring = session.get(RecurringGift, recurring_id)
    if recurring is None or recurring.wish is None:
        return
    number = recurring.wishes
    try:
        done = _asked(recurring)
    except GatewayRefused as error:
        logger.warning("a wish was refused", extra={"recurring": recurring_id, "why": error.code})
        told = _how_it_stands(recurring_id)
        with transaction():
            monthly.refuse_wish(recurring_id, number, told)
        return
    except GatewayError as error:
        logger.warning("a wish has to wait", extra={"recurring": recurring_id, "why": str(error)})
        return
    with transaction():
        monthly.fulfil_wish(recurring_id, number, done)


@periodic(minutes=5)
def carry_out_wishes() -> None:
    """Carry out what a crash has left behind, or the provider could not be asked for."""
    if gifts_are_on():
        for recurring_id in recurring_with_wishes(MOST):
            with apart(recurring=recurring_id):
                carry_out_wish(recurring_id)


@periodic(hour=5)
def ask_silent() -> None:
    """Ask about each monthly gift that has brought nothing for longer than a month: perhaps it has ended.

    What is paid and was never told of is found before, by the comparison of the books.
    """
    if gifts_are_on():
        for recurring_id in recurring_without_news(clock.now() - SILENCE, MOST):
            with apart(recurring=recurring_id):
                _ask(recurring_id)


def _ask(recurring_id: int) -> None:
    account = session.get_one(RecurringGift, recurring_id).account
    told = _how_it_stands(recurring_id)
    if told is not None:
        with transaction():
            monthly.note_recurring(told, account=account)


def portal_link(recurring_id: int) -> str:
    """Give the provider's page where the giver changes the card; raise Refused."""
    recurring = existing(session.get(RecurringGift, recurring_id))
    if recurring.customer_id is None:
        raise Refused(_("This monthly gift has not begun yet."))
    customer, account = recurring.customer_id, recurring.account
    back = f"{settings().public_url}{back_address(recurring)}"
    session.rollback()  # nothing is held while the network is slow
    try:
        return gateway().portal_link(customer, return_url=back, account=account)
    except GatewayError as error:
        logger.warning("no portal", extra={"recurring": recurring_id, "why": str(error)})
        raise Refused(_("That page does not answer just now. Try again in a few minutes.")) from error


def _how_it_stands(recurring_id: int) -> Recurring | None:
    """Ask how a monthly gift stands; None when nobody answers."""
    recurring = session.get_one(RecurringGift, recurring_id)
    subscription, account = recurring.subscription_id or "", recurring.account
    session.rollback()  # nothing is held while the network is slow
    try:
        return gateway().recurring(subscription, account=account)
    except GatewayError as error:
        logger.warning("nobody knows how it stands", extra={"recurring": recurring_id, "why": str(error)})
        return None


def _asked(recurring: RecurringGift) -> Recurring:
    wish, subscription, account = recurring.wish, recurring.subscription_id or "", recurring.account
    amount = Money(recurring.wish_minor or recurring.amount_minor, recurring.currency)
    key = wish_key(recurring)
    session.rollback()  # nothing is held while the network is slow
    if wish is RecurringWish.CHANGE:
        return gateway().change_recurring(subscription, amount, key=key, account=account)
    if wish is RecurringWish.PAUSE:
        return gateway().pause_recurring(subscription, key=key, account=account)
    if wish is RecurringWish.RESUME:
        return gateway().resume_recurring(subscription, key=key, account=account)
    return gateway().end_recurring(subscription, account=account)
