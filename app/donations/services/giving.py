"""Begin a gift: written down and committed before the payment provider hears of it."""

from sqlalchemy import select

from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, in_language, locale
from app.core.settings import settings
from app.core.text import canonical_email, clean_line, clean_text
from app.core.tokens import new_token, token_hash
from app.donations.gateway.answers import Checkout
from app.donations.gateway.orders import CheckoutOrder
from app.donations.models import (
    DedicationKind,
    Donation,
    DonationStatus,
    Fund,
    GiftSource,
    MessageStatus,
    RecurringGift,
    RecurringStatus,
    Route,
)
from app.donations.queries.accounts import account_in_use
from app.donations.queries.contents import holding_of
from app.donations.queries.gifts import locked, weights_of
from app.donations.rules.giving import OPEN_FOR, GiftOrder, check_order, passes_on
from app.donations.rules.readiness import GiftHindrance, gift_hindrance, hindrance_sentence

#: What the pay page calls a gift in the metadata that ties a monthly gift to ours.
MONTHLY = "monthly"
#: So much of a form's hash is enough to tell it from every other.
KEY_SIGNS = 35


def begin_gift(fund: Fund, order: GiftOrder) -> Donation:
    """Write a gift down as PENDING; a monthly one is its `recurring`.

    Raise Refused when the fund takes no gifts now, Invalid when the order is none it can take.
    """
    hindrance = gift_hindrance(fund, holding_of(fund), clock.now().date())
    if hindrance is not None:
        raise Refused(hindrance_sentence(hindrance))
    check_order(order, fund)
    account = account_for(fund)
    recurring = _begin_monthly(fund, order, account) if order.is_monthly else None
    token = new_token()
    donation = Donation(
        fund=fund,
        recurring=recurring,
        source=GiftSource.MONTHLY if recurring else GiftSource.ONLINE,
        status=DonationStatus.PENDING,
        shares=weights_of(fund),
        token=token,
        token_hash=token_hash(token),
        attempt=1,
        refunded_minor=0,
        reference=new_reference(order.key),
        account=account,
        created_at=clock.now(),
    )
    _write_order(donation, fund, order)
    session.add(donation)
    session.flush()
    _check_is_seen(fund, order)
    return donation


def _check_is_seen(fund: Fund, order: GiftOrder) -> None:
    """Refuse a gift by parts that its giver has not seen; asked last: hosts may agree this very moment."""
    if order.seen_version is None:
        return
    if session.scalar(select(Fund.version).where(Fund.id == fund.id)) != order.seen_version:
        raise Refused(_("The hosts have just changed this fund. See below who gets what, then go on."))


def account_for(fund: Fund) -> str | None:
    """Give the connected account that takes a fund's gifts; None for the platform's own.

    What belongs to one host never falls to the platform, also when its account leaves at this moment.
    """
    if fund.route is not Route.DIRECT:
        return None
    hosts = weights_of(fund)
    account = account_in_use(hosts[0]["organisation"]) if len(hosts) == 1 else None
    if account is None or not account.provider_id or not account.can_charge:
        raise Refused(hindrance_sentence(GiftHindrance.ACCOUNT))
    return account.provider_id


def new_reference(key: str = "") -> str:
    """Make an opaque id for the payment provider; it opens nothing. The same form gives the same one."""
    return f"gift-{token_hash(key)[:KEY_SIGNS]}" if key else f"gift-{new_token()}"


def checkout_order(donation: Donation) -> CheckoutOrder:
    """Give what is asked of the payment provider: the same each time it is made of a gift."""
    # the provider keeps these addresses, and its desk shows them: they open nothing but how a gift stands,
    # so the link with which a gift is changed is known to its giver's mail alone
    back = f"{settings().public_url}{back_address(donation)}"
    recurring = donation.recurring
    with in_language(donation.language):
        title = _("Monthly gift") if recurring else _("Gift")
    return CheckoutOrder(
        amount=donation.amount,
        reference=donation.reference,
        references={MONTHLY: recurring.reference} if recurring else {},
        title=title,
        success_url=back,
        cancel_url=f"{back}?left=y",
        email=donation.email or None,
        monthly=recurring is not None,
        transfer_group=donation.reference if passes_on(donation) else None,
        expires_at=donation.created_at.replace(microsecond=0) + OPEN_FOR,
        language=donation.language,
    )


def back_address(gift: Donation | RecurringGift) -> str:
    """Give where the provider's pages lead back to: it tells how a gift stands and opens nothing else."""
    return f"/donations/back/{gift.reference}"


def checkout_key(donation: Donation) -> str:
    """Give the idempotency key under which the pay page is opened."""
    return f"{donation.reference}:checkout:{donation.attempt}"


def note_checkout(donation_id: int, checkout: Checkout) -> str:
    """Write down which pay page belongs to a gift, and give where to send the giver."""
    donation = locked(Donation, donation_id)
    if donation.checkout_id is None:
        donation.checkout_id, donation.checkout_url = checkout.id, checkout.url
    return donation.checkout_url or back_address(donation)


def next_attempt(donation_id: int, failed: int) -> None:
    """Take another key, as the provider would repeat its own failure under this one."""
    donation = locked(Donation, donation_id)
    if donation.attempt == failed and donation.checkout_id is None:
        donation.attempt = failed + 1


def is_forgotten(donation: Donation) -> bool:
    """Tell whether a gift has no pay page and is too old to get one: nobody can ever have seen one."""
    return donation.checkout_id is None and clock.now() > donation.created_at + OPEN_FOR


def note_asked(donation_id: int) -> None:
    """Note that the provider was asked about a gift just now."""
    locked(Donation, donation_id).asked_at = clock.now()


def giver_key(email: str | None) -> str | None:
    """Give the keyed hash by which a giver's gifts are found."""
    return lookup_hash(canonical_email(email)) if email else None


def _begin_monthly(fund: Fund, order: GiftOrder, account: str | None) -> RecurringGift:
    token = new_token()
    recurring = RecurringGift(
        fund=fund,
        status=RecurringStatus.PENDING,
        reference=f"monthly-{new_token()}",
        token=token,
        token_hash=token_hash(token),
        account=account,
        created_at=clock.now(),
        failed_mails=0,
        wishes=0,
    )
    _write_order(recurring, fund, order)
    session.add(recurring)
    return recurring


def _write_order(gift: Donation | RecurringGift, fund: Fund, order: GiftOrder) -> None:
    email, message = clean_line(order.email), clean_text(order.message)
    gift.amount_minor, gift.cover_minor, gift.currency = order.whole.minor, order.cover_minor, fund.currency
    gift.email, gift.email_key = email or None, giver_key(email)
    gift.name, gift.is_name_hidden = clean_line(order.name) or None, order.is_name_hidden
    gift.dedication = order.dedication
    dedicated = clean_line(order.dedicated_to) if order.dedication is not DedicationKind.NONE else ""
    gift.dedicated_to = dedicated or None
    gift.message = message or None
    gift.message_status = MessageStatus.WAITING if message else MessageStatus.NONE
    gift.language = order.language or locale()
