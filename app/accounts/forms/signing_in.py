"""The sign-in library's forms, where the house wants something more."""

from collections.abc import Mapping

import flask_security as library
from flask import session as cookie
from flask_security import hash_password
from flask_security.mail_util import EmailValidateException
from flask_security.proxies import _security
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnSigninForm, WebAuthnSigninResponseForm
from wtforms import Field, RadioField
from wtforms.validators import DataRequired, Length

from app.accounts.gateway.passkeys import USAGE
from app.core.forms import LineField, choices, without_site
from app.core.http import is_local_address
from app.core.i18n import _, _l

LONGEST_NAME = 80


class LocalNext:
    """Forget a `next` that leads to another site."""

    def validate_next(self, field: Field) -> None:
        """Keep only an address of this site."""
        if not is_local_address(field.data):
            field.data = ""


class Spelled:
    """Say at its field what is left out or misspelled; the library hides all that may tell who is here."""

    _fields: Mapping[str, Field]
    form_errors: list[str]

    def validate(self, **kwargs: object) -> bool:
        """Refuse the form as a whole, for the library to see: it does so where it hides a field's fault."""
        is_valid: bool = super().validate(**kwargs)  # type: ignore[misc]  # beside a form of the library
        self.form_errors += self._faults().values()
        return is_valid and not self.form_errors

    def show_faults(self) -> None:
        """Move each fault to its field, once the library has hidden what it hides."""
        faults = self._faults()
        if faults:
            self.form_errors = []
        for name, sentence in faults.items():
            self._fields[name].errors = [sentence]

    def _faults(self) -> dict[str, str]:
        password = self._fields.get("password")
        faults = {"email": _fault_of(str(self._fields["email"].data or ""))}
        if password and not str(password.data or "").strip():
            faults["password"] = _("Type your password.")
        return {name: sentence for name, sentence in faults.items() if sentence}


def _fault_of(address: str) -> str:
    if not address.strip():
        return _("Type your e-mail address.")
    try:
        _security.mail_util.normalize(address)
    except EmailValidateException as error:
        return str(error.msg)
    return ""


class LoginForm(LocalNext, Spelled, library.LoginForm):
    """Sign in with address and password."""

    #: Why somebody who gave the right password may not come in; to others no reason is given.
    refusal = ""

    def validate(self, **kwargs: object) -> bool:
        """Keep the reason for whoever has shown that it is them, before the library hides it."""
        is_valid: bool = super().validate(**kwargs)
        if self.user_authenticated and self.email.errors:
            self.refusal = str(self.email.errors[0])
        return is_valid


class VerifyForm(LocalNext, library.VerifyForm):
    """Type the password again before something that matters."""


class RegisterForm(LocalNext, library.RegisterFormV2):
    """Register with a name to be greeted by, an address and a password."""

    name = LineField(
        _l("Your name"),
        validators=[
            DataRequired(_l("Tell us what to call you.")),
            Length(max=LONGEST_NAME, message=_l("That name is too long for us. A short form is enough.")),
            without_site,
        ],
    )


class SendConfirmationForm(Spelled, library.SendConfirmationForm):
    """Ask for the confirming mail again."""


class ForgotPasswordForm(Spelled, library.ForgotPasswordForm):
    """Ask for the link that lets one choose a new password."""

    def validate(self, **kwargs: object) -> bool:
        """Take also those who never confirmed: the link proves it. Work as long as for a stranger."""
        is_valid: bool = super().validate(**kwargs)
        if self.requires_confirmation:
            self.email.errors = []
            is_valid = True
        if is_valid:
            hash_password("as much work as for an address that nobody here has")
        return is_valid


class PasskeyForm(WebAuthnRegisterForm):
    """Name a new passkey; all of them serve alone and beside a password."""

    usage = RadioField(choices=choices([(USAGE, "")]), default=USAGE)


class PasskeySignInForm(LocalNext, WebAuthnSigninForm):
    """Begin to sign in with a passkey."""


class PasskeyResponseForm(LocalNext, WebAuthnSigninResponseForm):
    """What the browser answers for a passkey."""

    def validate(self, **kwargs: object) -> bool:
        """Take any of the person's passkeys; as a second factor only one of whoever gave the password."""
        self.is_verify = True
        is_valid: bool = super().validate(**kwargs)
        if is_valid and self.is_secondary and self.user is not None:
            is_valid = self.user.fs_uniquifier == cookie.get("tf_user_id")
        if is_valid and self.user is not None and not self.user.confirmed_at:
            is_valid = False
        if not is_valid and not self.credential.errors:
            self.credential.errors = [_("That passkey does not fit.")]
        return is_valid and not self.credential.errors
