"""Events as invitations that mails carry."""

from dataclasses import replace
from email.utils import parseaddr

from app.calendars.rules.inviting import UNNAMED, Invitee, invited
from app.calendars.rules.saying import say_event
from app.cohosting.queries import host_organisations
from app.core import clock
from app.core.i18n import in_language, name_all
from app.core.ical import Mailbox, Method, scheduling
from app.core.settings import settings
from app.events.models import Event
from app.events.rules import SHOWN, Audience


def event_invitation(event: Event, invitee: Invitee, method: Method) -> bytes:
    """Give the calendar part of a mail that puts the event into someone's calendar, or takes it out.

    The organiser is the address that the mail comes from: calendars trust no other.
    """
    hosts = host_organisations(event.cohosting_id) if event.status in SHOWN else ()
    _name, address = parseaddr(settings().mail_from)
    with in_language(invitee.language):
        said = say_event(event, hosts, settings().public_url, Audience.GOING)
        organizer = Mailbox(name_all([host.name for host in hosts]) or UNNAMED, address)
        # Of two mails with one SEQUENCE the later DTSTAMP counts (RFC 5546, 2.1.5).
        said = replace(said, stamp=clock.now())
        return scheduling(invited(said, organizer, invitee, method), method)
