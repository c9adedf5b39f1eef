"""Mail to those who wait for a place, and to those who get one."""

from collections.abc import Iterator, Sequence

from app.core.i18n import format_moment, in_language
from app.core.ical import Method
from app.events.models import Agreement, Event
from app.outbox.models import Attachment, Email
from app.rsvps.emails.writing import about_reply, calendar_file, code_files
from app.rsvps.models import Rsvp, RsvpStatus


def confirm_waiting(rsvp: Rsvp, event: Event) -> Email:
    """Ask whether the address is theirs; until then nobody on the list is passed over for them."""
    return about_reply("rsvps/confirm_waiting", rsvp, event)


def waitlisted(rsvp: Rsvp, event: Event) -> Email:
    """Tell that they wait, and what happens when a place comes free."""
    return about_reply("rsvps/waitlisted", rsvp, event)


def moved_up(rsvps: Sequence[Rsvp], event: Event, agreement: Agreement | None) -> Iterator[Email]:
    """Tell those who moved up: the place is theirs, or is kept until they answer."""
    files: tuple[Attachment, ...]
    calendars: dict[tuple[str, bool], Attachment] = {}
    for rsvp in rsvps:
        if rsvp.status is RsvpStatus.OFFERED:
            yield about_reply("rsvps/offered", rsvp, event, until_text=until_text(rsvp, event))
            continue
        method, files = Method.REQUEST if rsvp.wants_invitations else None, code_files(rsvp, event)
        if method is None:  # the same file for many: it is written once
            kind = (rsvp.language, rsvp.is_discreet)
            calendars[kind] = calendars.get(kind) or calendar_file(rsvp, event)
            files = (calendars[kind], *files)
        yield about_reply("rsvps/moved_up", rsvp, event, method=method, files=files, agreement=agreement)


def until_text(rsvp: Rsvp, event: Event) -> str:
    """Say until when a place is kept, on the clock of the event's zone."""
    with in_language(rsvp.language):
        return format_moment(rsvp.held_until, event.zone) if rsvp.held_until else ""


def offer_ended(rsvp: Rsvp, event: Event) -> Email:
    """Tell that the time to answer is over, with the way back onto the list."""
    return about_reply("rsvps/offer_ended", rsvp, event)


def first_to_answer(rsvp: Rsvp, event: Event) -> Email:
    """Tell someone who waits that there is a place now, for whoever answers first."""
    return about_reply("rsvps/first_to_answer", rsvp, event)
