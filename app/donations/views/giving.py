"""Give: choose an amount, see what becomes of it, go to the pay page, and come back from it."""

from http import HTTPStatus
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core import clock
from app.core.access import me_or_none, public
from app.core.errors import NotFound, Refused
from app.core.http import see_other
from app.core.limits import REPLY, TOKEN, limiter
from app.core.money import Money
from app.core.tokens import new_token
from app.core.transaction import transaction
from app.donations import queries
from app.donations.forms import GiveForm, give_form
from app.donations.gateway.door import gifts_are_on
from app.donations.gateway.errors import GatewayRefused, GatewayUnavailable
from app.donations.jobs.paying import look_after, open_checkout
from app.donations.models import DonationStatus, Fund
from app.donations.policies import is_shown
from app.donations.rules.amounts import cover_for
from app.donations.rules.giving import takes_gifts
from app.donations.rules.ledger import parts
from app.donations.services.declaring import declare
from app.donations.services.giving import begin_gift
from app.donations.views.blueprint import blueprint

PAGE = "donations/give.html"


@blueprint.get("/funds/<slug>/donations")
@public
def give_page(slug: str) -> ResponseReturnValue:
    """Show the form of a gift; the amount and how often may stand in the address."""
    fund = _open_fund(slug)
    if isinstance(fund, Response):
        return fund
    form = give_form(
        fund,
        queries.charities_of(fund),
        user=me_or_none(User),
        amount=request.args.get("other", "").strip() or request.args.get("amount", ""),
        how_often=request.args.get("often", ""),
    )
    return _page(fund, form)


@blueprint.post("/funds/<slug>/donations")
@public
@limiter.limit(REPLY)
def give(slug: str) -> ResponseReturnValue:
    """Write a gift down, then lead to the pay page; the same form sent twice gives once."""
    fund = _open_fund(slug)
    if isinstance(fund, Response):
        return fund
    charities = queries.charities_of(fund)
    form = give_form(fund, charities, request.form, user=me_or_none(User))
    if not form.validate():
        return _page(fund, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction():
            begun = begin_gift(fund, form.order(), key=form.key.data or new_token())
            declaration = form.declaration()
            if declaration is not None and begun.is_new:
                declare(begun.gift, declaration, to=charities)
        return see_other(open_checkout(begun.donation))
    except (GatewayUnavailable, GatewayRefused):
        form.refuse(GiveForm.no_pay_page())
    except Refused as error:
        form.refuse(error.sentence)
    return _page(fund, form, HTTPStatus.SERVICE_UNAVAILABLE)
