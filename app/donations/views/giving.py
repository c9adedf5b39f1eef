"""Give: choose an amount, see what becomes of it, go to the pay page."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.core import clock
from app.core.access import me_or_none, public, require
from app.core.errors import existing
from app.core.http import see_other
from app.core.limits import REPLY, limiter
from app.core.marks import leads_to_pay_page
from app.core.money import Money
from app.core.transaction import transaction
from app.donations import queries
from app.donations.forms import GiveForm, give_form
from app.donations.gateway.door import gifts_are_on
from app.donations.jobs.paying import open_checkout
from app.donations.models import Charity, DeclarationScope, Fund, FundStatus
from app.donations.queries.contents import holding_of
from app.donations.rules.amounts import cover_for, fee_on
from app.donations.rules.gift_aid import declaration_text
from app.donations.rules.giving import REFUND_WINDOW
from app.donations.rules.ledger import parts
from app.donations.rules.readiness import gift_hindrance
from app.donations.services.declaring import declare
from app.donations.services.giving import begin_gift, new_reference
from app.donations.views.back import way_on
from app.donations.views.blueprint import blueprint

PAGE, CLOSED_PAGE = "donations/give.html", "donations/no_gifts.html"


@blueprint.get("/funds/<slug>/donations")
@public
@leads_to_pay_page
def give_page(slug: str) -> ResponseReturnValue:
    """Show the form of a gift; the amount and how often may stand in the address."""
    fund = _shown(slug)
    if not _takes_gifts(fund):
        return render_template(CLOSED_PAGE, fund=fund)
    charities = queries.charities_of(fund)
    amount = request.args.get("other", "").strip() or request.args.get("amount", "")
    asked = {"amount": amount, "how_often": request.args.get("often", "")}
    form = give_form(fund, charities, user=me_or_none(User), asked=asked)
    if amount:
        form.look_at_amount()
    return _page(fund, charities, form)


@blueprint.post("/funds/<slug>/donations")
@public
@leads_to_pay_page
@limiter.limit(REPLY)
def give(slug: str) -> ResponseReturnValue:
    """Write a gift down, then lead to the pay page; the same form sent twice gives once."""
    fund = _shown(slug)
    if not _takes_gifts(fund):
        return render_template(CLOSED_PAGE, fund=fund), HTTPStatus.CONFLICT
    charities = queries.charities_of(fund)
    form = give_form(fund, charities, request.form, user=me_or_none(User))
    if not form.validate():
        return _page(fund, charities, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    with form.explaining():
        return see_other(_begun(fund, form, charities))
    return _page(fund, charities, form, HTTPStatus.CONFLICT)


def _begun(fund: Fund, form: GiveForm, charities: Sequence[Charity]) -> str:
    """Write the gift down, once for each form, and give where to go on; raise Refused or Invalid."""
    order, declaration = form.order(), form.declaration()
    try:
        with transaction():
            donation = begin_gift(fund, order)
            if declaration is not None:
                declare(donation.recurring or donation, declaration, to=charities)
            donation_id = donation.id
    except IntegrityError:
        known = queries.donation_by_reference(new_reference(order.key)) if order.key else None
        if known is None:
            raise
        return way_on(known)  # the same form has been sent before
    return open_checkout(donation_id)


def _page(
    fund: Fund, charities: Sequence[Charity], form: GiveForm, status: int = HTTPStatus.OK
) -> ResponseReturnValue:
    amount = form.typed_amount
    cover = cover_for(amount) if amount else None
    form.version = fund.version  # the one that this page shows
    form.shown_for.data = form.to_show
    scope = _scope(form)
    form.declared_for.data = scope.value
    shown = render_template(
        PAGE,
        fund=fund,
        form=form,
        charities=charities,
        declarations=[declaration_text(each.name, scope) for each in charities],
        amount=amount,
        cover=cover,
        whole=amount + cover if amount and cover else None,
        fee=fee_on(amount) if amount else None,
        split=_split(fund, amount) if amount else (),
        refund_days=REFUND_WINDOW.days,
    )
    return shown, status


def _split(fund: Fund, amount: Money) -> Sequence[tuple[str, Money]]:
    shares = queries.shares_of(fund)
    split = parts(amount.minor, [(each.organisation_id, each.weight) for each in shares])
    return [(each.organisation.name, Money(split[each.organisation_id], amount.currency)) for each in shares]


def _scope(form: GiveForm) -> DeclarationScope:
    known = {each.value: each for each in DeclarationScope}
    return known.get(form.scope.data or "", DeclarationScope.THIS)


def _takes_gifts(fund: Fund) -> bool:
    return gifts_are_on() and gift_hindrance(fund, holding_of(fund), clock.now().date()) is None


def _shown(slug: str) -> Fund:
    fund = existing(queries.fund_by_slug(slug))
    require(fund.status in {FundStatus.OPEN, FundStatus.CLOSED}, hide=True)
    return fund
