"""An event as an invitation to one person, which their calendar takes in and moves by itself (iTIP)."""

from dataclasses import dataclass, replace

from app.calendars.rules.saying import discreetly
from app.core.ical import CalendarEvent, EventStatus, Mailbox, Method

UNNAMED = "Twain"


@dataclass(frozen=True)
class Invitee:
    """Who is invited, and how their calendar may be told."""

    mailbox: Mailbox
    language: str
    #: Nothing but when it is, for calendars that other people look into.
    is_discreet: bool = False
    #: How far the SEQUENCE of this person's invitations is ahead of the event's own.
    shift: int = 0


def invited(said: CalendarEvent, organizer: Mailbox, invitee: Invitee, method: Method) -> CalendarEvent:
    """Turn an event into what is told to one person: the UID of every feed, a SEQUENCE that never falls."""
    if invitee.is_discreet:
        said, organizer = discreetly(said), replace(organizer, name=UNNAMED)
    if method is Method.CANCEL:
        said = replace(said, status=EventStatus.CANCELLED, transparent=True)
    return replace(
        said,
        sequence=said.sequence + invitee.shift,
        # Not every mail program knows PARTICIPANT; the description names the hosts.
        hosts=(),
        organizer=organizer,
        attendee=invitee.mailbox,
    )
