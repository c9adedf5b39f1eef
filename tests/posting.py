"""Post a message and look at it."""

from app.core.database import session
from app.outbox.models import Email, Message
from app.outbox.services import post


def posted(email: Email) -> Message:
    """Post a message in the open transaction and give what stands in the outbox."""
    number = post(email)
    assert number is not None, "the reader has left the list"
    return session.get_one(Message, number)
