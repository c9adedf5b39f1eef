"""What treasurers write: gifts that did not come online, settlements between hosts, and closed books."""

from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _, format_day, format_money
from app.core.money import Money
from app.donations import queries
from app.donations.models import Donation, DonationStatus, EntryKind, Fund, GiftSource
from app.donations.queries.gifts import locked
from app.donations.rules import ledger
from app.donations.rules.status import SHOWN, move
from app.donations.services.keeping import hold
from app.donations.services.ledger import Cause, once, write_entry
from app.organisations.models import Organisation


@dataclass(frozen=True)
class OfflineGift:
    """Cash from a box, or a bank transfer; `received_on` is the day on which it came."""

    amount: Money
    received_on: date
    source: GiftSource
    name: str = ""
    #: Of the form that was sent; the same one twice is written once.
    key: str = ""


@dataclass(frozen=True)
class Settlement:
    """A host's part that reached it by bank transfer."""

    organisation: Organisation
    amount: Money
    on: date
    note: str = ""


def enter_gift(fund: Fund, gift: OfflineGift, *, by: User, on_behalf_of: Organisation) -> Donation:
    """Write down a gift that did not come online; cash waits until a second person has counted it."""
    hold(fund)
    if fund.status not in SHOWN:
        raise Refused(_("This fund is not public."))
    written = (gift.source, gift.amount.minor, gift.received_on, gift.name)
    reference = f"gift-{once(fund, gift.key, *written)}"
    if (known := queries.donation_by_reference(reference)) is not None:
        return known
    _check_day(fund, gift.received_on)
    donation = Donation(
        fund=fund,
        reference=reference,
        source=gift.source,
        status=DonationStatus.PENDING,
        amount_minor=gift.amount.minor,
        cover_minor=0,
        currency=gift.amount.currency,
        shares=queries.weights_of(fund),
        name=gift.name or None,
        is_name_hidden=True,
        attempt=1,
        refunded_minor=0,
        created_at=clock.now(),
        received_on=gift.received_on,
        entered_by=by,
    )
    session.add(donation)
    session.flush()
    record(Action.GIFT_ENTERED, donation, by=by, on_behalf_of=on_behalf_of)
    if gift.source is not GiftSource.CASH:
        _book(donation, by=by)
    return donation


def count_again(donation: Donation, amount: Money, *, by: User, on_behalf_of: Organisation) -> None:
    """Let a second person say what they counted; only the same sum becomes a gift."""
    _hold_uncounted(donation)
    if donation.entered_by_id == by.id:
        raise Refused(_("Cash is counted by two people. Ask someone else to count it."))
    if amount != Money(donation.amount_minor, donation.currency):
        raise Invalid(_("The first count was another sum. Count it once more together."), "amount")
    donation.counted_by = by
    record(Action.GIFT_COUNTED, donation, by=by, on_behalf_of=on_behalf_of)
    _book(donation, by=by)


def discard_count(donation: Donation, *, by: User, on_behalf_of: Organisation) -> None:
    """Take back cash that nobody has counted a second time, such as a sum mistyped."""
    _hold_uncounted(donation)
    donation.status = move(donation.status, DonationStatus.EXPIRED)
    donation.closed_at = clock.now()
    record(Action.GIFT_DISCARDED, donation, by=by, on_behalf_of=on_behalf_of)


def settle(fund: Fund, settlement: Settlement, *, key: str, by: User, on_behalf_of: Organisation) -> bool:
    """Write down that a host received (some of) its part; the same `key` twice is written once."""
    hold(fund)
    _check_day(fund, settlement.on)
    left = ledger.left_to(settlement.organisation.id, queries.sums_of(fund).lines())
    written = (settlement.organisation.id, settlement.amount.minor, settlement.on, settlement.note)
    of = once(fund, key, *written)
    cause = Cause(EntryKind.SETTLEMENT, of=of, note=settlement.note, by=by, on=settlement.on)
    if queries.has_entry(cause.key):
        return False
    if settlement.amount.minor > left:
        most = format_money(Money(max(left, 0), fund.currency))
        raise Invalid(
            _("Only %(most)s is left to %(name)s.", most=most, name=settlement.organisation.name), "amount"
        )
    lines = ledger.passed_on(settlement.amount.minor, settlement.organisation.id)
    write_entry(fund, cause, lines)
    record(Action.FUND_SETTLED, fund, by=by, on_behalf_of=on_behalf_of, detail={"note": settlement.note})
    return True


def close_books(fund: Fund, until: date, *, by: User, on_behalf_of: Organisation) -> None:
    """Let nobody write an entry of this day or before any more; a closed day is never opened again."""
    hold(fund)
    if until >= clock.now().date():
        raise Invalid(_("Only days that have passed can be closed."), "until")
    if fund.locked_until is not None and until <= fund.locked_until:
        raise Invalid(
            _("The books are closed up to %(day)s already.", day=format_day(fund.locked_until)), "until"
        )
    if any(each.received_on and each.received_on <= until for each in queries.uncounted_cash(fund)):
        raise Invalid(
            _("Cash of these days waits to be counted a second time. Count it first, or take it back."),
            "until",
        )
    fund.locked_until = until
    record(
        Action.FUND_BOOKS_CLOSED, fund, by=by, on_behalf_of=on_behalf_of, detail={"until": until.isoformat()}
    )


def note_export(fund: Fund, *, by: User, on_behalf_of: Organisation) -> None:
    """Write down that someone took a table of all gifts."""
    record(Action.GIFTS_EXPORTED, fund, by=by, on_behalf_of=on_behalf_of)


def _book(donation: Donation, *, by: User) -> None:
    donation.status = move(donation.status, DonationStatus.PAID)
    donation.paid_at = donation.closed_at = clock.now()
    on = donation.received_on or clock.now().date()
    cause = Cause(EntryKind.GIFT, of=donation.reference, donation=donation, by=by, on=on)
    write_entry(donation.fund, cause, ledger.gift(donation.amount_minor, donation.weights))


def _hold_uncounted(donation: Donation) -> None:
    """Hold cash that waits for a second count; after its fund, as whoever closes the books does."""
    hold(donation.fund)
    locked(Donation, donation.id)
    if donation.status is not DonationStatus.PENDING or donation.source is not GiftSource.CASH:
        raise Refused(_("This cash has been counted already."))


def _check_day(fund: Fund, day: date) -> None:
    if day > clock.now().date():
        raise Invalid(_("This day is still to come."), "on")
    if fund.locked_until is not None and day <= fund.locked_until:
        raise Invalid(
            _("The books are closed up to %(day)s. Choose a later day.", day=format_day(fund.locked_until)),
            "on",
        )
