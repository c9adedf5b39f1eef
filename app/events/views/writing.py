"""Write on an event together: edit, and compare when someone else wrote at the same time."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from app.accounts.models import User
from app.cohosting.models import ProposalStatus
from app.cohosting.policies import acting_for
from app.cohosting.queries import host_organisations_of, open_proposal, waits_for
from app.cohosting.rules import Content, changes
from app.cohosting.services import Edit, Saved, WrittenMeanwhile
from app.cohosting.views.acting import done, host_choices
from app.core.access import require, signed_in
from app.core.errors import Invalid, Refused
from app.core.http import invalid
from app.core.i18n import _
from app.core.numbers import row_number
from app.core.pictures import store_picture
from app.core.transaction import transaction
from app.events import policies, queries, services
from app.events.forms import EventForm
from app.events.forms.reading import typed_from
from app.events.models import Event
from app.events.rules import UNPUBLISHED
from app.events.rules.agreements import AGREEMENT_TEMPLATES
from app.events.rules.content import content_from, details_from
from app.events.rules.merging import Side, compare, merge
from app.events.views.blueprint import blueprint, edited_event, page

KEPT = "keep-"


@blueprint.route("/desk/events/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with what hosts have so far; save what was written."""
    user, event = edited_event(slug)
    if request.method == "GET":
        return _form_page(user, event, _form_for(user, event, queries.working_content(event)))
    form = EventForm(CombinedMultiDict((request.files, request.form)))
    form.for_hosts(host_choices(user, event))
    if not (keep_upload(form) and form.validate()):
        return _form_page(user, event, form)
    content = _chosen(event, form, content_from(form.details()))
    if request.form.get("step") == "form":
        return _form_page(user, event, _form_for(user, event, content))
    warnings = queries.crowded_on(event, changes(queries.working_content(event), content))
    if warnings and request.form.get("told") != " ".join(warnings):
        return _form_page(user, event, form, warnings)
    return _save(user, event, form, content)


def _save(user: User, event: Event, form: EventForm, content: Content) -> ResponseReturnValue:
    try:
        with transaction():
            require(policies.can_edit(user, event))
            edit = Edit(
                details_from(content),
                _version(form),
                user,
                acting_for(user, event.cohosting, form.on_behalf_of.data),
                form.note.data or "",
            )
            saved = services.save_event(event, edit)
    except WrittenMeanwhile:
        return _comparison_page(user, event, form, content)
    except Refused as error:
        form.refuse(error.sentence)
        return _form_page(user, event, form)
    return done(told_saved(saved), event)


def told_saved(saved: Saved) -> str:
    """Say what became of what was written."""
    if not saved.is_changed:
        return _("Nothing was different, so nothing was changed.")
    if saved.proposal is None or saved.proposal.status is not ProposalStatus.OPEN:
        return _("Saved.")
    waits = _("Saved. What needs the other hosts waits for them: %(waits)s", waits=waits_for(saved.proposal))
    return " ".join([waits, *queries.crowded_by(saved.proposal)])


def _form_for(user: User, event: Event, content: Content) -> EventForm:
    form = EventForm(data=typed_from(content, event.version))
    return form.for_hosts(host_choices(user, event))


def _form_page(
    user: User, event: Event, form: EventForm, warnings: Sequence[str] = ()
) -> ResponseReturnValue:
    show = render_template if not (form.errors or form.form_errors) else invalid
    return show(
        "events/edit.html",
        event=event,
        form=form,
        warnings=warnings,
        templates=AGREEMENT_TEMPLATES,
        is_public=event.status not in UNPUBLISHED,
        is_alone=len(host_organisations_of([event.cohosting_id])[event.cohosting_id]) == 1,
        proposal=open_proposal(event.cohosting),
        can_edit=policies.can_edit(user, event),
    )


def _comparison_page(user: User, event: Event, form: EventForm, content: Content) -> ResponseReturnValue:
    """Show theirs beside mine, with everything that was typed carried along."""
    theirs = queries.working_content(event)
    base = queries.version_of(event, _version(form))
    carried = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "version", "picture", "step"} and not name.startswith(KEPT)
    ]
    shown = page(
        "compare",
        event,
        comparisons=compare(base.content if base else theirs, theirs, content),
        writers=queries.writers_since(event, _version(form), but=user),
        carried=[*carried, ("picture", form.picture.data or ""), ("version", event.version)],
        kept=KEPT,
    )
    return shown, HTTPStatus.CONFLICT


def _chosen(event: Event, form: EventForm, mine: Content) -> Content:
    """Take the other's words where the comparison page says so."""
    kept = {
        name.removeprefix(KEPT): Side.THEIRS
        for name, value in request.form.items()
        if name.startswith(KEPT) and value == Side.THEIRS
    }
    if not kept:
        return mine
    theirs = queries.version_of(event, _version(form))
    return merge(theirs.content, mine, kept) if theirs else mine


def _version(form: EventForm) -> int:
    """Read the version that was written on; nonsense is as an old one, which leads to comparing."""
    return row_number(form.version.data or "") or 0


def keep_upload(form: EventForm) -> bool:
    """Keep a new picture at once, so that it is not lost when something else needs mending."""
    upload = request.files.get("upload")
    if upload is None or not upload.filename:
        return True
    try:
        with transaction():
            form.picture.data = store_picture(upload.read())
    except Invalid as error:
        form.validate()
        form.refuse(error.sentence, "upload")
        return False
    return True
