"""Mail to givers, each in its reader's language, and to those who look after the hosts' money.

Subjects are discreet: a household may read them, so none names a fund, a cause or an amount.
"""

from collections.abc import Sequence
from typing import Any

from app.cohosting.queries import Reader
from app.core.i18n import _, format_date, format_money, in_language, name_all
from app.core.money import Money
from app.core.settings import settings
from app.donations.models import Dispute, Donation, Fund, RecurringGift, RecurringWish, Refund
from app.donations.queries.claims import Part
from app.donations.queries.giver import split_of
from app.donations.rules.gift_aid import CURRENCY
from app.donations.rules.giving import receipt_number
from app.outbox.models import Email


def receipt(donation: Donation, parts: Sequence[tuple[str, Part]] = ()) -> Email:
    """Thank, and say what was given, when and to whom; at once, once for each gift.

    `parts` are the hosts' parts as Gift Aid sees them: what is claimed on one is said too.
    """
    with in_language(donation.language):
        aided = [_aided(part) for _name, part in parts if part.relief and part.declaration is not None]
        split = name_all(
            [
                _("%(part)s is for %(name)s", part=format_money(part), name=name)
                for name, part in split_of(donation)
            ]
        )
    return _to_giver(
        "receipt",
        donation,
        donation.fund,
        amount=donation.amount,
        cover=Money(donation.cover_minor, donation.currency) if donation.cover_minor else None,
        on=donation.paid_at,
        reference=receipt_number(donation),
        aided=aided,
        split=split,
        monthly_url=_url(donation.recurring.address) if donation.recurring else "",
    )


def monthly_begun(recurring: RecurringGift) -> Email:
    """Say that a monthly gift runs, and where to change, pause or end it."""
    return _to_giver("monthly_begun", recurring, recurring.fund, amount=recurring.amount)


def monthly_failed(recurring: RecurringGift, pay_url: str | None) -> Email:
    """Say kindly that this month's payment did not go through, and that nothing bad follows."""
    return _to_giver(
        "monthly_failed", recurring, recurring.fund, amount=recurring.amount, pay_url=pay_url or ""
    )


def monthly_ended(recurring: RecurringGift) -> Email:
    """Say that a monthly gift has ended, and thank."""
    return _to_giver("monthly_ended", recurring, recurring.fund, amount=recurring.amount)


def wish_refused(recurring: RecurringGift, wish: RecurringWish) -> Email:
    """Say that the payment provider would not do what the giver wished, and what can be done instead."""
    context = {"amount": recurring.amount, "wish": wish.value}
    return _to_giver("wish_refused", recurring, recurring.fund, **context)


def wish_stuck(recurring: RecurringGift, wish: RecurringWish, reader: Reader) -> Email:
    """Tell someone who looks after a host's money that a giver's wish has to be carried out by hand."""
    context = {
        "amount": recurring.amount,
        "wish": wish.value,
        "subscription": recurring.subscription_id or "",
        "is_told": bool(recurring.email),
    }
    return _to_host("wish_stuck", reader, recurring.fund, **context)


def refund_asked(refund: Refund) -> Email:
    """Say that the wish for a refund has arrived, and how to end what else is taken each month."""
    recurring = refund.donation.recurring
    monthly_url = _url(recurring.address) if recurring is not None and recurring.goes_on else ""
    return _about_refund("refund_asked", refund, monthly_url=monthly_url)


def refund_refused(refund: Refund) -> Email:
    """Say that the hosts do not give it back, and their words why."""
    return _about_refund("refund_refused", refund, answer=refund.answer)


def refund_paid(refund: Refund) -> Email:
    """Say that the money is on its way to the card or account it came from."""
    return _about_refund("refund_paid", refund)


def refund_failed(refund: Refund) -> Email:
    """Say that the bank did not take the money back, and that the hosts will write."""
    return _about_refund("refund_failed", refund)


def yearly_statement(donations: Sequence[Donation], year: int) -> Email:
    """List what someone gave in a year, and what went back."""
    last = donations[-1]
    with in_language(last.language):
        rows = [_row(each) for each in donations]
        totals = [format_money(each) for each in _totals(donations)]
    context = {"name": last.name or "", "year": str(year), "rows": rows, "totals": totals}
    return Email(last.email or "", "donations/yearly_statement", last.language, context)


def refund_to_decide(refund: Refund, reader: Reader) -> Email:
    """Tell someone who looks after a host's money that a giver asks for a refund."""
    return _to_host("refund_to_decide", reader, refund.donation.fund, amount=refund.amount)


def refund_stuck(refund: Refund, reader: Reader) -> Email:
    """Tell someone who looks after a host's money that a refund did not go through."""
    return _to_host("refund_stuck", reader, refund.donation.fund, amount=refund.amount)


def dispute_opened(dispute: Dispute, reader: Reader) -> Email:
    """Tell someone who looks after a host's money that a bank looks into a gift."""
    amount = Money(dispute.amount_minor, dispute.donation.currency)
    return _to_host("dispute_opened", reader, dispute.donation.fund, amount=amount)


def _about_refund(name: str, refund: Refund, **context: Any) -> Email:  # noqa: ANN401  # handed to the template
    donation = refund.donation
    return _to_giver(name, donation, donation.fund, amount=refund.amount, given=donation.amount, **context)


def _to_giver(
    name: str,
    gift: Donation | RecurringGift,
    fund: Fund,
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    with in_language(gift.language):
        said = _said(context)
    shared = {
        "name": gift.name or "",
        "title": fund.title,
        "own_url": _url(gift.address),
        "fund_url": _url(f"/funds/{fund.slug}"),
    }
    return Email(gift.email or "", f"donations/{name}", gift.language, {**shared, **said})


def _to_host(name: str, reader: Reader, fund: Fund, **context: Any) -> Email:  # noqa: ANN401  # as above
    with in_language(reader.user.language):
        said = _said(context)
    shared = {
        "name": reader.user.name,
        "title": fund.title,
        "address": _url(f"/desk/funds/{fund.slug}"),
    }
    return Email(reader.user.email, f"donations/{name}", reader.user.language, {**shared, **said})


def _said(context: dict[str, Any]) -> dict[str, Any]:
    """Write money and moments as people of the language being spoken do."""
    said = dict(context)
    for key, value in context.items():
        if isinstance(value, Money):
            said[key] = format_money(value)
        elif key == "on":
            said[key] = format_date(value.date()) if value else ""
    return said


def _aided(part: Part) -> dict[str, str]:
    charity = part.declaration.charity_name if part.declaration else ""
    part_of_it, relief = (format_money(Money(each, CURRENCY)) for each in (part.part, part.relief))
    return {"charity": charity, "part": part_of_it, "relief": relief}


def _row(donation: Donation) -> dict[str, str]:
    went_back = Money(donation.refunded_minor, donation.currency)
    return {
        "on": format_date(donation.paid_at.date()) if donation.paid_at else "",
        "title": donation.fund.title,
        "amount": format_money(donation.amount),
        "went_back": format_money(went_back) if went_back.minor else "",
    }


def _totals(donations: Sequence[Donation]) -> list[Money]:
    sums: dict[str, int] = {}
    for each in donations:
        sums[each.currency] = sums.get(each.currency, 0) + each.amount_minor - each.refunded_minor
    return [Money(minor, currency) for currency, minor in sums.items()]


def _url(address: str) -> str:
    return f"{settings().public_url}{address}"
