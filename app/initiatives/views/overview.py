"""The initiatives of my hosts, and how one stands."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.views.acting import hosting
from app.core import clock
from app.core.access import me, signed_in
from app.core.i18n import _
from app.initiatives import policies, queries
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.rules import SHOWN, can_move, percent_reached
from app.initiatives.rules.content import details_from
from app.initiatives.rules.readiness import (
    missing_for_publication,
    refusal_to_complete,
    refusal_to_delete,
    refusal_to_withdraw,
)
from app.initiatives.views.blueprint import blueprint, initiative_on_desk
from app.organisations.policies import ORGANISING
from app.organisations.queries import organisations_of

TONES = {
    InitiativeStatus.DRAFT: "plum",
    InitiativeStatus.PROPOSED: "plum",
    InitiativeStatus.PUBLISHED: "teal",
    InitiativeStatus.COMPLETED: "teal",
}


@blueprint.get("/desk/initiatives")
@signed_in
def mine() -> ResponseReturnValue:
    """List the initiatives of the person's hosts."""
    user = me(User)
    own = organisations_of(user)
    return render_template(
        "initiatives/mine.html",
        initiatives=queries.initiatives_held_by(*own),
        can_begin=bool(organisations_of(user, ORGANISING)),
    )


@blueprint.get("/desk/initiatives/<slug>")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    """Say how the initiative stands, what waits for whom, and what can be done next."""
    user, initiative = initiative_on_desk(slug)
    aims = queries.aims_of(initiative)
    return render_template(
        "initiatives/show.html",
        initiative=initiative,
        tone=TONES.get(initiative.status, "clay"),
        sentence=sentence_of(initiative),
        is_shown=initiative.status in SHOWN,
        aims=[(each, percent_reached(each.reached, each.number)) for each in aims],
        milestones=queries.milestones_of(initiative, with_removed=True),
        today=clock.now().date(),
        updates=queries.updates_of(initiative),
        missing=missing_for_publication(details_from(queries.settled_content(initiative))),
        can_edit=policies.can_edit(user, initiative),
        can_publish=can_move(initiative.status, InitiativeStatus.PROPOSED),
        can_complete=refusal_to_complete(initiative) is None,
        can_withdraw=refusal_to_withdraw(initiative) is None,
        can_delete=refusal_to_delete(initiative) is None,
        **hosting(user, initiative),
    )


def sentence_of(initiative: Initiative) -> str:
    """Say what its status means for people."""
    return {
        InitiativeStatus.DRAFT: _("This is a draft. Only hosts can see it."),
        InitiativeStatus.PROPOSED: _("It becomes public as soon as every host has signed it off."),
        InitiativeStatus.PUBLISHED: _("Everyone can read it and follow it."),
        InitiativeStatus.COMPLETED: _("It has come to its end. Its page stays."),
        InitiativeStatus.WITHDRAWN: _("The public cannot see it any more. You can bring it back."),
        InitiativeStatus.DELETED: _("It is deleted."),
    }[initiative.status]
