"""The page of the door, the same for people who have signed in and for devices by a link."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import uuid4

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid
from app.core.http import see_other
from app.core.i18n import _, _n
from app.core.transaction import transaction
from app.door import services
from app.door.forms import WalkInForm, entry_from_form
from app.door.models import Conflict, EntryKind
from app.door.queries import PAGE_LENGTH, Guest, conflicts, door_counts, guests, last_arrivals, recent_entries
from app.door.services import Keeper
from app.events.models import Event
from app.rsvps.rules import code_parts
from app.rsvps.rules.codes import event_part, reply_part


def door_page(
    template: str, event: Event, base: str, context: Mapping[str, bool], form: WalkInForm | None = None
) -> ResponseReturnValue:
    """Show who is expected and who is here; `base` is the address that the forms post below."""
    everybody = guests(event)
    words = request.args.get("q", "").strip()
    found, problem = _find(event, everybody, words)
    page = render_template(
        template,
        event=event,
        base=base,
        q=words,
        problem=problem,
        guests=found[:PAGE_LENGTH],
        more=max(0, len(found) - PAGE_LENGTH),
        counts=door_counts(event, everybody),
        recent=recent_entries(event),
        conflicts=conflicts(event),
        form=form or WalkInForm(),
        new_number=uuid4,
        last=last_arrivals(event, [guest.id for guest in found[:PAGE_LENGTH] if guest.here > 0]),
        **context,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK


def take_form(
    template: str, event: Event, base: str, keeper: Keeper, context: Mapping[str, bool]
) -> ResponseReturnValue:
    """Write down the one thing that a button of the page says, and say what came of it."""
    form = WalkInForm(request.form)
    is_walk_in = request.form.get("kind") == EntryKind.WALKED_IN
    if is_walk_in and not form.validate():
        return door_page(template, event, base, context, form)
    try:
        entry = entry_from_form(request.form)
        with transaction():
            (told,) = services.write_down(event, [entry], keeper)
    except Invalid as error:
        flash(error.sentence, "error")
        return see_other(base)
    if told.conflict:
        flash(conflict_sentence(told.conflict), "warning")
    elif entry.kind is EntryKind.UNDONE:
        flash(_("Taken back."), "success")
    else:
        flash(_n("One person is in.", "%(num)s people are in.", entry.people), "success")
    return see_other(base)


def conflict_sentence(conflict: Conflict) -> str:
    """Say what does not fit, and that it is written down all the same."""
    return _("Written down, but look at it later: %(what)s.", what=conflict.label)


def _find(event: Event, everybody: Sequence[Guest], words: str) -> tuple[Sequence[Guest], str]:
    """Find guests by name or code; and a sentence where a code leads to nobody here."""
    parts = code_parts(words) if words else None
    if parts is not None:
        return _find_code(event, everybody, parts)
    wanted = words.casefold().split()
    found = [guest for guest in everybody if all(word in guest.name.casefold() for word in wanted)]
    return found, ""


def _find_code(
    event: Event, everybody: Sequence[Guest], parts: tuple[str, str]
) -> tuple[Sequence[Guest], str]:
    if parts[0] != event_part(event.uid):
        return (), _("This code is for another event.")
    found = [guest for guest in everybody if reply_part(guest.token_hash) == parts[1]]
    if not found:
        return (), _("No reply to this event has this code now. It may have been cancelled.")
    return found, ""
