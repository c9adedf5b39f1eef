"""Take back a settlement, or a gift that did not come online, which someone wrote down by mistake."""

from flask import request
from flask.typing import ResponseReturnValue

from app.cohosting.views.acting import form_page
from app.core.access import signed_in
from app.core.errors import Refused, existing
from app.core.forms import Form
from app.core.i18n import _
from app.donations.forms import CorrectForm
from app.donations.models import Correction, LedgerEntry
from app.donations.queries.correcting import amount_of, correction_of, entry_by_hand
from app.donations.services import correcting
from app.donations.views.blueprint import blueprint, kept_fund
from app.donations.views.treasury import acted_as_keeper, booked
from app.organisations.models import Organisation


@blueprint.route("/desk/funds/<slug>/treasury/entries/<int:entry_id>/take-back", methods=["GET", "POST"])
@signed_in
def take_back(slug: str, entry_id: int) -> ResponseReturnValue:
    """Take an entry back, and say why; a second person confirms a large one."""
    user, fund = kept_fund(slug)
    entry = existing(entry_by_hand(fund, entry_id))
    correction = correction_of(entry)
    form = CorrectForm(request.form) if correction is None else Form(request.form)

    def act(host: Organisation) -> None:
        if isinstance(form, CorrectForm):
            correcting.take_back(entry, form.reason.data or "", by=user, on_behalf_of=host)
        elif request.form.get("verdict") == "yes":
            correcting.confirm_correction(entry, by=user, on_behalf_of=host)
        elif request.form.get("verdict") == "no":
            correcting.drop_correction(entry, by=user, on_behalf_of=host)
        else:
            raise Refused(_("Say yes or no."))

    if _is_repeated(correction) or acted_as_keeper(form, user, fund, act):
        return booked(_said(entry), fund)
    amount = amount_of(entry)
    return form_page(
        "take_back", form, fund=fund, entry=entry, amount=amount, correction=correction, user=user
    )


def _is_repeated(correction: Correction | None) -> bool:
    """Tell whether a form has come once more: of an entry taken back by now, or asked to be."""
    if correction is None or request.method != "POST":
        return False
    return correction.closed_at is not None or "reason" in request.form


def _said(entry: LedgerEntry) -> str:
    correction = correction_of(entry)
    if correction is None:
        return _("Kept as it is.")
    if correction.closed_at is None:
        return _("Asked for. Someone else who keeps the books must confirm it.")
    return _("Taken back by a new entry.")
