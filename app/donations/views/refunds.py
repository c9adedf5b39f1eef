"""Refunds on the treasurer's desk: one gift with all that belongs to it, and decisions, large ones by two."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cohosting.views.acting import form_page
from app.core.access import signed_in
from app.core.errors import Refused, existing
from app.core.i18n import _
from app.core.money import Money
from app.donations import queries
from app.donations.forms.treasury import GiveBackForm, RefundAnswerForm
from app.donations.models import Fund, Refund
from app.donations.queries.correcting import correction_of, gift_entry
from app.donations.queries.refunds import requested_refund
from app.donations.rules.giving import can_be_refunded, left_of, needs_second_person
from app.donations.services import refunding
from app.donations.views.blueprint import blueprint, kept_fund
from app.donations.views.treasury import acted_as_keeper, booked, gift_of


@blueprint.get("/desk/funds/<slug>/treasury/gifts/<int:donation_id>")
@signed_in
def gift(slug: str, donation_id: int) -> ResponseReturnValue:
    """Show one gift with its refunds, its lines in the ledger and what stands in the way of Gift Aid."""
    _user, fund = kept_fund(slug)
    found = gift_of(fund, donation_id)
    by_hand = gift_entry(found)
    return render_template(
        "donations/gift.html",
        fund=fund,
        gift=found,
        refunds=queries.refunds_of(found),
        entries=queries.entries_about(found),
        aid=queries.gift_aid_of(found),
        can_refund=can_be_refunded(found) and requested_refund(found) is None,
        by_hand=by_hand,
        correction=correction_of(by_hand) if by_hand else None,
    )


@blueprint.route("/desk/funds/<slug>/treasury/gifts/<int:donation_id>/give-back", methods=["GET", "POST"])
@signed_in
def give_back(slug: str, donation_id: int) -> ResponseReturnValue:
    """Give (part of) a gift back that nobody asked for, such as one that came twice."""
    user, fund = kept_fund(slug)
    found = gift_of(fund, donation_id)
    form = GiveBackForm(request.form)
    form.offer(Money(left_of(found), found.currency))

    def act(_host: object) -> None:
        refund = refunding.request_refund(found, amount=form.money(), by=user, key=form.key.data or "")
        if refund.decided_by_id is None:
            refunding.accept_refund(refund, by=user)

    if acted_as_keeper(form, user, fund, act):
        return booked(_going_back(), fund)
    return form_page("give_back", form, fund=fund, gift=found)


@blueprint.route("/desk/funds/<slug>/treasury/refunds/<int:refund_id>", methods=["GET", "POST"])
@signed_in
def refund(slug: str, refund_id: int) -> ResponseReturnValue:
    """Decide about a refund."""
    user, fund = kept_fund(slug)
    found = _refund(fund, refund_id)
    form = RefundAnswerForm(request.form)
    verdict = request.form.get("verdict", "")

    def act(_host: object) -> None:
        answer = form.answer.data or ""
        if verdict == "no":
            refunding.refuse_refund(found, by=user, answer=answer)
        elif verdict != "yes":
            raise Refused(_("Say yes or no."))
        elif found.decided_by_id is not None:
            refunding.confirm_refund(found, by=user)
        else:
            refunding.accept_refund(found, by=user, answer=answer)

    if acted_as_keeper(form, user, fund, act):
        refused = _("Written down. The giver gets a mail.")
        return booked(refused if verdict == "no" else _going_back(), fund)
    return form_page(
        "refund",
        form,
        fund=fund,
        refund=found,
        user=user,
        is_large=needs_second_person(found.amount, found.donation.refunded_minor),
    )


def _going_back() -> str:
    return _("On its way back, or waiting for a second person if it is large.")


def _refund(fund: Fund, refund_id: int) -> Refund:
    return existing(queries.refund_in(fund, refund_id))
