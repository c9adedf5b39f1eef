"""Read a proposal, sign it off, object to it, take it back."""

from http import HTTPStatus
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting import queries, services
from app.cohosting.facts import WhatItMeans
from app.cohosting.forms import AnswerForm, ObjectForm
from app.cohosting.models import Proposal, ProposalStatus
from app.cohosting.policies import acting_organisations, can_work_on, is_host_member
from app.cohosting.rules import changes_between
from app.cohosting.views.blueprint import blueprint, chosen_host
from app.core.access import me, require, signed_in
from app.core.errors import Conflict, existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.questions import ask
from app.core.transaction import transaction


@blueprint.get("/desk/proposals/<int:proposal_id>")
@signed_in
def show_proposal(proposal_id: int) -> ResponseReturnValue:
    """Show what would change, who has signed, and what this person can do."""
    proposal = _readable(proposal_id)
    return render_template("cohosting/proposal.html", **_page(proposal, AnswerForm()))


@blueprint.post("/desk/proposals/<int:proposal_id>/sign-off")
@signed_in
def sign_off(proposal_id: int) -> ResponseReturnValue:
    """Say yes, for a host, to the version that was read."""
    proposal = _workable(proposal_id)
    form = AnswerForm(request.form)
    if not form.validate():
        return invalid("cohosting/proposal.html", **_page(proposal, form))
    try:
        with transaction():
            agreed = services.sign_off(
                proposal,
                content_hash=request.form.get("content_hash", ""),
                by=me(User),
                on_behalf_of=chosen_host(proposal.cohosting),
                note=form.note.data or "",
            )
    except Conflict as error:
        return _overtaken(proposal, form, error)
    flash(_("Every host has signed off. It holds from now on.") if agreed else _("Signed off."), "success")
    return see_other(f"/desk/proposals/{proposal_id}")


@blueprint.post("/desk/proposals/<int:proposal_id>/object")
@signed_in
def object_to(proposal_id: int) -> ResponseReturnValue:
    """Say, for a host, what should be different."""
    proposal = _workable(proposal_id)
    form = ObjectForm(request.form)
    if not form.validate():
        return invalid("cohosting/proposal.html", **_page(proposal, form))
    try:
        with transaction():
            services.object_to(
                proposal,
                content_hash=request.form.get("content_hash", ""),
                by=me(User),
                on_behalf_of=chosen_host(proposal.cohosting),
                note=form.note.data or "",
            )
    except Conflict as error:
        return _overtaken(proposal, form, error)
    flash(_("Your objection was sent to the other hosts."), "success")
    return see_other(f"/desk/proposals/{proposal_id}")


@blueprint.post("/desk/proposals/<int:proposal_id>/withdraw")
@signed_in
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back, as the host that made it."""
    proposal = _workable(proposal_id)
    with transaction():
        services.withdraw(proposal, by=me(User), on_behalf_of=chosen_host(proposal.cohosting))
    flash(_("The proposal was taken back. Things stay as they are."), "success")
    return see_other(f"/desk/cohostings/{proposal.cohosting_id}")


def _readable(proposal_id: int) -> Proposal:
    proposal = existing(queries.proposal_by_id(proposal_id))
    require(is_host_member(me(User), proposal.cohosting), hide=True)
    return proposal


def _workable(proposal_id: int) -> Proposal:
    proposal = _readable(proposal_id)
    require(can_work_on(me(User), proposal.cohosting))
    return proposal


def _overtaken(proposal: Proposal, form: AnswerForm, error: Conflict) -> ResponseReturnValue:
    """Say that things have moved on, show what changed, and keep what was typed."""
    seen = queries.version_by_hash(proposal, request.form.get("content_hash", ""))
    now_stands = queries.version_by_hash(proposal, proposal.content_hash)
    context = _page(proposal, form)
    context["problem"] = error.sentence
    if seen is not None and now_stands is not None and seen.id != now_stands.id:
        context["since_seen"] = changes_between(queries.rows_of(seen), queries.rows_of(now_stands))
    return render_template("cohosting/proposal.html", **context), HTTPStatus.CONFLICT


def _page(proposal: Proposal, form: AnswerForm) -> dict[str, Any]:
    cohosting = proposal.cohosting
    standing = queries.standing(proposal)
    acting = acting_organisations(me(User), cohosting)
    versions = queries.versions_of(proposal)
    is_open = proposal.status is ProposalStatus.OPEN
    return {
        "proposal": proposal,
        "cohosting": cohosting,
        "form": form,
        "is_open": is_open,
        "meanings": [each for answer in ask(WhatItMeans(proposal)) for each in answer] if is_open else [],
        "waits_for": queries.waits_for(proposal),
        "is_held_up": queries.is_held_up(proposal),
        "standing": standing,
        "mine": [each for each in standing if each.organisation in acting],
        "own": next((each for each in acting if each.id == proposal.proposed_for_id), None),
        "rows": queries.rows_of(versions[-1]),
        "since_last": changes_between(*(queries.rows_of(version) for version in versions[-2:]))
        if len(versions) > 1
        else [],
        "versions": [(version, queries.rows_of(version)) for version in reversed(versions[:-1])],
        "sign_offs": queries.sign_offs_of(proposal),
    }
