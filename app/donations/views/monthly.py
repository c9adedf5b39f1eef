"""Change, pause, go on with or end a monthly gift, by its secret link."""

from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid, NotFound, Refused
from app.core.http import see_other
from app.core.limits import by_link
from app.core.marks import any_origin, leads_to_pay_page
from app.donations.forms.treasury import AmountForm
from app.donations.jobs.monthly import portal_link
from app.donations.models import RecurringGift
from app.donations.services import wishing
from app.donations.views.blueprint import blueprint
from app.donations.views.own import act_by_link, gift_at, own_page


@blueprint.post("/donations/<token>/amount")
@by_link
@any_origin
@leads_to_pay_page
def change_monthly(token: str) -> ResponseReturnValue:
    """Give another amount from the next month on."""
    gift, form = _running(token), AmountForm(request.form)
    form.currency = gift.currency
    if not form.validate():
        return own_page(gift, token, amount_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        return act_by_link(
            token, "changed", lambda _gift: wishing.change_monthly(gift, form.money()), amount_form=form
        )
    except Invalid as error:
        form.refuse(error.sentence, "amount")
        return own_page(_running(token), token, amount_form=form), HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.post("/donations/<token>/pause")
@by_link
@any_origin
@leads_to_pay_page
def pause_monthly(token: str) -> ResponseReturnValue:
    """Take nothing until the giver goes on."""
    gift = _running(token)
    return act_by_link(token, "paused", lambda _gift: wishing.pause_monthly(gift))


@blueprint.post("/donations/<token>/resume")
@by_link
@any_origin
@leads_to_pay_page
def resume_monthly(token: str) -> ResponseReturnValue:
    """Go on after a pause."""
    gift = _running(token)
    return act_by_link(token, "resumed", lambda _gift: wishing.resume_monthly(gift))


@blueprint.post("/donations/<token>/end")
@by_link
@any_origin
@leads_to_pay_page
def end_monthly(token: str) -> ResponseReturnValue:
    """End a monthly gift."""
    gift = _running(token)
    return act_by_link(token, "ended", lambda _gift: wishing.cancel_monthly(gift))


@blueprint.post("/donations/<token>/portal")
@by_link
@any_origin
@leads_to_pay_page
def portal(token: str) -> ResponseReturnValue:
    """Lead to the payment provider's page, where the card is kept."""
    gift = _running(token)
    try:
        return see_other(portal_link(gift.id))
    except Refused as error:
        return own_page(_running(token), token, problem=error.sentence), HTTPStatus.CONFLICT


def _running(token: str) -> RecurringGift:
    gift = gift_at(token)
    if not isinstance(gift, RecurringGift):
        raise NotFound
    return gift
