"""Leaving a list with one click, and reading mail in development."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.errors import NotFound
from app.core.i18n import speak
from app.core.limits import by_link
from app.core.marks import any_origin
from app.core.settings import settings
from app.core.transaction import transaction
from app.outbox import services
from app.outbox.gateway import FolderTransport, transport_for
from app.outbox.models import Message

blueprint = Blueprint("outbox", __name__)
SHOWN = 100


@blueprint.get("/unsubscribe/<token>")
@by_link
def unsubscribe(token: str) -> ResponseReturnValue:
    """Ask before leaving a list: mail scanners follow links too."""
    message = _to_leave(token)
    return render_template("outbox/unsubscribe.html", message=message, token=token, is_done=False)


@blueprint.post("/unsubscribe/<token>")
@by_link
@any_origin
def leave(token: str) -> ResponseReturnValue:
    """Leave a list: the page's button, or a mail program's one click (RFC 8058)."""
    message = _to_leave(token)
    with transaction():
        services.leave_list_of(message)
    return render_template("outbox/unsubscribe.html", message=message, token=token, is_done=True)


@blueprint.get("/dev/mail")
@public
def dev_mail() -> ResponseReturnValue:
    """List the mail written to the folder; in development only."""
    files = sorted(_mail_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = [(path.stem, _read(path)) for path in files[:SHOWN]]
    return render_template("outbox/dev_mail.html", mails=mails)


@blueprint.get("/dev/mail/<name>")
@public
def dev_mail_show(name: str) -> ResponseReturnValue:
    """Show one mail of the folder; in development only."""
    path = _mail_folder() / f"{name}.eml"
    if path.parent != _mail_folder() or not path.is_file():
        raise NotFound
    mail = _read(path)
    text = mail.get_body(("plain",))
    files = [(part.get_filename(), part.get_content_type()) for part in mail.iter_attachments()]
    return render_template(
        "outbox/dev_mail_show.html", mail=mail, text=text.get_content() if text else "", files=files
    )


def _to_leave(token: str) -> Message:
    """Give the message by whose link one leaves its list; its page speaks as it did."""
    message = services.message_to_leave(token)
    speak(message.language)
    return message


def _mail_folder() -> Path:
    transport = transport_for(settings().mail_url)
    if not settings().is_development or not isinstance(transport, FolderTransport):
        raise NotFound
    return transport.folder


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=default)
