"""What hosts do with replies: read needs, export, write to everyone who is going, remove someone."""

import csv
from collections.abc import Sequence
from io import StringIO

from app.accounts.models import User
from app.audit.models import Action
from app.audit.queries import lately
from app.audit.services import record
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.errors import Refused
from app.core.i18n import _
from app.events.models import Event
from app.events.queries import locked as locked_event
from app.organisations.models import Organisation
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.emails import HostMessage
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import export_rows, going, locked, with_needs
from app.rsvps.rules import SAME_MESSAGE, csv_safe
from app.rsvps.services.changing import end

BYTE_ORDER_MARK = "\ufeff"


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
    out = StringIO()
    table = csv.writer(out)
    heads = [_("Name"), _("People"), _("How"), _("Replied"), _("E-mail"), *questions.values()]
    table.writerow(map(csv_safe, heads))
    for rsvp, may_write in rows:
        cells = [
            rsvp.name,
            str(rsvp.party_size),
            rsvp.way.label,
            rsvp.created_at.isoformat(timespec="minutes"),
            rsvp.email if may_write else "",
            *(str(rsvp.answers.get(question_id, "")) for question_id in questions),
        ]
        table.writerow(map(csv_safe, cells))
    detail = {"replies": len(rows), "addresses": sum(may_write for _rsvp, may_write in rows)}
    record(Action.RSVP_EXPORTED, event, by=by, on_behalf_of=on_behalf_of, detail=detail)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def message_going(event: Event, message: HostMessage, *, by: User) -> int:
    """Write to everyone who is going; give how many it goes to, without those who want no such mail.

    A second click sends nothing: the same words of the same host are not sent again so soon.
    """
    locked_event(event)
    fingerprint = lookup_hash(f"{message.sender.id}\n{message.subject}\n{message.body}")
    for entry in lately(Action.RSVP_MESSAGE_SENT, event, since=clock.now() - SAME_MESSAGE):
        if entry.detail.get("fingerprint") == fingerprint:
            return int(entry.detail["reached"])
    sent = [post(emails.host_message(rsvp, event, message)) for rsvp in going(event)]
    reached = sum(posted is not None for posted in sent)
    detail = {
        "subject": message.subject,
        "reached": reached,
        "left_out": len(sent) - reached,
        "fingerprint": fingerprint,
    }
    record(Action.RSVP_MESSAGE_SENT, event, by=by, on_behalf_of=message.sender, detail=detail)
    return reached


def remove(rsvp: Rsvp, reason: str, *, by: User, on_behalf_of: Organisation) -> Rsvp:
    """End someone's reply for a reason that they are told."""
    held = locked(rsvp.id)
    if held.status is RsvpStatus.CANCELLED:
        raise Refused(_("This reply has already ended."))
    held.removed_reason = reason
    held.link_mailed_at = clock.now()
    end(held)
    post(emails.removed(held, held.event))
    record(Action.RSVP_REMOVED, held, by=by, on_behalf_of=on_behalf_of)
    return held
