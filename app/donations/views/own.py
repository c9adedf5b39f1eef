"""One's own gift by its secret link: see it, hide the name, ask for it back, take a declaration back.

A link only opens a page and a button acts, since mail programs and scanners follow links.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.forms import Form
from app.core.http import see_other
from app.core.i18n import _, format_money, name_all, speak
from app.core.limits import by_link
from app.core.marks import any_origin, leads_to_pay_page
from app.core.money import Money
from app.core.transaction import transaction
from app.donations import queries
from app.donations.forms import AmountForm, RefundForm
from app.donations.models import Donation, DonationStatus, RecurringGift, RecurringStatus, RecurringWish
from app.donations.queries.gift_aid import is_made_with
from app.donations.queries.refunds import requested_refund
from app.donations.rules.giving import can_ask_back, receipt_number
from app.donations.services.declaring import cancel_declarations
from app.donations.services.refunding import request_refund
from app.donations.services.showing import show_name
from app.donations.services.wishing import RUNNING
from app.donations.views.blueprint import blueprint

Gift = Donation | RecurringGift


@blueprint.get("/donations/<token>")
@by_link
@leads_to_pay_page
def own_gift(token: str) -> ResponseReturnValue:
    """Show one's own gift and what can be done with it."""
    return own_page(gift_at(token), token)


@blueprint.post("/donations/<token>/name")
@by_link
@any_origin
@leads_to_pay_page
def change_name(token: str) -> ResponseReturnValue:
    """Hide the name of a gift, or let it be shown."""
    is_shown = request.form.get("is_name_shown") == "y"
    return act_by_link(
        token, "shown" if is_shown else "hidden", lambda gift: show_name(gift, is_shown=is_shown)
    )


@blueprint.post("/donations/<token>/declaration")
@by_link
@any_origin
@leads_to_pay_page
def cancel_declaration(token: str) -> ResponseReturnValue:
    """Take a Gift Aid declaration back."""
    return act_by_link(token, "undeclared", cancel_declarations)


@blueprint.post("/donations/<token>/refund")
@by_link
@any_origin
@leads_to_pay_page
def ask_refund(token: str) -> ResponseReturnValue:
    """Ask for a gift back."""
    donation, form = _single(token), RefundForm(request.form)
    if not form.validate():
        return own_page(donation, token, refund_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return act_by_link(
        token,
        "asked",
        lambda _gift: request_refund(donation, reason=form.reason.data or ""),
        refund_form=form,
    )


def gift_at(token: str) -> Gift:
    """Give the gift, or the monthly gift, that a link opens."""
    found = queries.donation_by_token(token) or queries.recurring_by_token(token)
    if found is None:
        raise NotFound(
            _(
                "This link opens no gift. Perhaps a part of it is missing: open it from the mail again; each "
                "receipt holds one. If you find none, write to the hosts of the fund."
            )
        )
    speak(found.language)
    return found


def act_by_link(token: str, done: str, verb: Callable[[Gift], object], **forms: Form) -> ResponseReturnValue:
    """Do one thing with a gift; say kindly why when it cannot be done."""
    gift = gift_at(token)
    try:
        with transaction():
            verb(gift)
    except Refused as error:
        return own_page(gift_at(token), token, problem=error.sentence, **forms), HTTPStatus.CONFLICT
    return see_other(url_for("donations.own_gift", token=token, done=done))


def own_page(gift: Gift, token: str, *, problem: str = "", **forms: Form) -> str:
    """Draw the page of one's own gift."""
    is_monthly = isinstance(gift, RecurringGift)
    return render_template(
        "donations/own.html",
        gift=gift,
        fund=gift.fund,
        token=token,
        is_monthly=is_monthly,
        donations=queries.gifts_of(gift) if isinstance(gift, RecurringGift) else (),
        split=_split(gift),
        declarations=[(each, is_made_with(each, gift)) for each in queries.declarations_on(gift)],
        refunds=queries.refunds_of(gift) if isinstance(gift, Donation) else (),
        can_refund=isinstance(gift, Donation)
        and can_ask_back(gift, clock.now())
        and requested_refund(gift) is None,
        said=_said().get(request.args.get("done", ""), ""),
        problem=problem,
        refund_form=forms.get("refund_form", RefundForm()),
        amount_form=_amount_form(gift, forms),
        wished=_wished(gift),
        is_pausing=_is_pausing(gift),
        receipt_number=receipt_number,
    )


def _split(gift: Gift) -> str:
    """Say who gets how much of a gift that has arrived."""
    if not isinstance(gift, Donation) or gift.status is not DonationStatus.PAID:
        return ""
    return name_all(
        [
            _("%(label)s: %(value)s", label=name, value=format_money(part))
            for name, part in queries.split_of(gift)
        ]
    )


def _amount_form(gift: Gift, forms: Mapping[str, Form]) -> Form | None:
    """Give the form of another amount, while there is a gift to change."""
    if not isinstance(gift, RecurringGift) or gift.status not in RUNNING:
        return None
    if gift.wish is RecurringWish.CANCEL:
        return None
    return forms.get("amount_form") or AmountForm(data={"amount": str(_wished_amount(gift).decimal)})


def _wished_amount(gift: RecurringGift) -> Money:
    return Money(gift.wish_minor or gift.amount_minor, gift.currency)


def _wished(gift: Gift) -> str:
    """Say what the giver wishes of a monthly gift and the payment provider has not done yet."""
    if not isinstance(gift, RecurringGift) or gift.wish is None:
        return ""
    wish = {
        RecurringWish.CHANGE: _("You asked for %(amount)s.", amount=format_money(_wished_amount(gift))),
        RecurringWish.PAUSE: _("You asked to pause it."),
        RecurringWish.RESUME: _("You asked to go on with it."),
        RecurringWish.CANCEL: _("You asked to end it."),
    }[gift.wish]
    return _("%(wish)s We are telling Stripe; it shows here within minutes.", wish=wish)


def _is_pausing(gift: Gift) -> bool:
    """Tell whether a monthly gift rests, or will as soon as the payment provider has heard."""
    if not isinstance(gift, RecurringGift):
        return False
    is_paused = gift.status is RecurringStatus.PAUSED and gift.wish is not RecurringWish.RESUME
    return is_paused or gift.wish is RecurringWish.PAUSE


def _said() -> dict[str, str]:
    return {
        "shown": _("Your name may be shown from now on."),
        "hidden": _("Your name is hidden."),
        "undeclared": _("The declaration is taken back."),
        "asked": _("We have told the treasurers. You will get a mail."),
        "changed": _("Noted. The new amount holds from next month on."),
        "paused": _("Noted. Nothing is taken until you go on with it."),
        "resumed": _("Noted. It goes on from next month."),
        "ended": _("Noted. Nothing more is taken. Thank you for all of it."),
    }


def _single(token: str) -> Donation:
    gift = gift_at(token)
    if not isinstance(gift, Donation):
        raise NotFound
    return gift
