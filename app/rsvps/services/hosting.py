"""What hosts do with replies: read needs, export, write to everyone who is going, remove someone."""

from collections.abc import Sequence

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.errors import Refused
from app.core.i18n import _
from app.core.tables import csv_file
from app.events.models import Event
from app.organisations.models import Organisation
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import export_rows, locked, with_needs
from app.rsvps.services.changing import end


def read_needs(event: Event, *, by: User, on_behalf_of: Organisation) -> Sequence[Rsvp]:
    """Give the replies whose access needs are now read, and write down who read which."""
    found = with_needs(event)
    for rsvp in found:
        record(Action.RSVP_NEEDS_READ, rsvp, by=by, on_behalf_of=on_behalf_of)
    return found


def export_csv(event: Event, *, by: User, on_behalf_of: Organisation) -> bytes:
    """Write everyone who is going as a table; addresses only of those who let this host write to them."""
    rows = export_rows(event, on_behalf_of)
    questions = {question["id"]: str(question["prompt"]) for question in event.questions}
    heads = [_("Name"), _("People"), _("How"), _("Replied"), _("E-mail"), *questions.values()]
    table = (
        [
            rsvp.name,
            str(rsvp.party_size),
            rsvp.way.label,
            rsvp.created_at.isoformat(timespec="minutes"),
            rsvp.email if may_write else "",
            *(str(rsvp.answers.get(question_id, "")) for question_id in questions),
        ]
        for rsvp, may_write in rows
    )
    file = csv_file(heads, table)
    detail = {"replies": len(rows), "addresses": sum(may_write for _rsvp, may_write in rows)}
    record(Action.RSVP_EXPORTED, event, by=by, on_behalf_of=on_behalf_of, detail=detail)
    return file


def remove(rsvp: Rsvp, reason: str, *, by: User, on_behalf_of: Organisation) -> Rsvp:
    """End someone's reply for a reason that they are told."""
    held = locked(rsvp.id)
    if held.status is RsvpStatus.CANCELLED:
        raise Refused(_("This reply has already ended."))
    held.removed_reason = reason
    held.link_mailed_at, had_place = clock.now(), held.status is RsvpStatus.GOING
    end(held)
    post(emails.removed(held, held.event, had_place=had_place))
    record(Action.RSVP_REMOVED, held, by=by, on_behalf_of=on_behalf_of)
    return held
