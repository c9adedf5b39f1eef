"""What givers wish of their monthly gifts: written down here, carried out by a job (`jobs.monthly`)."""

from app.core.errors import Refused
from app.core.i18n import _
from app.core.jobs import enqueue_named
from app.core.money import Money
from app.donations.models import FundStatus, RecurringGift, RecurringStatus, RecurringWish
from app.donations.queries.gifts import locked
from app.donations.rules.amounts import check_amount

CARRYING = "app.donations.jobs.monthly.carry_out_wish"
RUNNING = frozenset({RecurringStatus.ACTIVE, RecurringStatus.PAST_DUE, RecurringStatus.PAUSED})


def change_monthly(recurring: RecurringGift, amount: Money, *, cover_minor: int = 0) -> None:
    """Wish for another amount from the next month on; `cover_minor` comes on top of it."""
    check_amount(amount)
    held = _wish(recurring, RecurringWish.CHANGE)
    if amount.currency != held.currency:
        raise Refused(_("A monthly gift keeps its currency."))
    held.wish_minor, held.wish_cover_minor = amount.minor + cover_minor, cover_minor


def pause_monthly(recurring: RecurringGift) -> None:
    """Wish for a pause, until the giver goes on: money is never taken again without their word."""
    _wish(recurring, RecurringWish.PAUSE)


def resume_monthly(recurring: RecurringGift) -> None:
    """Wish to go on after a pause."""
    _wish(recurring, RecurringWish.RESUME)


def cancel_monthly(recurring: RecurringGift) -> None:
    """Wish for the end; nothing else can be wished after it, and wishing twice is once."""
    _wish(recurring, RecurringWish.CANCEL)


def end_with_fund(recurring: RecurringGift) -> None:
    """Wish for the end of a held monthly gift that runs while its fund takes no more."""
    is_over = recurring.fund.status is not FundStatus.OPEN
    if is_over and recurring.status in RUNNING and recurring.subscription_id:
        cancel_monthly(recurring)


def drop_wish(recurring_id: int, number: int) -> None:
    """Forget a wish that is done, or that the provider will never grant; a newer one stays."""
    recurring = locked(RecurringGift, recurring_id)
    if recurring.wishes == number:
        recurring.wish = recurring.wish_minor = recurring.wish_cover_minor = None


def wish_key(recurring: RecurringGift) -> str:
    """Give the idempotency key of the present wish."""
    return f"{recurring.reference}:wish:{recurring.wishes}"


def _wish(recurring: RecurringGift, wish: RecurringWish) -> RecurringGift:
    held = locked(RecurringGift, recurring.id)
    if held.status not in RUNNING or held.subscription_id is None:
        raise Refused(_("This monthly gift does not run, so there is nothing to change."))
    if held.wish is RecurringWish.CANCEL:
        if wish is RecurringWish.CANCEL:
            return held
        raise Refused(_("This monthly gift is just being ended."))
    if _would_drop_another(held.wish, wish):
        raise Refused(_("We are still telling Stripe what you asked for before. Try again in a minute."))
    held.wish, held.wishes = wish, held.wishes + 1
    held.wish_minor = held.wish_cover_minor = None
    enqueue_named(CARRYING, held.id)
    return held


def _would_drop_another(waiting: RecurringWish | None, wish: RecurringWish) -> bool:
    """Tell whether an amount and a pause would stand in each other's place; the end needs neither."""
    is_another = waiting is not None and RecurringWish.CHANGE in {waiting, wish} and waiting is not wish
    return is_another and wish is not RecurringWish.CANCEL
