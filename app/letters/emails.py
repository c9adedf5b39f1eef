"""Reminders and thanks. One leaves both with one press, and loses nothing that one needs to know."""

from app.core.carrying import with_language
from app.core.settings import settings
from app.events.models import Event
from app.outbox.models import Email, ListName
from app.rsvps.emails import about_reply
from app.rsvps.models import Rsvp


def reminder(rsvp: Rsvp, event: Event) -> Email:
    """Say when and where it is, and how to cancel; the day stands in words, so that late is not wrong."""
    return about_reply("letters/reminder", rsvp, event, list_name=ListName.REMINDERS)


def thanks(rsvp: Rsvp, event: Event, token: str) -> Email:
    """Thank someone, and ask how it was if they like to say."""
    return about_reply(
        "letters/thanks",
        rsvp,
        event,
        list_name=ListName.REMINDERS,
        # a ticket knows nobody, so the link says in which language they replied
        feedback_url=settings().public_url + with_language(f"/feedback/{token}", rsvp.language),
    )
