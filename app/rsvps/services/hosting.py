"""What hosts do with replies: read needs, take lists along, remove someone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
from app.rsvps.queries import consenting, going, locked, offers_out, waiting_line, with_needs
from app.rsvps.rules.waitlist import why_waiting
from app.rsvps.services.changing import end


def read_needs(event: Event, *, by: User, on_behalf_of: Organisation) -> Sequence[Rsvp]:
    """Give the replies whose access needs are now read, and write down who read which."""
    found = with_needs(event)
    for rsvp in found:
        record(Action.RSVP_NEEDS_READ, rsvp, by=by, on_behalf_of=on_behalf_of)
    return found


def export_csv(event: Event, *, by: User, on_behalf_of: Organisation) -> bytes:
    """Write everyone who is going as a table; addresses only of those who let this host write to them."""
    heads = [_("Name"), _("People"), _("How"), _("Replied"), _("E-mail")]

    def cells(rsvp: Rsvp, email: str) -> list[str]:
        replied = rsvp.created_at.isoformat(timespec="minutes")
        return [rsvp.name, str(rsvp.party_size), rsvp.way.label, replied, email]

    return _table(event, going(event), heads, cells, _Taken(Action.RSVP_EXPORTED, by, on_behalf_of))


def export_waiting_csv(event: Event, *, by: User, on_behalf_of: Organisation) -> bytes:
    """Write everyone who waits as a table, in their order, with addresses of the same people only."""
    heads = [
        _("Name"),
        _("People"),
        _("Fewer places will do"),
        _("How"),
        _("Since"),
        _("How it stands"),
        _("E-mail"),
    ]

    def cells(rsvp: Rsvp, email: str) -> list[str]:
        since = (rsvp.waits_since or rsvp.changed_at).isoformat(timespec="minutes")
        fewer = _("Yes") if rsvp.takes_fewer else _("No")
        stands = why_waiting(rsvp.status, rsvp.passed_why, is_confirmed=rsvp.confirmed_at is not None)
        return [rsvp.name, str(rsvp.party_size), fewer, rsvp.way.label, since, stands, email]

    waiting = [*offers_out(event), *waiting_line(event.id)]
    return _table(event, waiting, heads, cells, _Taken(Action.RSVP_WAITLIST_EXPORTED, by, on_behalf_of))


@dataclass(frozen=True)
class _Taken:
    """Who takes which list along for whom."""

    action: Action
    by: User
    host: Organisation


def _table(
    event: Event,
    rsvps: Sequence[Rsvp],
    heads: Sequence[str],
    cells: Callable[[Rsvp, str], list[str]],
    taken: _Taken,
) -> bytes:
    """Write replies as a table with the answers to the hosts' questions, and write down that it was taken."""
    allowed = consenting(event, taken.host)
    questions = {question["id"]: str(question["prompt"]) for question in event.questions}
    rows = [
        [
            *cells(rsvp, rsvp.email if rsvp.id in allowed else ""),
            *(str(rsvp.answers.get(number, "")) for number in questions),
        ]
        for rsvp in rsvps
    ]
    detail = {"replies": len(rows), "addresses": sum(rsvp.id in allowed for rsvp in rsvps)}
    record(taken.action, event, by=taken.by, on_behalf_of=taken.host, detail=detail)
    return csv_file([*heads, *questions.values()], rows)


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
