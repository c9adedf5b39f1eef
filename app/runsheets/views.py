"""The run sheet of an event: see it, share it out, tick it off."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, require, signed_in
from app.core.errors import Refused, existing
from app.core.http import invalid, see_other
from app.core.i18n import _, _n
from app.core.transaction import transaction
from app.events.models import Event
from app.events.queries import event_by_slug
from app.runsheets import services
from app.runsheets.forms import TaskForm, values_of
from app.runsheets.models import Task
from app.runsheets.policies import can_see_sheet, can_tick, can_write_sheet
from app.runsheets.queries import doers_of, sheet_of, sheets_to_copy, task_of
from app.runsheets.rules import SHEET_TEMPLATES, sheet_template

blueprint = Blueprint("runsheets", __name__)


@blueprint.get("/desk/events/<slug>/run-sheet")
@signed_in
def sheet(slug: str) -> ResponseReturnValue:
    """Show what is to be done, by whom, and what is done."""
    user, event = _event(slug)
    return render_template("runsheets/sheet.html", form=_form(event), **_context(user, event))


@blueprint.post("/desk/events/<slug>/run-sheet")
@signed_in
def add(slug: str) -> ResponseReturnValue:
    """Add a task."""
    user, event = _written(slug)
    form = _form(event)
    if form.validate():
        with form.explaining():
            with transaction():
                services.add_task(event, form.details())
            return _done(_("Added."), slug)
    return invalid("runsheets/sheet.html", form=form, **_context(user, event))


@blueprint.post("/desk/events/<slug>/run-sheet/copy")
@signed_in
def copy(slug: str) -> ResponseReturnValue:
    """Add the tasks of an earlier event, or of a list to begin with."""
    user, event = _written(slug)
    chosen = request.form.get("source", "")
    template = sheet_template(chosen)
    source = next((each for each in sheets_to_copy(user, event) if each.slug == chosen), None)
    if template is None and source is None:
        return _done(_("Choose a sheet to copy."), slug, "error")
    try:
        with transaction():
            added = (
                services.use_template(event, template)
                if template
                else services.copy_sheet(event, source or event)
            )
    except Refused as error:
        return _done(error.sentence, slug, "error")
    return _done(_n("%(num)s task added.", "%(num)s tasks added.", added), slug)


@blueprint.route("/desk/events/<slug>/run-sheet/<int:task_id>", methods=["GET", "POST"])
@signed_in
def change(slug: str, task_id: int) -> ResponseReturnValue:
    """Change a task."""
    _user, event = _written(slug)
    task = _task(event, task_id)
    form = _form(event, task)
    if request.method == "GET":
        return render_template("runsheets/task.html", event=event, task=task, form=form)
    if not form.validate():
        return invalid("runsheets/task.html", event=event, task=task, form=form)
    with transaction():
        services.change_task(task, form.details())
    return _done(_("Saved."), slug)


@blueprint.post("/desk/events/<slug>/run-sheet/<int:task_id>/done")
@signed_in
def tick(slug: str, task_id: int) -> ResponseReturnValue:
    """Say that a task is done, or that it is not."""
    user, event = _event(slug)
    task = _task(event, task_id)
    require(can_tick(user, task))
    with transaction():
        services.tick(task, is_done=request.form.get("done") == "1")
    return see_other(f"{url_for('runsheets.sheet', slug=slug)}#task-{task_id}")


@blueprint.post("/desk/events/<slug>/run-sheet/<int:task_id>/remove")
@signed_in
def remove(slug: str, task_id: int) -> ResponseReturnValue:
    """Take a task off the sheet."""
    _user, event = _written(slug)
    task = _task(event, task_id)
    with transaction():
        services.remove_task(task)
    return _done(_("Taken off the sheet."), slug)


def _event(slug: str) -> tuple[User, Event]:
    user, event = me(User), existing(event_by_slug(slug))
    require(can_see_sheet(user, event), hide=True)
    return user, event


def _written(slug: str) -> tuple[User, Event]:
    user, event = _event(slug)
    require(can_write_sheet(user, event))
    return user, event


def _task(event: Event, task_id: int) -> Task:
    return existing(task_of(event, task_id))


def _form(event: Event, task: Task | None = None) -> TaskForm:
    doers = doers_of(event)
    form = TaskForm(request.form or None, data=values_of(task, doers) if task else None)
    form.offer(doers, task)
    return form


def _context(user: User, event: Event) -> dict[str, object]:
    lines = sheet_of(event)
    return {
        "event": event,
        "lines": lines,
        "can_write": can_write_sheet(user, event),
        "ticked_by_me": {line.task.id for line in lines if can_tick(user, line.task)},
        "templates": SHEET_TEMPLATES,
        "sources": sheets_to_copy(user, event),
    }


def _done(sentence: str, slug: str, tone: str = "success") -> ResponseReturnValue:
    flash(sentence, tone)
    return see_other(url_for("runsheets.sheet", slug=slug))
