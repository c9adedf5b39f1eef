"""What a person would find in their mail."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from app.core.database import session
from app.outbox.models import Message

_LINK = re.compile(r"http://localhost(/\S+)")


def mails_to(address):
    """Give the templates of the mails to an address, oldest first."""
    query = select(Message).where(Message.recipient == address).order_by(Message.id)
    return [message.template for message in session.scalars(query)]


def link_in_last_mail(address, beginning):
    """Give the path of the link in the newest mail that begins as wanted."""
    query = select(Message).where(Message.recipient == address).order_by(Message.id.desc())
    message = session.scalars(query).first()
    assert message is not None, f"no mail to {address}"
    links = [link for link in _LINK.findall(message.text) if link.startswith(beginning)]
    assert links, message.text
    return links[0]


def path_of(response):
    """Give where a redirect leads, without host."""
    parts = urlsplit(response.location)
    assert parts.netloc in {"", "localhost"}, response.location
    return parts.path + (f"?{parts.query}" if parts.query else "")
