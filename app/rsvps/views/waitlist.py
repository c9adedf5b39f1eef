"""The hosts' screen of spots: who waits, why, how the list works, and what each host holds."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import require, signed_in
from app.core.errors import existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.settings import settings
from app.core.transaction import transaction
from app.rsvps import services
from app.rsvps.forms import HoldForm, WaitlistForm, hold_form, waitlist_form
from app.rsvps.queries import (
    allocations_for,
    offers_out,
    phase_of,
    waiting_line,
    waitlist_lines,
    waitlist_of,
)
from app.rsvps.rules import Room
from app.rsvps.rules.waitlist import why_waiting
from app.rsvps.views.blueprint import blueprint
from app.rsvps.views.desk import Desk, csv_answer, desk_of

PAGE = "rsvps/waitlist.html"


@blueprint.get("/desk/events/<slug>/waitlist")
@signed_in
def waitlist(slug: str) -> ResponseReturnValue:
    """Show who waits, what happened with the list, and what is held."""
    desk = desk_of(slug)
    return render_template(PAGE, **_context(desk))


@blueprint.post("/desk/events/<slug>/waitlist")
@signed_in
def set_waitlist(slug: str) -> ResponseReturnValue:
    """Change how the list works."""
    desk = desk_of(slug)
    form = waitlist_form(waitlist_of(desk.event), request.form)
    if not form.validate():
        return invalid(PAGE, **_context(desk, form=form))
    with transaction():
        services.set_waitlist(desk.event, form.choice(), by=desk.user, on_behalf_of=desk.sender())
    flash(_("Saved. Whoever could move up now has moved up."), "success")
    return see_other(url_for("rsvps.waitlist", slug=slug))


@blueprint.post("/desk/events/<slug>/waitlist/export")
@signed_in
def export_waiting(slug: str) -> ResponseReturnValue:
    """Give everyone who waits as a table; a post, because each export is written down."""
    desk = desk_of(slug)
    with transaction():
        content = services.export_waiting_csv(desk.event, by=desk.user, on_behalf_of=desk.sender())
    return csv_answer(content, f"waiting-{slug}.csv")


@blueprint.post("/desk/events/<slug>/allocations")
@signed_in
def hold(slug: str) -> ResponseReturnValue:
    """Hold places for the community of one host."""
    desk = desk_of(slug)
    form = hold_form(desk.event, request.form)
    if form.validate():
        with form.explaining():
            wanted = form.holding(desk.event)
            with transaction():
                services.hold_spots(desk.event, wanted, by=desk.user, on_behalf_of=desk.sender())
            flash(_("The places are held. Send people the link below."), "success")
            return see_other(url_for("rsvps.waitlist", slug=slug))
    return invalid(PAGE, **_context(desk_of(slug), holding=form))


@blueprint.post("/desk/events/<slug>/allocations/<int:number>/release")
@signed_in
def release(slug: str, number: int) -> ResponseReturnValue:
    """Free for everyone what one's own host still holds."""
    desk = desk_of(slug)
    own = {each.id for each in desk.senders}
    found = existing(next((each for each in allocations_for(desk.event) if each.id == number), None))
    require(found.organisation_id in own, hide=True)
    with transaction():
        services.release(found, by=desk.user)
    flash(_("The places are free for everyone now; whoever waits comes first."), "success")
    return see_other(url_for("rsvps.waitlist", slug=slug))


def _context(
    desk: Desk, *, form: WaitlistForm | None = None, holding: HoldForm | None = None
) -> dict[str, object]:
    event = desk.event
    chosen = waitlist_of(event)
    return {
        "event": event,
        "senders": desk.senders,
        "own": {each.id for each in desk.senders},
        "room": Room.of(event),
        "waitlist": chosen,
        "phase": phase_of(event, chosen),
        "line": waiting_line(event.id),
        "offers": offers_out(event),
        "why_waiting": why_waiting,
        "lines": waitlist_lines(event),
        "allocations": allocations_for(event),
        "site": settings().public_url,
        "form": form or waitlist_form(chosen),
        "holding": holding or hold_form(event),
        "failed": form or holding,
    }
