"""Mail about replies, each in its reader's language.

All of it is transactional but the hosts' own messages: those belong to the list `HOST_MESSAGES`, so
that they carry a way to stop them (RFC 8058). Nobody misses what matters by leaving that list, for a
new time or place and a cancellation are told by Twain itself, outside any list.

The QR code travels as an ordinary PNG attachment, since mail programs block `data:` pictures and
pictures from the network, and show or open a file everywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno
from PIL import Image, ImageOps

from app.calendars.queries import event_file
from app.core.i18n import _, format_moment, format_when, in_language
from app.core.settings import settings
from app.events.models import AccessFact, Agreement, Event
from app.events.rules import Audience, visible_place
from app.events.rules.content import apply_details, content_of, details_from
from app.organisations.models import Organisation
from app.outbox.models import Attachment, Email, ListName
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.rules import code_of, written_code
from app.rsvps.rules.codes import PREFIX

QR_SCALE = 8
CODE_MASK, QR_BORDER = 3, 4
#: Dark dots (1) become black, light ones white.
_INK = bytes.maketrans(bytes((0, 1)), bytes((255, 0)))
CALENDAR = "text/calendar"


@dataclass(frozen=True)
class Line:
    """One fact of an event, as it is and, where it changed, as it was."""

    term: str
    value: str
    before: str = ""


def confirm(rsvp: Rsvp, event: Event) -> Email:
    """Ask whether the address is theirs; until then the spots are only held."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    return _email("confirm", rsvp, event, held_hours=hours, held_minutes=minutes)


def going(rsvp: Rsvp, event: Event, agreement: Agreement | None) -> Email:
    """Tell all that one needs to come: when, where, how to get in, what was agreed."""
    known = set(AccessFact)
    facts = [AccessFact(fact) for fact in event.access_facts if fact in known]
    return _email(
        "going",
        rsvp,
        event,
        files=(_calendar(rsvp, event), _qr(rsvp, event)),
        agreement=agreement,
        access_facts=facts,
        place=visible_place(event, Audience.GOING),
    )


def already(rsvp: Rsvp, event: Event) -> Email:
    """Send someone who replied again the link of the reply they have."""
    return _email("already", rsvp, event, is_confirmed=rsvp.status is RsvpStatus.GOING)


def changed(rsvp: Rsvp, event: Event, before: Mapping[str, Any]) -> Email:
    """Tell what is different now: old and new."""
    with in_language(rsvp.language):
        changes = _changes(event, before, audience_of(rsvp))
        lines = [line for line in changes if line.before != line.value]
    return _email("changed", rsvp, event, files=_calendar_if_going(rsvp, event), lines=lines)


def cancelled(rsvp: Rsvp, event: Event, reason: str) -> Email:
    """Tell that the event will not take place."""
    return _email("cancelled", rsvp, event, files=_calendar_if_going(rsvp, event), why=reason)


def postponed(rsvp: Rsvp, event: Event, reason: str) -> Email:
    """Tell that the event moves to a later day, and that the reply stays."""
    return _email("postponed", rsvp, event, why=reason)


def confirm_waiting(rsvp: Rsvp, event: Event) -> Email:
    """Ask whether the address is theirs; until then nobody on the list is passed over for them."""
    return _email("confirm_waiting", rsvp, event)


def waitlisted(rsvp: Rsvp, event: Event) -> Email:
    """Tell that they wait, and what happens when a place comes free."""
    return _email("waitlisted", rsvp, event)


def moved_up(rsvps: Sequence[Rsvp], event: Event, agreement: Agreement | None) -> Iterator[Email]:
    """Tell those who moved up: the place is theirs, or is kept until they answer."""
    calendars: dict[str, Attachment] = {}
    for rsvp in rsvps:
        if rsvp.status is RsvpStatus.OFFERED:
            yield _email("offered", rsvp, event, until_text=until_text(rsvp, event))
            continue
        if rsvp.language not in calendars:
            calendars[rsvp.language] = _calendar(rsvp, event)
        files = (calendars[rsvp.language], _qr(rsvp, event))
        yield _email("moved_up", rsvp, event, files=files, agreement=agreement)


def until_text(rsvp: Rsvp, event: Event) -> str:
    """Say until when a place is kept, on the clock of the event's zone."""
    with in_language(rsvp.language):
        return format_moment(rsvp.held_until, event.zone) if rsvp.held_until else ""


def offer_ended(rsvp: Rsvp, event: Event) -> Email:
    """Tell that the time to answer is over, with the way back onto the list."""
    return _email("offer_ended", rsvp, event)


def first_to_answer(rsvp: Rsvp, event: Event) -> Email:
    """Tell someone who waits that there is a place now, for whoever answers first."""
    return _email("first_to_answer", rsvp, event)


