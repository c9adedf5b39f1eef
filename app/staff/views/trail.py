"""Who did what."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import queries
from app.core.access import staff
from app.staff.forms import TrailForm
from app.staff.rules import detail_in_words, in_words
from app.staff.views.blueprint import PAGE_LENGTH, blueprint, cursor, page_of


@blueprint.get("/staff/trail")
@staff
def trail() -> ResponseReturnValue:
    """Show the audit trail, narrowed as asked, newest first."""
    form = TrailForm(request.args)
    entries = queries.trail(
        before_id=cursor(),
        action=form.chosen_action(),
        actor_id=form.chosen_actor(),
        subject=form.subject.data,
        limit=PAGE_LENGTH + 1,
    )
    rows, older = page_of(entries)
    return render_template(
        "staff/trail.html",
        form=form,
        entries=rows,
        older=older,
        in_words=in_words,
        detail_in_words=detail_in_words,
    )
