"""How a joint thing stands, who hosts it, and the ways in and out."""

from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting import queries, services
from app.cohosting.forms import DaysForm, InviteByEmailForm, InviteByNameForm
from app.cohosting.models import Cohosting, HostStatus
from app.cohosting.policies import acting_organisations, can_work_on
from app.cohosting.views.blueprint import blueprint, chosen_host, readable, workable
from app.core.access import me, require, signed_in
from app.core.errors import Refused, existing
from app.core.forms import Form
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.limits import SEND_MAIL, limiter, to_one_mailbox
from app.core.transaction import transaction
from app.organisations.queries import organisation_by_slug


@blueprint.get("/desk/cohostings/<int:cohosting_id>")
@signed_in
def show(cohosting_id: int) -> ResponseReturnValue:
    """Show who hosts, what waits, and everything that happened."""
    cohosting = readable(cohosting_id)
    proposal = queries.open_proposal(cohosting)
    return render_template(
        "cohosting/show.html",
        cohosting=cohosting,
        cards=queries.host_organisations_of([cohosting.id])[cohosting.id],
        proposal=proposal,
        waits_for=queries.waits_for(proposal) if proposal else "",
        is_held_up=proposal is not None and queries.is_held_up(proposal),
        lines=queries.history(cohosting),
        can_work=can_work_on(me(User), cohosting),
    )


@blueprint.get("/desk/cohostings/<int:cohosting_id>/hosts")
@signed_in
def hosts(cohosting_id: int) -> ResponseReturnValue:
    """Show hosts and offers, find organisations to invite, change the days, leave."""
    return render_template("cohosting/hosts.html", **_hosts_page(workable(cohosting_id)))


@blueprint.route("/desk/cohostings/<int:cohosting_id>/hosts/invite/<slug>", methods=["GET", "POST"])
@signed_in
@limiter.limit(SEND_MAIL, methods=["POST"])
def invite(cohosting_id: int, slug: str) -> ResponseReturnValue:
    """Write to an organisation that is here and invite it."""
    cohosting = workable(cohosting_id)
    organisation = existing(organisation_by_slug(slug))
    form = InviteByNameForm(request.form)
    context = {"form": form, "cohosting": cohosting, "organisation": organisation}
    context["acting"] = acting_organisations(me(User), cohosting)
    if request.method == "GET":
        return render_template("cohosting/invite.html", **context)
    if not form.validate():
        return invalid("cohosting/invite.html", **context)
    try:
        with transaction():
            services.offer(
                cohosting,
                organisation=organisation,
                message=form.message.data or "",
                by=me(User),
                on_behalf_of=chosen_host(cohosting),
            )
    except Refused as error:
        form.refuse(error.sentence)
        return render_template("cohosting/invite.html", **context), error.status
    flash(_("%(name)s has been invited.", name=organisation.name), "success")
    return see_other(f"/desk/cohostings/{cohosting_id}/hosts")


@blueprint.post("/desk/cohostings/<int:cohosting_id>/hosts")
@signed_in
@limiter.limit(SEND_MAIL)
@to_one_mailbox
def invite_by_email(cohosting_id: int) -> ResponseReturnValue:
    """Invite an organisation that is not here yet."""
    cohosting = workable(cohosting_id)
    form = InviteByEmailForm(request.form)
    if not form.validate():
        return invalid("cohosting/hosts.html", **_hosts_page(cohosting, email_form=form))
    try:
        with transaction():
            services.offer(
                cohosting,
                email=form.email.data,
                message=form.message.data or "",
                by=me(User),
                on_behalf_of=chosen_host(cohosting),
            )
    except Refused as error:
        form.refuse(error.sentence, "email")
        return _refused(cohosting, error, email_form=form)
    flash(_("The invitation is on its way."), "success")
    return see_other(f"/desk/cohostings/{cohosting_id}/hosts")


@blueprint.post("/desk/cohostings/<int:cohosting_id>/days")
@signed_in
def set_days(cohosting_id: int) -> ResponseReturnValue:
    """Set how long a proposal waits."""
    cohosting = workable(cohosting_id)
    form = DaysForm(request.form)
    if not form.validate() or form.days.data is None:
        return invalid("cohosting/hosts.html", **_hosts_page(cohosting, days_form=form))
    try:
        with transaction():
            services.set_proposal_days(
                cohosting, form.days.data, by=me(User), on_behalf_of=chosen_host(cohosting)
            )
    except Refused as error:
        form.refuse(error.sentence, "days")
        return _refused(cohosting, error, days_form=form)
    flash(_("Saved. All hosts can see this in the history."), "success")
    return see_other(f"/desk/cohostings/{cohosting_id}/hosts")


@blueprint.post("/desk/host-offers/<int:host_id>/withdraw")
@signed_in
def withdraw_offer(host_id: int) -> ResponseReturnValue:
    """Take back an invitation that nobody has answered."""
    host = existing(queries.host_by_id(host_id))
    require(can_work_on(me(User), host.cohosting), hide=True)
    with transaction():
        services.withdraw_offer(host, by=me(User), on_behalf_of=chosen_host(host.cohosting))
    flash(_("The invitation was taken back."), "success")
    return see_other(f"/desk/cohostings/{host.cohosting_id}/hosts")


@blueprint.route("/desk/cohostings/<int:cohosting_id>/leave", methods=["GET", "POST"])
@signed_in
def leave(cohosting_id: int) -> ResponseReturnValue:
    """Say what leaving means, and leave."""
    cohosting = workable(cohosting_id)
    if request.method == "GET":
        return render_template(
            "cohosting/leave.html",
            cohosting=cohosting,
            acting=acting_organisations(me(User), cohosting),
            is_last=len(queries.accepted_hosts(cohosting)) == 1,
            proposal=queries.open_proposal(cohosting),
        )
    with transaction():
        organisation = chosen_host(cohosting)
        services.leave(cohosting, organisation, by=me(User))
    flash(
        _("%(name)s no longer hosts “%(title)s”.", name=organisation.name, title=cohosting.title), "success"
    )
    return see_other("/desk")


def _refused(cohosting: Cohosting, error: Refused, **forms: Form) -> ResponseReturnValue:
    """Say beside what was typed why it cannot be done now."""
    return render_template("cohosting/hosts.html", **_hosts_page(cohosting, **forms)), error.status


def _hosts_page(
    cohosting: Cohosting, *, email_form: Form | None = None, days_form: Form | None = None
) -> dict[str, Any]:
    words = request.args.get("q", "")
    everyone = queries.hosts_of(cohosting)
    return {
        "cohosting": cohosting,
        "cards": queries.host_organisations_of([cohosting.id])[cohosting.id],
        "offers": [host for host in everyone if host.status is HostStatus.OFFERED],
        "declined": [host for host in everyone if host.status is HostStatus.DECLINED],
        "acting": acting_organisations(me(User), cohosting),
        "words": words,
        "found": queries.organisations_to_invite(cohosting, words),
        "email_form": email_form or InviteByEmailForm(),
        "days_form": days_form or DaysForm(data={"days": cohosting.proposal_days}),
    }
