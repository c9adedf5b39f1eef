"""Mail about one reply: from the first question whether the address is theirs to the last goodbye."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.i18n import in_language
from app.core.ical import Method
from app.core.settings import settings
from app.events.models import AccessFact, Agreement, Event
from app.events.rules import Audience, visible_place
from app.organisations.models import Organisation
from app.outbox.models import Email, ListName
from app.rsvps.emails.writing import about_reply, changed_lines, code_files
from app.rsvps.models import Addressees, Rsvp, RsvpStatus


def confirm(rsvp: Rsvp, event: Event) -> Email:
    """Ask whether the address is theirs; until then the spots are only held."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    return about_reply("rsvps/confirm", rsvp, event, held_hours=hours, held_minutes=minutes)


def going(rsvp: Rsvp, event: Event, agreement: Agreement | None) -> Email:
    """Tell all that one needs to come: when, where, how to get in, what was agreed."""
    known = set(AccessFact)
    facts = [AccessFact(fact) for fact in event.access_facts if fact in known]
    return about_reply(
        "rsvps/going",
        rsvp,
        event,
        method=Method.REQUEST,
        files=code_files(rsvp, event),
        agreement=agreement,
        access_facts=facts,
        place=visible_place(event, Audience.GOING),
    )


def already(rsvp: Rsvp, event: Event) -> Email:
    """Send someone who replied again the link of the reply they have."""
    return about_reply("rsvps/already", rsvp, event, is_confirmed=rsvp.status is RsvpStatus.GOING)


def changed(rsvp: Rsvp, event: Event, before: Mapping[str, Any]) -> Email:
    """Tell what is different now: old and new."""
    with in_language(rsvp.language):
        lines = changed_lines(rsvp, event, before)
    return about_reply("rsvps/changed", rsvp, event, method=Method.REQUEST, lines=lines)


def cancelled(rsvp: Rsvp, event: Event, reason: str) -> Email:
    """Tell that the event will not take place."""
    return about_reply("rsvps/cancelled", rsvp, event, method=Method.CANCEL, why=reason)


def postponed(rsvp: Rsvp, event: Event, reason: str) -> Email:
    """Tell that the event moves to a later day, and that the reply stays."""
    method = Method.REQUEST if rsvp.wants_invitations else None
    return about_reply("rsvps/postponed", rsvp, event, method=method, why=reason)


def reply_cancelled(rsvp: Rsvp, event: Event) -> Email:
    """Tell that their own cancellation has been noted, with the way back."""
    return about_reply("rsvps/reply_cancelled", rsvp, event, method=_farewell(rsvp))


def removed(rsvp: Rsvp, event: Event, *, had_place: bool = True) -> Email:
    """Tell that the hosts have ended the reply, and why; who only waited has nothing in a calendar."""
    method = _farewell(rsvp) if had_place else None
    why = rsvp.removed_reason or ""
    return about_reply("rsvps/removed", rsvp, event, method=method, why=why, had_place=had_place)


def host_message(
    rsvp: Rsvp,
    event: Event,
    message: "HostMessage",
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    """Hand on what a host writes."""
    return about_reply(
        "rsvps/host_message",
        rsvp,
        event,
        reply_to=message.sender.contact_email or None,
        list_name=ListName.HOST_MESSAGES,
        message=message,
        sender_name=message.sender.name,
        is_going=rsvp.status is RsvpStatus.GOING,
        **context,
    )


@dataclass(frozen=True)
class HostMessage:
    """What a host writes to the people who replied; the text is Markdown."""

    subject: str
    body: str
    sender: Organisation
    to: Addressees = Addressees.GOING
    #: About something else the host does: only for those who have said that it may write to them.
    is_about_event: bool = True

    @property
    def needs_consent_for(self) -> Organisation | None:
        """Give the host to which people must have said yes, if they must."""
        return None if self.is_about_event else self.sender


def _farewell(rsvp: Rsvp) -> Method | None:
    """Take the event out of the calendar into which an invitation has put it."""
    return Method.CANCEL if rsvp.wants_invitations and rsvp.confirmed_at else None
