"""Sheets to print, names entered from them, and a second person who checks."""

import segno
from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.models import User
from app.asks.rules.evidence import Document
from app.asks.services import read_document
from app.cohosting.policies import acting_for
from app.cohosting.queries import host_organisations
from app.cohosting.views.acting import form_page, offer_hosts
from app.core.access import require, signed_in
from app.core.errors import Invalid, NotFound, Refused, existing
from app.core.forms import choices
from app.core.http import see_other
from app.core.i18n import _, _n
from app.core.numbers import row_number
from app.core.settings import settings
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.forms.paper import BatchForm, CheckForm, LinesForm
from app.petitions.models import BatchStatus, PaperBatch, Petition
from app.petitions.policies import can_decide
from app.petitions.queries import lists
from app.petitions.views.blueprint import blueprint, decided_petition

SHEET_ROWS = 20


@blueprint.get("/desk/petitions/<slug>/paper")
@signed_in
def paper(slug: str) -> ResponseReturnValue:
    """List the batches of sheets, and show how paper signatures are taken."""
    user, petition = decided_petition(slug)
    batches = lists.batches_of(petition)
    return render_template(
        "petitions/paper.html",
        petition=petition,
        batches=batches,
        counts=lists.count_rows(batches),
        user=user,
    )


@blueprint.get("/desk/petitions/<slug>/paper/sheet")
@signed_in
def paper_sheet(slug: str) -> ResponseReturnValue:
    """Show a sheet to print, with a code that leads to the petition."""
    _user, petition = decided_petition(slug)
    address = f"{settings().public_url}/petitions/{slug}"
    drawing = segno.make(address, error="m", micro=False)
    code = drawing.svg_inline(scale=3, border=2, svgclass="qr", lineclass=None, title=address)
    return render_template(
        "petitions/sheet.html",
        petition=petition,
        hosts=host_organisations(petition.cohosting_id),
        address=address,
        code=Markup(code),  # noqa: S704  # made by segno from our own address
        rows=SHEET_ROWS,
    )


@blueprint.route("/desk/petitions/<slug>/paper/new", methods=["GET", "POST"])
@signed_in
def begin_paper(slug: str) -> ResponseReturnValue:
    """Begin a batch of sheets."""
    user, petition = decided_petition(slug)
    form = offer_hosts(BatchForm(request.form), user, petition)
    events = lists.events_of(petition)
    named = ((each.slug, each.title) for each in events)
    form.event.choices = choices((("", _("No, elsewhere")), *named))
    if request.method == "POST" and form.validate():
        try:
            scan = _scan()
            event = next((each for each in events if each.slug == form.event.data), None)
            with transaction():
                require(can_decide(user, petition))
                host = acting_for(user, petition.cohosting, form.on_behalf_of.data)
                details = services.PaperDetails(form.note.data or "", scan, event)
                batch = services.begin_batch(petition, details, by=user, on_behalf_of=host)
            return see_other(_address(petition, batch))
        except Invalid as error:
            form.refuse(error.sentence, "scan")
        except Refused as error:
            form.refuse(error.sentence)
    return form_page("paper_new", form, petition=petition)


@blueprint.route("/desk/petitions/<slug>/paper/<int:batch_id>", methods=["GET", "POST"])
@signed_in
def paper_batch(slug: str, batch_id: int) -> ResponseReturnValue:
    """Enter the names of a batch, or check them."""
    user, petition = decided_petition(slug)
    batch = _batch(petition, batch_id)
    if batch.status is BatchStatus.CHECKING and batch.entered_by_id != user.id:
        return _check(user, petition, batch)
    form = LinesForm(request.form)
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                require(can_decide(user, petition))
                twice = services.enter_lines(batch, form.read, by=user)
            _flash_entered(len(form.read) - len(twice), [line.name for line in twice])
            return see_other(_address(petition, batch))
    can_enter = batch.status is BatchStatus.ENTERING and batch.entered_by_id == user.id
    rows = lists.rows_of(batch)
    return form_page("paper_batch", form, petition=petition, batch=batch, rows=rows, can_enter=can_enter)


@blueprint.post("/desk/petitions/<slug>/paper/<int:batch_id>/<act>")
@signed_in
def act_on_paper(slug: str, batch_id: int, act: str) -> ResponseReturnValue:
    """Hand a batch to its checker, throw it away, or take one line out."""
    user, petition = decided_petition(slug)
    batch = _batch(petition, batch_id)
    row = lists.row_of(batch, row_number(request.form.get("row", "")) or 0) if act == "leave-out" else None
    if act not in {"hand-over", "discard"} and row is None:
        raise NotFound
    try:
        with transaction():
            require(can_decide(user, petition))
            if row is not None:
                services.leave_out_row(row, by=user)
            elif act == "hand-over":
                services.hand_to_checker(batch, by=user)
            else:
                services.discard_batch(batch, by=user)
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(_address(petition, batch))


@blueprint.get("/desk/petitions/<slug>/paper/<int:batch_id>/scan")
@signed_in
def paper_scan(slug: str, batch_id: int) -> ResponseReturnValue:
    """Give the scan of a batch to the hosts, as a file to keep apart from this site."""
    _user, petition = decided_petition(slug)
    batch = _batch(petition, batch_id)
    if batch.scan is None:
        raise NotFound
    response = Response(batch.scan, mimetype=batch.scan_type)
    response.headers["Content-Disposition"] = f'attachment; filename="sheets-{batch.id}"'
    return response


def _check(user: User, petition: Petition, batch: PaperBatch) -> ResponseReturnValue:
    form, rows = CheckForm(request.form), lists.rows_of(batch)
    form.rows.choices = choices(
        (row.id, f"{row.name}, {row.postcode}" if row.postcode else row.name or "") for row in rows
    )
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                require(can_decide(user, petition))
                number = services.count_batch_rows(batch, form.rows.data or (), by=user)
            flash(_n("%(num)s name counts now.", "%(num)s names count now.", number), "success")
            return see_other(f"/desk/petitions/{petition.slug}/paper")
    return form_page("paper_check", form, petition=petition, batch=batch, rows=rows)


def _flash_entered(kept: int, twice: list[str]) -> None:
    flash(_n("%(num)s name is entered.", "%(num)s names are entered.", kept), "success")
    if twice:
        flash(
            _("These stand on paper already and were left out: %(names)s", names=", ".join(twice)), "warning"
        )


def _scan() -> Document | None:
    file = request.files.get("scan")
    if file is None or not file.filename:
        return None
    document = read_document(file.filename, file.read())
    if document.media_type.startswith("text/"):
        raise Invalid(_("We take PDF files and pictures."), "scan")
    return document


def _batch(petition: Petition, batch_id: int) -> PaperBatch:
    return existing(lists.batch_of(petition, batch_id))


def _address(petition: Petition, batch: PaperBatch) -> str:
    return f"/desk/petitions/{petition.slug}/paper/{batch.id}"
