"""The mail server: how a message leaves, and what came of it."""

import mimetypes
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.core.text import mail_domain
from app.outbox.models import Message, MessageAttachment

TIMEOUT_SECONDS = 20
SUBMISSION_PORT = 587
IMPLICIT_TLS_PORT = 465


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: empty `problem` means that it was taken."""

    problem: str = ""
    code: int | None = None


class Transport(Protocol):
    """Something that takes messages."""

    def send(self, mail: EmailMessage) -> Outcome:
        """Hand one message over."""


@dataclass(frozen=True)
class SmtpTransport:
    """A mail server by SMTP; TLS from the start (smtps) or as soon as the server offers it."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str

    def send(self, mail: EmailMessage) -> Outcome:
        """Hand over one message; never raise for what the server or network answers."""
        try:
            with self._connect() as client:
                self._sign_in(client)
                client.send_message(mail)
        except SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return Outcome(_readable(text), code)
        except SMTPDataError as error:
            return Outcome(_readable(error.smtp_error), error.smtp_code)
        except SMTPResponseException as error:  # it refuses us; the message can leave once that is put right
            return Outcome(_readable(error.smtp_error))
        except (SMTPException, OSError) as error:
            return Outcome(f"{type(error).__name__}")
        return Outcome()

    def _connect(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self.is_tls else smtplib.SMTP
        return kind(self.host, self.port, timeout=TIMEOUT_SECONDS)

    def _sign_in(self, client: smtplib.SMTP) -> None:
        if not self.is_tls:
            client.ehlo()
            if client.has_extn("starttls"):
                client.starttls()
        if self.user:
            client.login(self.user, self.password)


@dataclass(frozen=True)
class FolderTransport:
    """A folder of .eml files, for machines without a mail server."""

    folder: Path

    def send(self, mail: EmailMessage) -> Outcome:
        """Write the message as one file, complete or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = mail["Message-ID"].strip("<>").replace("/", "_")
        draft = self.folder / f".{name}"
        draft.write_bytes(bytes(mail))
        draft.rename(self.folder / f"{name}.eml")
        return Outcome()


class MemoryTransport:
    """A list, for tests that only look at the outbox."""

    sent: tuple[EmailMessage, ...] = ()

    def send(self, mail: EmailMessage) -> Outcome:
        """Keep the message."""
        self.sent = (*self.sent, mail)
        return Outcome()


def transport_for(mail_url: str) -> Transport:
    """Choose the transport that MAIL_URL names."""
    parts = urlsplit(mail_url)
    if parts.scheme == "file":
        return FolderTransport(Path(unquote(parts.path)))
    if parts.scheme == "memory":
        return MemoryTransport()
    is_tls = parts.scheme == "smtps"
    return SmtpTransport(
        host=parts.hostname or "localhost",
        port=parts.port or (IMPLICIT_TLS_PORT if is_tls else SUBMISSION_PORT),
        is_tls=is_tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def as_mail(
    message: Message, attachments: Sequence[MessageAttachment], *, sender: str, headers: Mapping[str, str]
) -> EmailMessage:
    """Build the MIME message; the Message-ID is stable, so that a repeat is recognisable."""
    mail = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2]
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=_in_ascii(message.recipient))
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<twain-{message.id}-{int(message.created_at.timestamp())}@{domain}>"
    mail["Content-Language"] = message.language
    mail["Auto-Submitted"] = "auto-generated"
    if message.reply_to and (reply_to := _in_ascii(message.reply_to)).isascii():
        mail["Reply-To"] = Address(addr_spec=reply_to)
    for header, value in headers.items():
        mail[header] = value
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    invitations = [each for each in attachments if each.is_calendar_part]
    is_one = len(invitations) == 1
    if is_one:  # one more way to read the message; of several, mail programs would take the last for all
        method = {"method": invitations[0].calendar_method}
        mail.add_alternative(invitations[0].content.decode(), subtype="calendar", params=method)
    for attachment in attachments:
        if not (is_one and attachment.is_calendar_part):
            _attach(mail, attachment)
    return mail


def _in_ascii(address: str) -> str:
    """Give an address as every mail server takes it: of its domain the letters as `xn--` (RFC 5890)."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{mail_domain(domain)}"


def _attach(mail: EmailMessage, attachment: MessageAttachment) -> None:
    """Attach a file; a calendar stays text in UTF-8, so that clients offer to open it."""
    media_type = attachment.media_type or mimetypes.guess_type(attachment.filename)[0] or ""
    kind, _, rest = media_type.partition("/")
    subtype = rest.split(";")[0]
    if kind == "text":
        method = {"method": attachment.calendar_method} if attachment.is_calendar_part else None
        text, name = attachment.content.decode(), attachment.filename
        mail.add_attachment(text, subtype=subtype, filename=name, params=method)
    else:
        mail.add_attachment(attachment.content, kind, subtype, filename=attachment.filename)


def _readable(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
