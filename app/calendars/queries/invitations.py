"""Events as invitations that mails carry."""

from collections.abc import Sequence
from dataclasses import replace
from email.utils import parseaddr

from app.calendars.rules.inviting import UNNAMED, Invitee, invited
from app.calendars.rules.saying import Host, say_event
from app.cohosting.queries import host_organisations, host_organisations_of
from app.core import clock
from app.core.i18n import in_language, name_all
from app.core.ical import Mailbox, Method, scheduling
from app.core.settings import settings
from app.events.models import Event
from app.events.rules import SHOWN, Audience


def event_invitation(event: Event, invitee: Invitee, method: Method) -> bytes:
    """Give the calendar part of a mail that puts the event into someone's calendar, or takes it out."""
    return _invitation(event, host_organisations(event.cohosting_id), invitee, method)


def date_invitations(told: Sequence[tuple[Event, Invitee, Method]]) -> list[bytes]:
    """Give the same for each of several dates, their hosts read in one query."""
    hosts = host_organisations_of([event.cohosting_id for event, _invitee, _method in told])
    return [_invitation(event, hosts[event.cohosting_id], invitee, method) for event, invitee, method in told]


def _invitation(event: Event, hosts: Sequence[Host], invitee: Invitee, method: Method) -> bytes:
    """Write an invitation; its organiser is the address that the mail comes from: none other is trusted."""
    hosts = hosts if event.status in SHOWN else ()
    _name, address = parseaddr(settings().mail_from)
    with in_language(invitee.language):
        said = say_event(event, hosts, settings().public_url, Audience.GOING)
        organizer = Mailbox(name_all([host.name for host in hosts]) or UNNAMED, address)
        # Of two mails with one SEQUENCE the later DTSTAMP counts (RFC 5546, 2.1.5).
        said = replace(said, stamp=clock.now())
        return scheduling(invited(said, organizer, invitee, method), method)
