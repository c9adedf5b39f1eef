"""The library's sentences, in our words."""

from typing import Any

from app.core.i18n import _, _l

#: The library's name for a sentence → what people read, and its tone.
SENTENCES = {
    "ALREADY_CONFIRMED": (_l("This address is confirmed already."), "info"),
    "API_ERROR": (_l("That did not arrive as it should. Please try again."), "error"),
    "CHANGE_EMAIL_CONFIRMED": (_l("Your new address is in use now."), "success"),
    "CHANGE_EMAIL_SENT": (_l("We sent a mail to %(email)s. Open it there and press the button."), "success"),
    "CONFIRMATION_REQUIRED": (
        _l("Your address is not confirmed yet. Open the link in our mail, and press the button there."),
        "error",
    ),
    "DISABLED_ACCOUNT": (
        _l(
            "This sign-in is closed. If you think that is wrong, write to us:"
            " “Privacy” below has our address."
        ),
        "error",
    ),
    "EMAIL_NOT_PROVIDED": (_l("Type your e-mail address."), "error"),
    "GENERIC_AUTHN_FAILED": (_l("The address and the password do not belong together."), "error"),
    "IDENTITY_ALREADY_ASSOCIATED": (_l("That address cannot be used."), "error"),
    "INVALID_CODE": (_l("That code does not fit. Try the one shown now."), "error"),
    "INVALID_EMAIL_ADDRESS": (
        _l("That does not look like an e-mail address, such as sam@example.org."),
        "error",
    ),
    "INVALID_INPUT": (_l("Use letters, numbers, spaces and dashes."), "error"),
    "INVALID_INPUT_LENGTH": (_l("Use at most %(length)d characters."), "error"),
    "INVALID_PASSWORD": (_l("That is not the password."), "error"),
    "INVALID_RECOVERY_CODE": (_l("That is not one of the recovery codes that are left."), "error"),
    "PASSWORD_CHANGE": (_l("Your new password is set. You are signed out everywhere else."), "success"),
    "PASSWORD_IS_THE_SAME": (_l("That is the password you have now. Choose another."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Type a password."), "error"),
    "REAUTHENTICATION_REQUIRED": (_l("Before this, please show that it is you."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Thank you. Go on."), "success"),
    "RETYPE_PASSWORD_MISMATCH": (_l("The two passwords differ."), "error"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        _l("From now on signing in asks for a code from your app."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (_l("Signing in no longer asks for a code."), "success"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _l("That code does not fit. Try the one shown now."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("You are signed in."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_l("Choose one of the ways offered."), "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (_l("That took longer than %(within)s. Please start again."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (_l("The passkey “%(name)s” is removed."), "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (_l("That passkey is here already."), "error"),
    "WEBAUTHN_EXPIRED": (_l("That took longer than %(within)s. Please start again."), "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (_l("That passkey does not fit."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (_l("Use letters, numbers, spaces and dashes."), "error"),
    "WEBAUTHN_NAME_INUSE": (_l("You have a passkey called “%(name)s” already."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (_l("You have no passkey called “%(name)s”."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (_l("Give the passkey a name, such as “my phone”."), "error"),
    "WEBAUTHN_NO_VERIFY": (_l("That passkey did not work. Please try again."), "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_l("That passkey does not fit."), "error"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (_l("The passkey “%(name)s” is ready."), "success"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_l("Nobody here has that passkey."), "error"),
}


class Words:
    """Give the library's texts in the reader's language."""

    def gettext(self, string: object, **variables: Any) -> str:
        """Translate a text of the library, or give one of ours, with its values filled in."""
        text = _(string) if type(string) is str else str(string)
        return text % variables if variables else text

    def format_list(self, parts: list[str], **_options: object) -> str:
        """Join a list."""
        return ", ".join(parts)
