"""How far the aims are, and the dated steps on the way."""

from flask import request
from flask.typing import ResponseReturnValue

from app.cohosting.policies import acting_organisations
from app.cohosting.views.acting import acted, done, form_page, not_done, offer_hosts
from app.core import clock
from app.core.access import require, signed_in
from app.core.errors import NotFound, Refused, existing
from app.core.i18n import _
from app.core.transaction import transaction
from app.initiatives import queries, services
from app.initiatives.forms import MilestoneForm, ProgressForm
from app.initiatives.models import Initiative, Milestone
from app.initiatives.policies import can_decide, can_edit
from app.initiatives.views.blueprint import blueprint, decided_initiative, edited_initiative
from app.organisations.models import Organisation

AT = "/desk/initiatives/<slug>/milestones"


@blueprint.route("/desk/initiatives/<slug>/aims/<int:aim_id>", methods=["GET", "POST"])
@signed_in
def progress(slug: str, aim_id: int) -> ResponseReturnValue:
    """Report how far an aim is, as of a day."""
    user, initiative = decided_initiative(slug)
    aim = existing(queries.aim_of(initiative, aim_id))
    shown = {"reached": aim.reached, "on": clock.now().date()}
    form = ProgressForm(request.form) if request.method == "POST" else ProgressForm(data=shown)
    offer_hosts(form, user, initiative)

    def report(host: Organisation) -> None:
        on = form.on.data or clock.now().date()
        services.report_progress(aim, form.reached.data or 0, on, by=user, on_behalf_of=host)

    if acted(form, user, initiative, can_decide, report):
        return done(_("Saved."), initiative)
    return form_page("progress", form, initiative=initiative, aim=aim)


@blueprint.route(f"{AT}/new", methods=["GET", "POST"])
@signed_in
def add_milestone(slug: str) -> ResponseReturnValue:
    """Add a dated step."""
    user, initiative = edited_initiative(slug)
    form = offer_hosts(MilestoneForm(request.form), user, initiative)

    def add(host: Organisation) -> None:
        services.add_milestone(initiative, form.details(), by=user, on_behalf_of=host)

    if acted(form, user, initiative, can_decide, add):
        return done(_("The milestone is added."), initiative)
    return form_page("milestone", form, initiative=initiative, milestone=None)


@blueprint.route(f"{AT}/<int:milestone_id>", methods=["GET", "POST"])
@signed_in
def change_milestone(slug: str, milestone_id: int) -> ResponseReturnValue:
    """Change a dated step, or say when it was reached."""
    user, initiative = edited_initiative(slug)
    milestone = _milestone(initiative, milestone_id)
    form = MilestoneForm(request.form) if request.method == "POST" else MilestoneForm(obj=milestone)
    offer_hosts(form, user, initiative)

    def change(host: Organisation) -> None:
        services.change_milestone(milestone, form.details(), by=user, on_behalf_of=host)

    if acted(form, user, initiative, can_decide, change):
        return done(_("Saved."), initiative)
    return form_page("milestone", form, initiative=initiative, milestone=milestone)


@blueprint.post(f"{AT}/<int:milestone_id>/<step>")
@signed_in
def move_milestone(slug: str, milestone_id: int, step: str) -> ResponseReturnValue:
    """Say with one press that a step is reached today, or is off, or is on again."""
    user, initiative = edited_initiative(slug)
    milestone = _milestone(initiative, milestone_id)
    if step not in _SAID:
        raise NotFound
    try:
        with transaction():
            require(can_edit(user, initiative))
            host = acting_organisations(user, initiative.cohosting)[0]
            if step == "reached":
                today = clock.now().date()
                services.reach_milestone(milestone, today, by=user, on_behalf_of=host)
            elif step == "off":
                services.take_off_milestone(milestone, by=user, on_behalf_of=host)
            else:
                services.put_back_milestone(milestone, by=user, on_behalf_of=host)
    except Refused as error:
        return not_done(error.sentence, initiative)
    return done(_SAID[step](), initiative)


_SAID = {
    "reached": lambda: _("It is written down: reached today."),
    "off": lambda: _("The milestone is taken off. You can put it back."),
    "back": lambda: _("The milestone stands again."),
}


def _milestone(initiative: Initiative, milestone_id: int) -> Milestone:
    return existing(queries.milestone_of(initiative, milestone_id))
