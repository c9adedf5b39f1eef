"""Monthly gifts: each month that is paid becomes a gift of its own, once; the giver's wishes; the end."""

from app.core import clock
from app.core.database import session
from app.core.tokens import new_token, token_hash
from app.donations import emails
from app.donations.gateway.answers import Invoice, Recurring
from app.donations.gateway.words import RecurringStatus as Told
from app.donations.models import (
    Donation,
    DonationStatus,
    GiftSource,
    MessageStatus,
    RecurringGift,
    RecurringStatus,
    RecurringWish,
)
from app.donations.queries.gifts import (
    gift_of_invoice,
    locked,
    locked_first_gift,
    locked_gift_of_invoice,
    locked_recurring,
    weights_of,
)
from app.donations.queries.refunds import keepers_of
from app.donations.rules.giving import MOST_FAILED_MAILS
from app.donations.rules.status import can_move, move
from app.donations.services.giving import new_reference
from app.donations.services.settling import pay
from app.donations.services.wishing import RUNNING, drop_wish, end_with_fund
from app.outbox.services import post

_STATUS = {
    Told.ACTIVE: RecurringStatus.ACTIVE,
    Told.PAUSED: RecurringStatus.PAUSED,
    Told.PAST_DUE: RecurringStatus.PAST_DUE,
}


def note_invoice(invoice: Invoice, *, account: str | None) -> bool:
    """Let a month that is paid become a gift; False when it belongs to no monthly gift of ours."""
    known = _held_gift_of(invoice)
    recurring = locked_recurring(invoice.recurring, invoice.reference)
    if recurring is None or recurring.account != account:
        return False
    recurring.subscription_id = recurring.subscription_id or invoice.recurring
    if not invoice.paid or invoice.amount.minor <= 0:
        return True
    donation = known or gift_of_invoice(invoice.id) or _new_gift(recurring, invoice)
    donation.invoice_id = donation.invoice_id or invoice.id
    donation.payment_id = donation.payment_id or invoice.payment
    pay(donation)
    end_with_fund(recurring)
    return True


def note_failure(invoice: Invoice, *, account: str | None) -> bool:
    """Write down that a month could not be paid, and say so kindly, at most three times in a row."""
    recurring = locked_recurring(invoice.recurring, invoice.reference)
    if recurring is None or recurring.account != account:
        return False
    donation = gift_of_invoice(invoice.id)
    is_paid = invoice.paid or (donation is not None and donation.status is DonationStatus.PAID)
    if is_paid or invoice.is_first or recurring.status not in RUNNING:
        return True  # on the pay page the giver sees it there
    if can_move(recurring.status, RecurringStatus.PAST_DUE) and recurring.status is RecurringStatus.ACTIVE:
        recurring.status = move(recurring.status, RecurringStatus.PAST_DUE)
    if recurring.failed_mails < MOST_FAILED_MAILS and recurring.email:
        recurring.failed_mails += 1
        post(emails.monthly_failed(recurring, invoice.pay_url))
    return True


def note_recurring(told: Recurring, *, account: str | None) -> bool:
    """Write down how a monthly gift stands, as the provider says when it is asked; False: not ours."""
    recurring = locked_recurring(told.id, told.reference)
    if recurring is None or recurring.account != account:
        return False
    recurring.subscription_id = recurring.subscription_id or told.id
    recurring.customer_id = recurring.customer_id or told.customer
    if told.status is Told.ENDED:
        end(recurring)
        return True
    if told.amount != recurring.amount and told.amount.currency == recurring.currency:
        recurring.amount_minor, recurring.cover_minor = told.amount.minor, 0
    status = _STATUS.get(told.status)
    if status and recurring.status in RUNNING and can_move(recurring.status, status):
        recurring.status = move(recurring.status, status)
    end_with_fund(recurring)
    return True


def end(recurring: RecurringGift) -> None:
    """Let a held monthly gift end; one that never began is told to nobody."""
    was_running = recurring.status in RUNNING
    status = RecurringStatus.CANCELLED if was_running else RecurringStatus.EXPIRED
    if not can_move(recurring.status, status):
        return
    recurring.status, recurring.ended_at = move(recurring.status, status), clock.now()
    recurring.wish = None
    if was_running and recurring.email:
        post(emails.monthly_ended(recurring))


def fulfil_wish(recurring_id: int, number: int, told: Recurring) -> None:
    """Write down that a wish is done, unless another has come meanwhile."""
    recurring = locked(RecurringGift, recurring_id)
    cover = recurring.wish_cover_minor if recurring.wish is RecurringWish.CHANGE else None
    note_recurring(told, account=recurring.account)
    if recurring.wishes != number or recurring.wish is None:
        return
    if cover is not None:
        recurring.cover_minor = cover
    drop_wish(recurring_id, number)


def refuse_wish(recurring_id: int, number: int, told: Recurring | None) -> None:
    """Give up a wish that the provider refuses for good, and tell its giver and the hosts' treasurers.

    `told` is how the monthly gift stands there, if that is known: one that has ended says so by itself.
    """
    recurring = locked(RecurringGift, recurring_id)
    if told is not None:
        note_recurring(told, account=recurring.account)
    wish = recurring.wish
    if recurring.wishes != number or wish is None:
        return
    if recurring.email:
        post(emails.wish_refused(recurring, wish))
    for reader in keepers_of(recurring.fund.cohosting):
        post(emails.wish_stuck(recurring, wish, reader))
    drop_wish(recurring_id, number)


def _held_gift_of(invoice: Invoice) -> Donation | None:
    """Hold the gift that a month pays, if there is one: the first month pays that with which it began."""
    held = locked_gift_of_invoice(invoice.id)
    if held is None and invoice.is_first:
        first = locked_first_gift(invoice.recurring, invoice.reference)
        held = first if first is not None and first.invoice_id in {None, invoice.id} else None
    return held


def _new_gift(recurring: RecurringGift, invoice: Invoice) -> Donation:
    """Make the gift of a month; no other is made of it, as its monthly gift is held."""
    token = new_token()
    donation = Donation(
        fund=recurring.fund,
        recurring=recurring,
        source=GiftSource.MONTHLY,
        status=DonationStatus.PENDING,
        reference=new_reference(),
        token=token,
        token_hash=token_hash(token),
        account=recurring.account,
        invoice_id=invoice.id,
        amount_minor=invoice.amount.minor,
        cover_minor=recurring.cover_minor if invoice.amount == recurring.amount else 0,
        currency=invoice.amount.currency,
        shares=weights_of(recurring.fund),
        attempt=1,
        refunded_minor=0,
        created_at=clock.now(),
        email=recurring.email,
        email_key=recurring.email_key,
        name=recurring.name,
        is_name_hidden=recurring.is_name_hidden,
        is_name_refused=recurring.is_name_refused,
        dedication=recurring.dedication,
        dedicated_to=recurring.dedicated_to,
        message=None,
        message_status=MessageStatus.NONE,
        language=recurring.language,
    )
    session.add(donation)
    session.flush()
    return donation