def reply_cancelled(rsvp: Rsvp, event: Event) -> Email:
    """Tell that their own cancellation has been noted, with the way back."""
    return _email("reply_cancelled", rsvp, event)


def removed(rsvp: Rsvp, event: Event) -> Email:
    """Tell that the hosts have ended the reply, and why."""
    return _email("removed", rsvp, event, why=rsvp.removed_reason or "")


def host_message(rsvp: Rsvp, event: Event, message: "HostMessage") -> Email:
    """Hand on what the hosts write to everyone who is going."""
    return _email(
        "host_message",
        rsvp,
        event,
        reply_to=message.sender.contact_email or None,
        list_name=ListName.HOST_MESSAGES,
        message=message,
        sender_name=message.sender.name,
    )


@dataclass(frozen=True)
class HostMessage:
    """What a host writes to the people who are going; the text is Markdown."""

    subject: str
    body: str
    sender: Organisation


def code_picture(rsvp: Rsvp, event: Event) -> segno.QRCode:
    """Draw the code for the door. It opens nothing, so it may be shown to anyone who keeps the door.

    Version 1 holds 20 such signs (ISO/IEC 18004, level M); a given mask spares trying all eight.
    """
    code = f"{PREFIX}:{code_of(event.uid, rsvp.token_hash)}"
    return segno.make_qr(code, version=1, error="m", mask=CODE_MASK, boost_error=False)


def audience_of(rsvp: Rsvp) -> Audience:
    """Tell what someone may know of the place: who waits knows what everybody does."""
    is_waiting = rsvp.status in {RsvpStatus.WAITLISTED, RsvpStatus.OFFERED}
    return Audience.PUBLIC if is_waiting else Audience.GOING


def lines_of(event: Event, audience: Audience = Audience.GOING) -> list[Line]:
    """Give what someone who is going (or others) may know of when and where, in the language being spoken."""
    place = visible_place(event, audience)
    when = ""
    if event.starts_at and event.ends_at:
        when = format_when(event.starts_at, event.ends_at, event.zone)
    return [
        Line(_("What"), event.title),
        Line(_("How"), event.format.label),
        Line(_("When"), when),
        Line(_("Where"), place.line),
        Line(_("How to find it"), place.directions),
        Line(_("Link to join"), place.online_link),
    ]


def _changes(event: Event, before: Mapping[str, Any], audience: Audience) -> Sequence[Line]:
    """Set each line beside the one that stood there, both as the reader may know them."""
    was = Event()
    apply_details(was, details_from({**content_of(event, None), **before}))
    return [
        Line(new.term, new.value or _("Not known yet"), old.value or _("Not known yet"))
        for old, new in zip(lines_of(was, audience), lines_of(event, audience), strict=True)
    ]


def _email(  # noqa: PLR0913  # each is a part of a message
    name: str,
    rsvp: Rsvp,
    event: Event,
    *,
    files: tuple[Attachment, ...] = (),
    reply_to: str | None = None,
    list_name: ListName | None = None,
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    address = settings().public_url
    with in_language(rsvp.language):
        lines = lines_of(event, audience_of(rsvp))
    shared = {
        "name": rsvp.name,
        "party_size": rsvp.party_size,
        "way": rsvp.way,
        "is_waiting": audience_of(rsvp) is Audience.PUBLIC,
        "code": written_code(code_of(event.uid, rsvp.token_hash)),
        "title": event.title,
        "facts": lines[2:],
        "reply_url": f"{address}{rsvp.address}",
        "event_url": f"{address}/events/{event.slug}",
    }
    return Email(
        to=rsvp.email,
        template=f"rsvps/{name}",
        language=rsvp.language,
        context={**shared, **context},
        reply_to=reply_to,
        list_name=list_name,
        attachments=files,
    )


def _calendar_if_going(rsvp: Rsvp, event: Event) -> tuple[Attachment, ...]:
    return () if audience_of(rsvp) is Audience.PUBLIC else (_calendar(rsvp, event),)


def _calendar(rsvp: Rsvp, event: Event) -> Attachment:
    content = event_file(event, audience=Audience.GOING, language=rsvp.language)
    return Attachment(f"{event.slug}.ics", CALENDAR, content)


def _qr(rsvp: Rsvp, event: Event) -> Attachment:
    """Write the code as a picture; Pillow does in C what takes segno, which is Python, ten times as long."""
    dots = code_picture(rsvp, event).matrix
    drawn = Image.frombytes("L", (len(dots), len(dots)), b"".join(bytes(row).translate(_INK) for row in dots))
    picture, side = BytesIO(), len(dots) * QR_SCALE
    large = drawn.resize((side, side), Image.Resampling.NEAREST)
    ImageOps.expand(large, QR_BORDER * QR_SCALE, 255).convert("1").save(picture, "PNG")
    return Attachment("door-code.png", "image/png", picture.getvalue())
