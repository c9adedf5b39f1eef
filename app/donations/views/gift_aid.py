"""Gift Aid of a charity: what can be claimed for and why not, and the files for HMRC."""

from decimal import Decimal

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.access import require, signed_in
from app.core.errors import Refused
from app.core.http import see_other
from app.core.i18n import _
from app.core.money import Money
from app.core.transaction import transaction
from app.donations import queries
from app.donations.models import GiftAidClaim
from app.donations.policies import can_keep_money
from app.donations.queries.adjusting import adjustments_in, due_adjustments, told_in_claims
from app.donations.rules.gift_aid import CURRENCY, PRIOR_OVERCLAIMED, SCHEDULE_HEADS, ScheduleRow
from app.donations.rules.ods import MEDIA_TYPE, Cell, spreadsheet
from app.donations.services import claiming
from app.donations.views.blueprint import blueprint, kept_organisation

#: The name of HMRC's sheet.
SHEET = "R68GAD_V1_00_0_EN"


@blueprint.get("/desk/organisations/<slug>/gift-aid")
@signed_in
def gift_aid(slug: str) -> ResponseReturnValue:
    """Show each part of a gift that no claim holds yet, with what stands in the way."""
    _user, organisation = kept_organisation(slug)
    parts = queries.claimable_parts(organisation)
    adjustments = due_adjustments(organisation)
    return render_template(
        "donations/gift_aid.html",
        organisation=organisation,
        charity=queries.charity_of(organisation.id),
        parts=parts,
        relief=sum(each.relief for each in parts),
        ready=sum(1 for each in parts if each.obstacle is None),
        claims=queries.claims_of(organisation),
        told=told_in_claims(organisation),
        adjustments=adjustments,
        overclaimed=sum(each.relief_minor for each in adjustments),
    )


@blueprint.post("/desk/organisations/<slug>/gift-aid/claims")
@signed_in
def make_claim(slug: str) -> ResponseReturnValue:
    """Put all that can be claimed for now into a file."""
    user, organisation = kept_organisation(slug)
    try:
        with transaction():
            require(can_keep_money(user, organisation))
            claiming.make_claim(organisation, by=user)
        flash(_("The file is ready below."), "success")
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(url_for("donations.gift_aid", slug=slug))


@blueprint.post("/desk/organisations/<slug>/gift-aid/claims/<int:claim_id>/file")
@signed_in
def claim_file(slug: str, claim_id: int) -> ResponseReturnValue:
    """Give the file of a claim; a post, because each time is written down."""
    user, organisation = kept_organisation(slug)
    claim = queries.claim_of(organisation, claim_id)
    with transaction():
        require(can_keep_money(user, organisation))
        claiming.note_file(claim, by=user)
    rows = [_cells(each) for each in queries.schedule_rows(claim)]
    table = [*_told(claim), SCHEDULE_HEADS, *rows]
    response = Response(spreadsheet(SHEET, table), mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="gift-aid-{claim.id}.ods"'
    return response


@blueprint.post("/desk/organisations/<slug>/gift-aid/claims/<int:claim_id>/take-back")
@signed_in
def take_back_claim(slug: str, claim_id: int) -> ResponseReturnValue:
    """Take back a claim that was never sent to HMRC."""
    user, organisation = kept_organisation(slug)
    try:
        with transaction():
            require(can_keep_money(user, organisation))
            claim = queries.claim_of(organisation, claim_id)
            claiming.take_back_claim(claim, queries.parts_of_claim(claim), by=user)
        flash(_("Taken back. Its gifts can be claimed for anew."), "success")
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(url_for("donations.gift_aid", slug=slug))


def _cells(row: ScheduleRow) -> tuple[Cell, ...]:
    *words, amount = row.cells()
    return (*words, Decimal(amount))


def _told(claim: GiftAidClaim) -> list[tuple[Cell, ...]]:
    """Give the line above the table that tells what was claimed too much before, where there is any."""
    relief = sum(each.relief_minor for each in adjustments_in(claim))
    return [(PRIOR_OVERCLAIMED, Money(relief, CURRENCY).decimal)] if relief else []
