"""Sign a petition with nothing but a name and an e-mail address."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.cohosting.queries import HostCard, host_cards
from app.core import clock
from app.core.access import me_or_none, public, require
from app.core.errors import existing
from app.core.http import invalid, see_other
from app.core.limits import SIGN, limiter
from app.core.transaction import transaction
from app.events.queries import event_by_slug
from app.petitions import services
from app.petitions.forms import SignForm, sign_form
from app.petitions.models import Petition, SignatureSource
from app.petitions.policies import can_be_source
from app.petitions.queries import petition_to_sign
from app.petitions.rules import SHOWN, can_sign
from app.petitions.services import SigningDetails
from app.petitions.views.blueprint import blueprint

PAGE = "petitions/sign.html"
#: So often two people of one address may meet before one of them is answered as known.
_TRIES = 3


@blueprint.get("/petitions/<slug>/signatures")
@public
def sign_page(slug: str) -> ResponseReturnValue:
    """Show the form on a page of its own."""
    petition = _shown(slug)
    if not can_sign(petition, clock.now()):
        return render_template("petitions/not_open.html", petition=petition)
    came_by = {name: request.args.get(name, "") for name in ("event", "via")}
    hosts = host_cards(petition.cohosting_id)
    form = sign_form(petition, hosts, user=me_or_none(User), came_by=came_by)
    return render_template(PAGE, petition=petition, form=form)


@blueprint.post("/petitions/<slug>/signatures")
@public
@limiter.limit(SIGN)
def sign(slug: str) -> ResponseReturnValue:
    """Take a signature; whoever sends an address learns nothing about who has signed."""
    petition = _shown(slug)
    hosts = _hosts_named(petition)
    form = sign_form(petition, hosts, request.form, user=me_or_none(User))
    if not can_sign(petition, clock.now()):
        return render_template("petitions/not_open.html", petition=petition), HTTPStatus.CONFLICT
    if form.validate():
        with form.explaining():
            _take(petition, _details(petition, hosts, form))
            return see_other(url_for("petitions.signature_sent", slug=slug))
    form.offer(host_cards(petition.cohosting_id))
    return invalid(PAGE, petition=petition, form=form)


@blueprint.get("/petitions/<slug>/signatures/sent")
@public
def signature_sent(slug: str) -> ResponseReturnValue:
    """Ask to look into the mail: the same page for everybody."""
    return render_template("petitions/sent.html", petition=_shown(slug))


def _hosts_named(petition: Petition) -> Sequence[HostCard]:
    """Give the hosts if what was sent names any; most who sign name none, and need not wait for them."""
    is_needed = "consents" in request.form or request.form.get("via")
    return host_cards(petition.cohosting_id) if is_needed else ()


def _take(petition: Petition, details: SigningDetails) -> None:
    for attempt in range(_TRIES):
        prepared = services.prepare_signature(petition, details)
        try:
            with transaction():
                services.take_up_signature(prepared)
        except IntegrityError:  # the same address has signed at this very moment: look again
            if attempt == _TRIES - 1:
                raise
        else:
            return


def _details(petition: Petition, hosts: Sequence[HostCard], form: SignForm) -> SigningDetails:
    """Add where the signature came from; a place that does not fit is left out, never an error."""
    details = replace(form.details(), network=request.remote_addr)
    event = event_by_slug(form.event.data) if form.event.data else None
    if event is not None and can_be_source(petition, event):
        return replace(details, source=SignatureSource.EVENT, event_id=event.id)
    via = next((host for host in hosts if host.slug == form.via.data), None)
    if via is not None:
        return replace(details, source=SignatureSource.PARTNER, via_id=via.id)
    return details


def _shown(slug: str) -> Petition:
    petition = existing(petition_to_sign(slug))
    require(petition.status in SHOWN, hide=True)
    return petition
