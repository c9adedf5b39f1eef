"""The library's mail, written in our words and put in the outbox."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_security import MailUtil
from flask_security.mail_util import EmailValidateException

from app.accounts import emails
from app.core.http import is_local_address
from app.core.i18n import _
from app.core.settings import settings
from app.core.text import canonical_email
from app.outbox.models import Email
from app.outbox.services import post

#: What the library calls a message, in its settings → what we write.
MESSAGES: dict[str, Callable[[str, dict[str, Any]], Email]] = {
    "welcome": lambda _to, about: emails.confirm_address(about["user"], _onward(about["confirmation_link"])),
    "confirm": lambda _to, about: emails.confirm_address(about["user"], _onward(about["confirmation_link"])),
    "existing": lambda _to, about: emails.already_here(about["user"], _ours(about["reset_link"])),
    "reset": lambda _to, about: emails.reset_password(about["user"], _ours(about["reset_link"])),
    "changed": lambda _to, about: emails.password_changed(about["user"]),
    "change_email": lambda to, about: emails.change_address(about["user"], to, _ours(about["link"])),
}


class OutboxMail(MailUtil):
    """Put the library's messages in the outbox; take addresses in one form."""

    def send_mail(self, template: str, subject: str, recipient: Any, *args: Any, **kwargs: Any) -> None:
        """Post the message that the template's name stands for."""
        post(MESSAGES[template](recipient, kwargs))

    def normalize(self, email: str) -> str:
        """Give an address in the form that is stored; raise EmailValidateException when it is none."""
        try:
            found = validate_email(
                email.strip(),
                allow_smtputf8=False,
                check_deliverability=False,
                test_environment=not settings().is_production,
            )
            return canonical_email(found.normalized)
        except EmailNotValidError as error:
            sentence = _("That does not look like an e-mail address, such as sam@example.org.")
            raise EmailValidateException(sentence) from error

    def validate(self, email: str) -> str:
        """Give an address in the form that is stored; nothing is asked of the network here."""
        return self.normalize(email)


def _ours(link: str) -> str:
    """Put our own public address before a link: the one in the request may be forged by its sender."""
    if not link:
        return ""
    parts = urlsplit(link)
    return settings().public_url + urlunsplit(("", "", parts.path, parts.query, ""))


def _onward(link: str) -> str:
    """Carry where the person was going, such as an invitation, through the confirmation mail."""
    following = request.form.get("next") or request.args.get("next")
    if not is_local_address(following):
        return _ours(link)
    joint = "&" if urlsplit(link).query else "?"
    return _ours(link) + joint + urlencode({"next": following})
