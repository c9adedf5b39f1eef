"""What hosts write to those who replied: to one event, or to the coming dates of a series."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.audit.queries import lately
from app.audit.rules import subject_name
from app.audit.services import record
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.errors import Refused
from app.core.i18n import _, format_date, format_time
from app.events.models import Event, Series
from app.events.queries import locked_event, locked_series
from app.events.rules import wall_time
from app.organisations.policies import can_publish
from app.outbox.models import Email
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.emails import HostMessage
from app.rsvps.queries import addressed, dates_ahead, people_addressed
from app.rsvps.rules import DAY, SAME_MESSAGE, may_be_about, too_many_messages


def message_people(event: Event, message: HostMessage, *, by: User) -> int:
    """Write to people who replied; give how many it goes to, without those who want no such mail.

    A second click sends nothing: the same words of the same host are not sent again so soon.
    """
    if event.series:  # what is written about it counts too, so that is not written meanwhile
        locked_series(event.series)
    locked_event(event.id)
    earlier = _lately(_counted(event))
    if (reached := _already(event, message, earlier)) is not None:
        return reached
    _refuse_sender(message)
    if message.is_about_event and not may_be_about(event, clock.now()):
        raise Refused(
            _("This event is long over. Write about something else you do, to those who allowed it.")
        )
    _refuse_too_many([event], earlier)
    people = addressed(event, message.to, message.needs_consent_for)
    mails = [emails.host_message(rsvp, event, message) for rsvp in people]
    return _send(event, message, mails, by=by)


def message_series(series: Series, message: HostMessage, *, by: User) -> int:
    """Write once to everyone who replied to coming dates of a series that the sender hosts."""
    locked_series(series)
    dates = dates_ahead(series, message.sender)
    earlier = _lately([series, *dates])
    if (reached := _already(series, message, earlier)) is not None:
        return reached
    _refuse_sender(message)
    _refuse_too_many(dates, earlier)
    people = people_addressed(dates, message.to, message.needs_consent_for)
    mails = [emails.series_message(rsvps, series.title, message) for rsvps in people]
    return _send(series, message, mails, by=by)


def _counted(event: Event) -> list[Event | Series]:
    """Give what mail about an event may be about: itself, and its series."""
    return [event, event.series] if event.series else [event]


def _lately(subjects: Sequence[Event | Series]) -> Mapping[str, Sequence[AuditEntry]]:
    """Give what was sent within a day, by what it was about."""
    found: dict[str, list[AuditEntry]] = {}
    for entry in lately(Action.RSVP_MESSAGE_SENT, *subjects, since=clock.now() - DAY):
        found.setdefault(entry.subject, []).append(entry)
    return found


def _already(
    about: Event | Series, message: HostMessage, earlier: Mapping[str, Sequence[AuditEntry]]
) -> int | None:
    """Give how many got the very same message a moment ago; None when it is new."""
    for entry in earlier.get(subject_name(about), ()):
        is_same = entry.detail.get("fingerprint") == _fingerprint(message)
        if is_same and clock.now() - entry.at < SAME_MESSAGE:
            return int(entry.detail["reached"])
    return None


def _refuse_sender(message: HostMessage) -> None:
    """Keep people from mail of a host that is not verified any more."""
    if not can_publish(message.sender):
        name = message.sender.name
        raise Refused(_("%(name)s is not verified now, so it cannot write to those who replied.", name=name))


def _refuse_too_many(events: Sequence[Event], earlier: Mapping[str, Sequence[AuditEntry]]) -> None:
    """Keep people from more mail about an event than they bargained for; that about its series counts."""
    for event in events:
        sent_at = [entry.at for each in _counted(event) for entry in earlier.get(subject_name(each), ())]
        again = too_many_messages(sent_at, clock.now())
        if again is not None:
            raise Refused(_too_many(again, event.zone))


def _too_many(again: datetime, zone: str) -> str:
    when = wall_time(again, zone)[0]
    return _(
        "People get at most three messages a day about one event, from all hosts together."
        " You can send this one from %(day)s, %(time)s on.",
        day=format_date(when.date()),
        time=format_time(when),
    )


def _send(about: Event | Series, message: HostMessage, mails: Sequence[Email], *, by: User) -> int:
    sent = [post(mail) for mail in mails]
    reached = sum(posted is not None for posted in sent)
    detail = {
        "subject": message.subject,
        "to": message.to.value,
        "is_about_event": message.is_about_event,
        "reached": reached,
        "left_out": len(sent) - reached,
        "fingerprint": _fingerprint(message),
    }
    record(Action.RSVP_MESSAGE_SENT, about, by=by, on_behalf_of=message.sender, detail=detail)
    return reached


def _fingerprint(message: HostMessage) -> str:
    return lookup_hash(f"{message.sender.id}\n{message.subject}\n{message.body}\n{message.to}")
