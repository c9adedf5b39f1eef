"""The hosts' screens: when people are reminded and thanked, and what they answered."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.policies import acting_for, acting_organisations
from app.core.access import me, require, signed_in
from app.core.errors import existing
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.events.models import Event
from app.events.queries import event_by_slug
from app.letters import services
from app.letters.forms import PlanForm
from app.letters.queries import moments_of, shown_answers, thanks_after
from app.letters.rules.showing import GROUP, results_of
from app.letters.views.blueprint import blueprint
from app.rsvps.policies import can_see_replies


@blueprint.get("/desk/events/<slug>/letters")
@signed_in
def plan_page(slug: str) -> ResponseReturnValue:
    """Show when people are reminded and thanked."""
    user, event = _event(slug)
    form = _form(user, event, data={"moments": list(moments_of(event)), "thanks": thanks_after(event)})
    return render_template("letters/plan.html", event=event, form=form)


@blueprint.post("/desk/events/<slug>/letters")
@signed_in
def plan(slug: str) -> ResponseReturnValue:
    """Choose when people are reminded and thanked."""
    user, event = _event(slug)
    form = _form(user, event)
    if not form.validate():
        return invalid("letters/plan.html", event=event, form=form)
    with transaction():
        sender = acting_for(user, event.cohosting, form.sender.data)
        services.set_plan(
            event, form.moments.data or (), thanks=form.thanks.data, by=user, on_behalf_of=sender
        )
    flash(_("Saved."), "success")
    return see_other(url_for("letters.plan_page", slug=slug))


@blueprint.get("/desk/events/<slug>/feedback")
@signed_in
def results(slug: str) -> ResponseReturnValue:
    """Show what people answered, once enough have."""
    _user, event = _event(slug)
    found = results_of(shown_answers(event))
    return render_template(
        "letters/results.html", event=event, results=found, group=GROUP, is_asked=thanks_after(event)
    )


def _event(slug: str) -> tuple[User, Event]:
    event, user = existing(event_by_slug(slug)), me(User)
    require(can_see_replies(user, event), hide=True)
    return user, event


def _form(user: User, event: Event, data: dict[str, object] | None = None) -> PlanForm:
    form = PlanForm(request.form or None, data=data)
    form.offer()
    senders = acting_organisations(user, event.cohosting)
    form.sender.choices = choices((each.id, each.name) for each in senders)
    if form.sender.data is None:
        form.sender.data = senders[0].id
    return form
