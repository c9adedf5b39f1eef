"""Begin an event, from nothing or from another one."""

from dataclasses import replace

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Cohosting, HeldKind
from app.cohosting.rules import changes
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.slugs import add_at_free_slug
from app.core.tokens import new_token
from app.events.models import Event, EventStatus
from app.events.queries import event_of, settled_content
from app.events.rules.content import EventDetails, content_from, details_from
from app.events.services.keeping import (
    RESERVED_SLUGS,
    hold,
    keep_agreement,
    keep_name,
    keep_version,
    next_version,
    write_details,
)
from app.organisations.models import Organisation


def draft_event(details: EventDetails, *, organisation: Organisation, by: User | None) -> Event:
    """Begin a draft that one organisation holds so far; others can be invited."""
    now = clock.now()
    held = cohosting.begin(HeldKind.EVENT, details.title, organisation=organisation, by=by)
    event = Event(
        cohosting=held,
        uid=f"{new_token()}@twain",
        status=EventStatus.DRAFT,
        version=1,
        sequence=0,
        taken_in_person=0,
        taken_online=0,
        revised_at=now,
        created_at=now,
    )
    write_details(event, details)
    add_at_free_slug(event, details.title, RESERVED_SLUGS)
    cohosting.rename(held, details.title, address=f"/desk/events/{event.slug}")
    keep_agreement(event, details)
    keep_version(event, by=by)
    record(Action.EVENT_DRAFTED, event, by=by, on_behalf_of=organisation)
    return event


def rewrite_draft(
    event: Event, details: EventDetails, *, organisation: Organisation, by: User | None
) -> None:
    """Write a draft anew, as an import does for what changed elsewhere; raise Refused for anything else."""
    hold(event)
    if event.status is not EventStatus.DRAFT:
        raise Refused(_("This event is not a draft any more."))
    changed = changes(settled_content(event), content_from(details))
    if not changed:
        return
    write_details(event, details)
    session.flush()
    keep_agreement(event, details)
    keep_name(event)
    next_version(event, by=by)
    detail = {"fields": sorted(changed)}
    record(Action.EVENT_CHANGED, event, by=by, on_behalf_of=organisation, detail=detail)


def duplicate_event(event: Event, *, organisation: Organisation, by: User) -> Event:
    """Begin a draft with the same words, without the date; the other hosts are asked anew.

    A second press leads to the copy that the first one made.
    """
    details = details_from(settled_content(event))
    undated = replace(details, starts_local=None, ends_local=None, starts_fold=0, ends_fold=0)

    def copy_in(held: Cohosting) -> Event | None:
        found = event_of(held)
        if found is None or found is event or settled_content(found) != content_from(undated):
            return None
        return found

    return cohosting.begin_once(undated, draft_event, copy_in, organisation=organisation, by=by)
