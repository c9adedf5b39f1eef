"""The hosts' screens: who comes, what people need, a table to take along, an end."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import signed_in
from app.core.errors import existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.numbers import row_number
from app.core.text import clean_line
from app.core.transaction import transaction
from app.events.models import Event
from app.rsvps import services
from app.rsvps.forms import ReasonForm
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import (
    RsvpSearch,
    kept_for_repeats,
    needs_count,
    reply_counts,
    rsvp_of_event,
    rsvps_for,
)
from app.rsvps.views.blueprint import blueprint
from app.rsvps.views.desk import csv_answer, desk_of

#: Each word that is sought is one more condition; no name is longer.
MOST_SOUGHT = 120


@blueprint.get("/desk/events/<slug>/rsvps")
@signed_in
def replies(slug: str) -> ResponseReturnValue:
    """Show who has replied."""
    desk = desk_of(slug)
    search = RsvpSearch(
        q=clean_line(request.args.get("q", "")[:MOST_SOUGHT]),
        status=_status(request.args.get("status", "")),
        after_id=row_number(request.args.get("after", "")),
    )
    return render_template(
        "rsvps/replies.html",
        event=desk.event,
        senders=desk.senders,
        counts=reply_counts(desk.event),
        kept_for_repeats=kept_for_repeats(desk.event),
        page=rsvps_for(desk.event, search),
        search=search,
        statuses=list(RsvpStatus),
        needs=needs_count(desk.event),
    )


@blueprint.post("/desk/events/<slug>/rsvps/needs")
@signed_in
def read_needs(slug: str) -> ResponseReturnValue:
    """Show what people need. A post, because each reading is written down."""
    desk = desk_of(slug)
    with transaction():
        found = services.read_needs(desk.event, by=desk.user, on_behalf_of=desk.sender())
    return render_template("rsvps/needs.html", event=desk.event, rsvps=found)


@blueprint.post("/desk/events/<slug>/rsvps/export")
@signed_in
def export(slug: str) -> ResponseReturnValue:
    """Give everyone who is going as a table; a post, because each export is written down."""
    desk = desk_of(slug)
    with transaction():
        content = services.export_csv(desk.event, by=desk.user, on_behalf_of=desk.sender())
    return csv_answer(content, f"replies-{slug}.csv")


@blueprint.get("/desk/events/<slug>/rsvps/<int:rsvp_id>/remove")
@signed_in
def remove_page(slug: str, rsvp_id: int) -> ResponseReturnValue:
    """Ask why a reply is to end."""
    desk = desk_of(slug)
    rsvp = _rsvp(desk.event, rsvp_id)
    return render_template(
        "rsvps/remove.html", event=desk.event, rsvp=rsvp, form=ReasonForm(), senders=desk.senders
    )


@blueprint.post("/desk/events/<slug>/rsvps/<int:rsvp_id>/remove")
@signed_in
def remove(slug: str, rsvp_id: int) -> ResponseReturnValue:
    """End a reply and tell the person why."""
    desk = desk_of(slug)
    rsvp, form = _rsvp(desk.event, rsvp_id), ReasonForm(request.form)
    if form.validate():
        with form.explaining():
            with transaction():
                services.remove(rsvp, form.reason.data or "", by=desk.user, on_behalf_of=desk.sender())
            flash(_("The reply has ended, and the person is told why."), "success")
            return see_other(url_for("rsvps.replies", slug=slug))
    return invalid("rsvps/remove.html", event=desk.event, rsvp=rsvp, form=form, senders=desk.senders)


def _rsvp(event: Event, rsvp_id: int) -> Rsvp:
    return existing(rsvp_of_event(event, rsvp_id))


def _status(text: str) -> RsvpStatus | None:
    return RsvpStatus(text) if text in set(RsvpStatus) else None
