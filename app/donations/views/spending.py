"""What a fund was spent on: written down by treasurers, with receipts, and taken back by new entries."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict, FileStorage

from app.accounts.models import User
from app.cohosting.views.acting import form_page, not_done
from app.core import clock
from app.core.access import public, require, signed_in
from app.core.errors import Invalid, NotFound, Refused, existing
from app.core.http import see_other, shows
from app.core.i18n import _
from app.core.transaction import transaction
from app.donations.forms import CorrectForm, SpendingForm
from app.donations.models import Fund, Spending
from app.donations.policies import can_keep, can_keep_money, is_listed, keeping_for, kept_organisations
from app.donations.queries.funds import fund_by_slug
from app.donations.queries.ledger import sums_of
from app.donations.queries.spending import spending_of, spending_page
from app.donations.rules.cursors import read_cursor
from app.donations.rules.spending import at_hand
from app.donations.services.spending import (
    Receipt,
    SpendingDetails,
    correct_spending,
    read_receipt,
    write_spending,
)
from app.donations.views.blueprint import blueprint, fund_on_desk, kept_fund, offer_kept_hosts

ENDINGS = {"application/pdf": "pdf", "image/webp": "webp"}


@blueprint.route("/desk/funds/<slug>/spending", methods=["GET", "POST"])
@signed_in
def spending(slug: str) -> ResponseReturnValue:
    """Write down what was paid, and see what was."""
    user, fund = kept_fund(slug)
    if not is_listed(fund):
        return not_done(_("Money can be spent once the fund is open."), fund)
    form = SpendingForm(CombinedMultiDict((request.files, request.form)))
    form.currency = fund.currency
    offer_kept_hosts(form, user, fund)
    if request.method == "POST" and form.validate() and _kept(user, fund, form):
        return see_other(url_for("donations.spending", slug=slug))
    lines = sums_of(fund).lines()
    return form_page(
        "spending",
        form,
        fund=fund,
        left=[(each, at_hand(each.id, lines)) for each in kept_organisations(user, fund)],
        page=spending_page(fund, read_cursor(request.args.get("after", ""))),
        kept={each.id for each in kept_organisations(user, fund)},
    )


@blueprint.route("/desk/funds/<slug>/spending/<int:spending_id>/correct", methods=["GET", "POST"])
@signed_in
def correct(slug: str, spending_id: int) -> ResponseReturnValue:
    """Take an entry back, and say why."""
    user, fund = kept_fund(slug)
    row = _found(fund, spending_id)
    require(can_keep_money(user, row.organisation))
    form = CorrectForm(request.form)
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                require(can_keep_money(user, row.organisation))
                correct_spending(row, form.reason.data or "", by=user)
            return see_other(url_for("donations.spending", slug=slug))
    return form_page("correct", form, fund=fund, row=row)


@blueprint.get("/desk/funds/<slug>/spending/<int:spending_id>/receipt")
@signed_in
def kept_receipt(slug: str, spending_id: int) -> ResponseReturnValue:
    """Give a receipt to the hosts, as a file to keep apart from this site."""
    _user, fund = fund_on_desk(slug)
    return _file(_found(fund, spending_id))


@blueprint.get("/funds/<slug>/receipts/<int:spending_id>")
@public
@shows("fund:{slug}")
def receipt(slug: str, spending_id: int) -> ResponseReturnValue:
    """Give a receipt that everyone may open."""
    fund = existing(fund_by_slug(slug))
    require(is_listed(fund), hide=True)
    row = _found(fund, spending_id)
    if not row.is_receipt_shown:
        raise NotFound
    return _file(row)


def _kept(user: User, fund: Fund, form: SpendingForm) -> bool:
    try:
        details = SpendingDetails(
            amount=form.money().minor,
            spent_on=form.spent_on.data or clock.now().date(),
            what=form.what.data or "",
            receipt=_receipt(form),
            is_receipt_public=bool(form.is_receipt_public.data),
            key=form.key.data or "",
        )
        with transaction():
            require(can_keep(user, fund))
            host = keeping_for(user, fund, form.on_behalf_of.data)
            write_spending(fund, details, by=user, on_behalf_of=host)
    except Invalid as error:
        form.refuse(error.sentence, "receipt")
    except Refused as error:
        form.refuse(error.sentence)
    else:
        return True
    return False


def _receipt(form: SpendingForm) -> Receipt | None:
    file = form.receipt.data
    return read_receipt(file.read()) if isinstance(file, FileStorage) and file.filename else None


def _found(fund: Fund, spending_id: int) -> Spending:
    return existing(spending_of(fund, spending_id))


def _file(row: Spending) -> Response:
    if row.receipt is None:
        raise NotFound
    response = Response(row.receipt, mimetype=row.receipt_type)
    name = f"receipt-{row.id}.{ENDINGS.get(row.receipt_type, 'bin')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
