"""Gifts that pass through the site's own payment account: payouts, and what does not match."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, staff
from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.donations import queries
from app.donations.services.comparing import solve_mismatch
from app.staff.views.blueprint import blueprint


@blueprint.get("/staff/money")
@staff
def money() -> ResponseReturnValue:
    """Show what differs between the ledger and Stripe's books, and what was paid out."""
    return render_template(
        "staff/money.html",
        mismatches=queries.all_mismatches(),
        payouts=queries.payouts_of((None,)),
        unbalanced=queries.unbalanced_entries(),
    )


@blueprint.post("/staff/money/<int:mismatch_id>")
@staff
def explain_mismatch(mismatch_id: int) -> ResponseReturnValue:
    """Write down what explains a difference."""
    mismatch = existing(queries.mismatch_by_id(mismatch_id))
    try:
        with transaction():
            solve_mismatch(mismatch, note=request.form.get("note", ""), by=me(User))
        flash(_("Written down."), "success")
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(url_for("staff.money"))
