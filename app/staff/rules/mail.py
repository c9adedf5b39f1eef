"""What mail is about, as staff read it."""

from app.core.i18n import _


def mail_about(template: str) -> str:
    """Say what a message is about, by its template.

    Its subject would say who comes to what, and that is nobody's business here.
    """
    room = template.partition("/")[0]
    return {
        "accounts": _("An account"),
        "asks": _("An ask"),
        "board": _("The board"),
        "cohosting": _("Hosting together"),
        "donations": _("A gift or a fund"),
        "letters": _("A letter about an event"),
        "organisations": _("An organisation"),
        "petitions": _("A petition"),
        "rsvps": _("A reply to an event"),
    }.get(room, template)


def outcome_in_words(outcome: str) -> str:
    """Say what came of the last try: the mail server's words, or an error's name where it was silent."""
    if outcome.isidentifier():
        return _("The mail server could not be reached, or did not answer (%(error)s).", error=outcome)
    return _("The mail server said: %(words)s", words=outcome)
