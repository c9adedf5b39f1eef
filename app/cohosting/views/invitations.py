"""Answer an invitation to host: from the desk, or by the link in a mail."""

from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.cohosting import queries, services
from app.cohosting.facts import WhatItSays
from app.cohosting.forms import DeclineForm
from app.cohosting.models import Host
from app.cohosting.policies import can_answer
from app.cohosting.rules import Difference
from app.cohosting.views.blueprint import blueprint
from app.core.access import me, me_or_none, require, signed_in
from app.core.errors import Conflict, Invalid, existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.limits import by_link
from app.core.marks import tells_own_site
from app.core.questions import ask
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of


@blueprint.get("/desk/host-offers/<int:host_id>")
@signed_in
def show_offer(host_id: int) -> ResponseReturnValue:
    """Show an invitation to someone who may answer it."""
    host = _answerable(host_id)
    return render_template("cohosting/offer.html", **_page(host, f"/desk/host-offers/{host_id}"))


@blueprint.post("/desk/host-offers/<int:host_id>")
@signed_in
def answer_offer(host_id: int) -> ResponseReturnValue:
    """Accept or decline an invitation from the desk."""
    return _answer(_answerable(host_id), f"/desk/host-offers/{host_id}")


@blueprint.get("/host-invitations/<token>")
@by_link
@tells_own_site
def show_invitation(token: str) -> ResponseReturnValue:
    """Show an invitation to whoever holds its link."""
    host = _by_token(token)
    return render_template("cohosting/offer.html", **_page(host, f"/host-invitations/{token}"))


@blueprint.post("/host-invitations/<token>")
@by_link
@tells_own_site
def answer_invitation(token: str) -> ResponseReturnValue:
    """Accept or decline an invitation by its link; declining needs no account."""
    return _answer(_by_token(token), f"/host-invitations/{token}")


def _answer(host: Host, address: str) -> ResponseReturnValue:
    form = DeclineForm(request.form)
    if not form.validate():
        return invalid("cohosting/offer.html", **_page(host, address, form))
    try:
        if request.form.get("answer") == "accept":
            return _accept(host)
        return _decline(host, form, address)
    except (Invalid, Conflict) as error:
        form.refuse(error.sentence)
        return render_template("cohosting/offer.html", **_page(host, address, form)), error.status


def _accept(host: Host) -> ResponseReturnValue:
    user = me(User)
    if lacks_second_factor(user):
        return see_other("/desk")  # where they are asked to set one up
    with transaction():
        services.accept(host, by=user, organisation=_chosen(user, host))
    flash(_("You host “%(title)s” now, as equals.", title=host.cohosting.title), "success")
    return see_other(f"/desk/cohostings/{host.cohosting_id}")


def _decline(host: Host, form: DeclineForm, address: str) -> ResponseReturnValue:
    user = me_or_none(User)
    with transaction():
        services.decline(host, note=form.note.data or "", by=user)
    return see_other(address)


def _chosen(user: User, host: Host) -> Organisation:
    """Give the organisation that takes the offer up; it must be one for which the person may act."""
    if host.organisation is not None:
        require(can_organise(user, host.organisation))
        return host.organisation
    wanted = request.form.get("organisation", type=int)
    mine = [each for each in organisations_of(user, ORGANISING) if can_organise(user, each)]
    chosen = next((each for each in mine if each.id == wanted), None)
    if chosen is None:
        raise Invalid(_("Choose the organisation that will host."), "organisation")
    return chosen


def _answerable(host_id: int) -> Host:
    host = existing(queries.host_by_id(host_id))
    require(can_answer(me(User), host), hide=True)
    return host


def _by_token(token: str) -> Host:
    return existing(queries.host_by_token(token))


def _page(host: Host, address: str, form: DeclineForm | None = None) -> dict[str, Any]:
    user = me_or_none(User)
    mine = organisations_of(user, ORGANISING) if user else ()
    organisations = [each for each in mine if user and can_organise(user, each)]
    is_waiting = queries.is_waiting(host)
    can_accept = host.organisation in organisations if host.organisation else bool(organisations)
    return {
        "host": host,
        "cohosting": host.cohosting,
        "cards": queries.host_organisations_of([host.cohosting_id])[host.cohosting_id],
        "is_waiting": is_waiting,
        "rows": _what_it_says(host) if is_waiting and can_accept else (),
        "organisations": organisations,
        "action": address,
        "form": form or DeclineForm(),
    }


def _what_it_says(host: Host) -> list[Difference]:
    return [row for rows in ask(WhatItSays(host.cohosting)) for row in rows]
