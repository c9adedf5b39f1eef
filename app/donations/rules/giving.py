"""What someone orders when giving, and who may still do what with a gift."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.errors import Invalid
from app.core.i18n import _
from app.core.money import Money
from app.donations.models import (
    DedicationKind,
    Donation,
    DonationStatus,
    Fund,
    GiftSource,
    Route,
)
from app.donations.rules.amounts import check_amount, step
from app.donations.rules.ledger import parts_between

#: Gifts that come through the payment provider; the others are written down by treasurers.
THROUGH_PROVIDER = frozenset({GiftSource.ONLINE, GiftSource.MONTHLY})
#: So long after a gift its giver may ask for it back.
REFUND_WINDOW = timedelta(days=60)
#: From here on a refund needs a second person, in minor units of each currency.
SECOND_PERSON_FROM = {"GBP": 20_000, "EUR": 20_000, "USD": 20_000, "CHF": 20_000, "JPY": 30_000}
_SECOND_PERSON_FROM = 20_000
#: The pay page stays open so long after the gift was begun.
OPEN_FOR = timedelta(hours=23)
RECEIPT_SIGNS = 12
#: Mails about failed payments of one monthly gift, until one goes through again.
MOST_FAILED_MAILS = 3


@dataclass(frozen=True)
class GiftOrder:
    """What someone orders: `amount` is the gift itself, `cover_minor` comes on top of it for the fee."""

    amount: Money
    cover_minor: int = 0
    is_monthly: bool = False
    name: str = ""
    is_name_hidden: bool = False
    email: str = ""
    dedication: DedicationKind = DedicationKind.NONE
    dedicated_to: str = ""
    message: str = ""
    #: Made anew with each form, so that sending a form twice gives once; empty where there is no form.
    key: str = ""
    #: The version of the fund whose parts the giver has seen; None where there is no form.
    seen_version: int | None = None
    #: The reader's; that of the request unless told.
    language: str | None = None

    @property
    def whole(self) -> Money:
        """Give all that is to be paid."""
        return Money(self.amount.minor + self.cover_minor, self.amount.currency)


def check_order(order: GiftOrder, fund: Fund) -> GiftOrder:
    """Give an order that the fund can take; raise Invalid or Refused for any other."""
    if order.amount.currency != fund.currency:
        raise Invalid(_("This fund takes %(currency)s only.", currency=fund.currency), "amount")
    if order.is_monthly and not fund.takes_monthly:
        raise Invalid(_("This fund takes single gifts only."), "is_monthly")
    if (
        order.cover_minor < 0
        or order.cover_minor > order.amount.minor
        or order.cover_minor % step(fund.currency)
    ):
        raise Invalid(_("What covers the fee is more than a fee can be."), "cover")
    try:
        check_amount(order.amount)
    except Invalid as error:
        raise Invalid(error.sentence, "amount") from error
    return order


def can_be_refunded(donation: Donation) -> bool:
    """Tell whether any of a gift can still go back the way it came."""
    is_paid = donation.source in THROUGH_PROVIDER and donation.status is DonationStatus.PAID
    return is_paid and left_of(donation) > 0


def can_ask_back(donation: Donation, now: datetime) -> bool:
    """Tell whether the giver may ask for a gift back."""
    paid_at = donation.paid_at
    return can_be_refunded(donation) and (paid_at is None or now <= paid_at + REFUND_WINDOW)


def left_of(donation: Donation) -> int:
    """Give what of a gift has not gone back, nor is on its way."""
    return donation.amount_minor - donation.refunded_minor


def kept_for(organisation_id: int, donation: Donation) -> int:
    """Give a host's part of what of a gift has not gone back."""
    kept = parts_between(donation.refunded_minor, donation.amount_minor, donation.weights)
    return kept.get(organisation_id, 0)


def needs_second_person(amount: Money, gone: int) -> bool:
    """Tell whether two people decide: a refund, with what of its gift is `gone` before, is so large."""
    return gone + amount.minor >= SECOND_PERSON_FROM.get(amount.currency, _SECOND_PERSON_FROM)


def passes_on(donation: Donation) -> bool:
    """Tell whether each host's part of a gift is passed on at once; what a host's own account took is not."""
    return donation.fund.route is Route.TRANSFERS and donation.account is None


def receipt_number(donation: Donation) -> str:
    """Give what a receipt calls a gift: the beginning of its reference."""
    return donation.reference.removeprefix("gift-")[:RECEIPT_SIGNS]
