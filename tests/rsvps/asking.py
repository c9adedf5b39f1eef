"""What tests of replies do again and again."""

from typing import Any

from sqlalchemy import select

from app.core.database import session
from app.events.models import Event
from app.outbox.models import Message
from app.rsvps.models import Rsvp


def filled(**changes: Any) -> dict[str, Any]:
    """Give a reply form as someone fills it in."""
    return {"name": "Sam", "email": "sam@example.org", "party_size": "1", "way": "in_person", **changes}


def mails(to: str | None = None) -> list[Message]:
    """Give the outbox, first mail first."""
    session.rollback()
    query = select(Message).order_by(Message.id)
    return list(session.scalars(query.where(Message.recipient == to) if to else query))


def templates(to: str | None = None) -> list[str]:
    """Name the mails of the outbox."""
    return [mail.template.removeprefix("rsvps/") for mail in mails(to)]


def only_rsvp() -> Rsvp:
    """Give the one reply there is."""
    session.rollback()
    return session.scalars(select(Rsvp)).one()


def taken(event: Event) -> int:
    """Give how many spots are taken in all."""
    session.rollback()
    fresh = session.get_one(Event, event.id, populate_existing=True)
    return fresh.taken_in_person + fresh.taken_online
