"""What hosts do with replies: read needs, export, write to everyone who is going, remove someone."""

from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import User
from app.audit.models import Action
from app.audit.queries import lately
from app.audit.services import record
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.errors import Refused
from app.core.i18n import _, format_date, format_time
from app.core.tables import csv_file
from app.events.models import Event
from app.events.queries import locked as locked_event
from app.events.rules import wall_time
from app.organisations.models import Organisation
from app.organisations.policies import can_publish
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.emails import HostMessage
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import addressed, export_rows, locked, with_needs
from app.rsvps.rules import DAY, SAME_MESSAGE, may_be_about, too_many_messages
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


def message_people(event: Event, message: HostMessage, *, by: User) -> int:
    """Write to people who replied; give how many it goes to, without those who want no such mail.

    A second click sends nothing: the same words of the same host are not sent again so soon.
    """
    locked_event(event)
    fingerprint = lookup_hash(f"{message.sender.id}\n{message.subject}\n{message.body}\n{message.to}")
    earlier = lately(Action.RSVP_MESSAGE_SENT, event, since=clock.now() - DAY)
    for entry in earlier:
        is_same = entry.detail.get("fingerprint") == fingerprint
        if is_same and clock.now() - entry.at < SAME_MESSAGE:
            return int(entry.detail["reached"])
    _refuse_message(event, message, [entry.at for entry in earlier])
    people = addressed(event, message.to, message.needs_consent_for)
    sent = [post(emails.host_message(rsvp, event, message)) for rsvp in people]
    reached = sum(posted is not None for posted in sent)
    detail = {
        "subject": message.subject,
        "to": message.to.value,
        "is_about_event": message.is_about_event,
        "reached": reached,
        "left_out": len(sent) - reached,
        "fingerprint": fingerprint,
    }
    record(Action.RSVP_MESSAGE_SENT, event, by=by, on_behalf_of=message.sender, detail=detail)
    return reached


def _refuse_message(event: Event, message: HostMessage, sent_at: Sequence[datetime]) -> None:
    """Keep people from more mail than they bargained for, and from a host that is not verified any more."""
    if not can_publish(message.sender):
        name = message.sender.name
        raise Refused(_("%(name)s is not verified now, so it cannot write to those who replied.", name=name))
    if message.is_about_event and not may_be_about(event, clock.now()):
        raise Refused(
            _("This event is long over. Write about something else you do, to those who allowed it.")
        )
    again = too_many_messages(sent_at, clock.now())
    if again is not None:
        when = wall_time(again, event.zone)[0]
        raise Refused(
            _(
                "People get at most three messages a day about one event, from all hosts together."
                " You can send this one from %(day)s, %(time)s on.",
                day=format_date(when.date()),
                time=format_time(when),
            )
        )


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
