"""What every mail about a reply is made of: the facts, the calendar, the code for the door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno
from PIL import Image, ImageOps

from app.calendars.queries import event_file, event_invitation
from app.calendars.rules.inviting import Invitee
from app.core.i18n import _, format_date, format_when, in_language
from app.core.ical import Mailbox, Method
from app.core.settings import settings
from app.events.models import Event, Way
from app.events.rules import Audience, visible_place, wall_time
from app.events.rules.content import apply_details, content_of, details_from
from app.outbox.models import Attachment, CalendarPart, Email, ListName
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


def about_reply(  # noqa: PLR0913  # each is a part of a message
    template: str,
    rsvp: Rsvp,
    event: Event,
    *,
    method: Method | None = None,
    files: tuple[Attachment, ...] = (),
    invitations: tuple[CalendarPart, ...] = (),
    reply_to: str | None = None,
    list_name: ListName | None = None,
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    """Write a mail to someone about their reply, with what they may know of the event.

    By `method` it brings the event for their calendar: as an invitation, or else as a file. Who waits
    for a place has nothing in a calendar.
    """
    method = method if audience_of(rsvp) is Audience.GOING else None
    calendars = _invitation(rsvp, event, method) if method and rsvp.wants_invitations else invitations
    file = (calendar_file(rsvp, event),) if method and not calendars else ()
    return Email(
        to=rsvp.email,
        template=template,
        language=rsvp.language,
        context={**_shared(rsvp, event), "is_invitation": bool(calendars), **context},
        reply_to=reply_to,
        list_name=list_name,
        attachments=(*file, *files),
        calendars=calendars,
    )


def _shared(rsvp: Rsvp, event: Event) -> dict[str, Any]:
    """Give what every template may name."""
    address, audience = settings().public_url, audience_of(rsvp)
    with in_language(rsvp.language):
        title, lines = event.called, lines_of(event, audience)
        subject = _discreet_subject(event) if rsvp.is_discreet else ""
    return {
        "name": rsvp.name,
        "party_size": rsvp.party_size,
        "way": rsvp.way,
        "is_way_gone": rsvp.way not in event.ways,
        "is_waiting": audience is Audience.PUBLIC,
        "code": written_code(code_of(event.uid, rsvp.token_hash)) if comes_to_a_door(rsvp) else "",
        "title": title,
        "subject": subject,
        "discreet": rsvp.is_discreet,
        "facts": lines[2:],
        "first_ten_minutes": event.first_ten_minutes,
        "reply_url": f"{address}{rsvp.address}",
        "event_url": f"{address}/events/{event.slug}",
    }


def audience_of(rsvp: Rsvp) -> Audience:
    """Tell what someone may know of the place: who waits knows what everybody does."""
    is_waiting = rsvp.status in {RsvpStatus.WAITLISTED, RsvpStatus.OFFERED}
    return Audience.PUBLIC if is_waiting else Audience.GOING


def lines_of(event: Event, audience: Audience = Audience.GOING) -> list[Line]:
    """Give what someone who is going (or others) may know of when and where, in the language being spoken."""
    place = visible_place(event, audience)
    return [
        Line(_("What"), event.title),
        Line(_("How"), event.format.label),
        Line(_("When"), when_of(event)),
        Line(_("Where"), place.line),
        Line(_("How to find it"), place.directions),
        Line(_("Link to join"), place.online_link),
    ]


def changed_lines(rsvp: Rsvp, event: Event, before: Mapping[str, Any]) -> Sequence[Line]:
    """Set each line that differs beside the one that stood there, both as the reader may know them."""
    audience, unknown = audience_of(rsvp), _("Not known yet")
    was = event_before(event, before)
    pairs = zip(lines_of(was, audience), lines_of(event, audience), strict=True)
    ends = was.format is not event.format  # what belongs to a way that ended is not “not known yet”
    lines = [
        Line(new.term, new.value or unknown, old.value or unknown)
        for old, new in pairs
        if new.value or not ends
    ]
    return [line for line in lines if line.before != line.value]


def event_before(event: Event, before: Mapping[str, Any]) -> Event:
    """Give an event as it stood before some fields changed."""
    was = Event()
    apply_details(was, details_from({**content_of(event, None), **before}))
    return was


def when_of(event: Event) -> str:
    """Say when an event is, in the language being spoken."""
    if event.starts_at is None or event.ends_at is None:
        return ""
    return format_when(event.starts_at, event.ends_at, event.zone)


def calendar_file(rsvp: Rsvp, event: Event) -> Attachment:
    """Write the event as a file for someone's calendar."""
    content = event_file(event, audience=Audience.GOING, language=rsvp.language, is_discreet=rsvp.is_discreet)
    return Attachment(file_name(rsvp, event), CALENDAR, content)


def file_name(rsvp: Rsvp, event: Event) -> str:
    """Name a file for a calendar; one that tells nothing has a name that tells nothing."""
    return "appointment.ics" if rsvp.is_discreet else f"{event.slug}.ics"


def code_picture(rsvp: Rsvp, event: Event) -> segno.QRCode:
    """Draw the code for the door. It opens nothing, so it may be shown to anyone who keeps the door.

    Version 1 holds 20 such signs (ISO/IEC 18004, level M); a given mask spares trying all eight.
    """
    code = f"{PREFIX}:{code_of(event.uid, rsvp.token_hash)}"
    return segno.make_qr(code, version=1, error="m", mask=CODE_MASK, boost_error=False)


def comes_to_a_door(rsvp: Rsvp) -> bool:
    """Tell whether there is a door at which somebody can show a code: online there is none."""
    return rsvp.way is Way.IN_PERSON


def code_files(rsvp: Rsvp, event: Event) -> tuple[Attachment, ...]:
    """Write the code as a picture, for whoever comes to a door.

    Pillow does in C what takes segno, which is Python, ten times as long.
    """
    if not comes_to_a_door(rsvp):
        return ()
    dots = code_picture(rsvp, event).matrix
    drawn = Image.frombytes("L", (len(dots), len(dots)), b"".join(bytes(row).translate(_INK) for row in dots))
    picture, side = BytesIO(), len(dots) * QR_SCALE
    large = drawn.resize((side, side), Image.Resampling.NEAREST)
    ImageOps.expand(large, QR_BORDER * QR_SCALE, 255).convert("1").save(picture, "PNG")
    return (Attachment("door-code.png", "image/png", picture.getvalue()),)


def _discreet_subject(event: Event) -> str:
    """Name nothing but the day, for people whose mail others see."""
    if event.starts_at is None:
        return _("About your appointment")
    local, _fold = wall_time(event.starts_at, event.zone)
    return _("About your appointment on %(day)s", day=format_date(local.date()))


def invitee_of(rsvp: Rsvp) -> Invitee:
    """Give who is invited, and how their calendar may be told."""
    mailbox = Mailbox(rsvp.name, rsvp.email)
    return Invitee(mailbox, rsvp.language, is_discreet=rsvp.is_discreet, shift=rsvp.calendar_shift)


def _invitation(rsvp: Rsvp, event: Event, method: Method) -> tuple[CalendarPart, ...]:
    return (CalendarPart(method.value, event_invitation(event, invitee_of(rsvp), method)),)
