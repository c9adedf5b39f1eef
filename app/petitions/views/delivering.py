"""Hand a petition over, and give each host the addresses of those who agreed to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.policies import acting_for, acting_organisations
from app.cohosting.views.acting import acted, done, form_page, offer_hosts
from app.core import clock
from app.core.access import require, signed_in
from app.core.errors import NotFound, existing
from app.core.forms import choices
from app.core.i18n import _
from app.core.printing import print_pdf
from app.core.tables import CSV, csv_table
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.petitions import services
from app.petitions.forms.paper import DeliveryForm, TakeBackForm
from app.petitions.models import Petition, PetitionStatus
from app.petitions.policies import can_decide
from app.petitions.queries import lists
from app.petitions.queries import petitions as queries
from app.petitions.rules.pack import csv_rows, pack_document
from app.petitions.views.blueprint import blueprint, decided_petition

_COLUMNS = ("name", "email", "area", "signed_on")


@blueprint.route("/desk/petitions/<slug>/deliver", methods=["GET", "POST"])
@signed_in
def deliver(slug: str) -> ResponseReturnValue:
    """Show the pack, and record that it was handed over."""
    user, petition = _handed_over(slug)
    targets = queries.targets_of(petition)
    form = offer_hosts(DeliveryForm(request.form), user, petition)
    form.target.choices = choices((each.slug, each.name) for each in targets)
    if acted(form, user, petition, can_decide, lambda host: _record(form, petition, user, host)):
        return done(_("Kept. It stands on the petition’s page."), petition)
    named, deliveries = lists.count_named(petition), queries.deliveries_of(petition)
    return form_page("deliver", form, petition=petition, named=named, deliveries=deliveries)


@blueprint.route("/desk/petitions/<slug>/deliveries/<int:number>/take-back", methods=["GET", "POST"])
@signed_in
def take_back_delivery(slug: str, number: int) -> ResponseReturnValue:
    """Say what was wrong with a handover that everyone can read of."""
    user, petition = _handed_over(slug)
    delivery = existing(queries.delivery_of(petition, number))
    form = offer_hosts(TakeBackForm(request.form), user, petition)

    def take_back(host: Organisation) -> None:
        services.take_back_delivery(delivery, form.reason.data or "", by=user, on_behalf_of=host)

    if acted(form, user, petition, can_decide, take_back):
        return done(_("Taken back. The petition’s page says so, and why."), petition)
    return form_page("take_back_delivery", form, petition=petition, delivery=delivery)


def _handed_over(slug: str) -> tuple[User, Petition]:
    """Give a petition whose names may leave the house: one that the public can see and has signed."""
    user, petition = decided_petition(slug)
    if petition.status not in {PetitionStatus.OPEN, PetitionStatus.CLOSED}:
        raise NotFound
    return user, petition


def _record(form: DeliveryForm, petition: Petition, user: User, host: Organisation) -> None:
    target = next(each for each in queries.targets_of(petition) if each.slug == form.target.data)
    delivered_at = datetime.combine(form.delivered_on.data or clock.now().date(), time(), UTC)
    handover = services.Handover(target, delivered_at, form.receipt.data or "")
    services.record_delivery(petition, handover, by=user, on_behalf_of=host)


@blueprint.post("/desk/petitions/<slug>/pack.<kind>")
@signed_in
def pack(slug: str, kind: str) -> ResponseReturnValue:
    """Give the pack; a post, because each time is written down."""
    user, petition = _handed_over(slug)
    if kind not in {"pdf", "csv"}:
        raise NotFound
    with transaction():
        require(can_decide(user, petition))
        host = acting_for(user, petition.cohosting, request.form.get("on_behalf_of", type=int))
        services.note_pack(petition, kind, by=user, on_behalf_of=host)
    if kind == "pdf":
        response = Response(print_pdf(pack_document(services.pack_of(petition))), mimetype="application/pdf")
        return _named(response, f"{slug}.pdf")
    return _streamed(csv_rows(lists.named_signers(petition)), f"{slug}-names.csv")


@blueprint.get("/desk/petitions/<slug>/signers")
@signed_in
def signers(slug: str) -> ResponseReturnValue:
    """Say how many agreed that a host may write to them."""
    user, petition = _handed_over(slug)
    counts = lists.count_consenting(petition)
    acting = acting_organisations(user, petition.cohosting)
    rows = [(each, counts.get(each.id, 0)) for each in acting]
    return render_template("petitions/signers.html", petition=petition, rows=rows)


@blueprint.post("/desk/petitions/<slug>/signers.csv")
@signed_in
def export_signers(slug: str) -> ResponseReturnValue:
    """Give a host those who agreed to hear from it, and nobody else."""
    user, petition = _handed_over(slug)
    with transaction():
        require(can_decide(user, petition))
        host = acting_for(user, petition.cohosting, request.form.get("on_behalf_of", type=int))
        services.note_export(petition, by=user, on_behalf_of=host)
    return _streamed(csv_table(_COLUMNS, lists.consenting_signers(petition, host)), f"{slug}-{host.slug}.csv")


def _streamed(lines: Iterator[str], name: str) -> Response:
    return _named(Response(stream_with_context(lines), content_type=CSV), name)


def _named(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
