"""The house's own forms about a person."""

from typing import Any

from wtforms import EmailField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.forms.signing_in import LONGEST_NAME
from app.accounts.services import Preferences
from app.core.forms import Form, LineField, choices, without_site
from app.core.i18n import LANGUAGES, _l
from app.core.text import clean_line
from app.core.zones import zone_choices
from app.outbox.models import ListName

LONGEST_ADDRESS = 320

MAIL_CHOICES = [
    (ListName.HOST_MESSAGES.value, _l("Messages from the hosts of events I go to")),
    (ListName.REMINDERS.value, _l("Reminders, such as of an event tomorrow or a sign-off that waits for me")),
    (ListName.PETITION_NEWS.value, _l("News of petitions I signed and wished to hear about")),
]


class AddressForm(Form):
    """Ask for an address, to send something there."""

    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Type your e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )

    def address(self) -> str:
        """Give what was typed."""
        return clean_line(self.email.data or "")


class AppCodeForm(Form):
    """Ask for what the app shows."""

    code = LineField(_l("Type the six digits that the app shows"))


class PreferencesForm(Form):
    """How someone wants to be greeted and written to."""

    name = LineField(
        _l("Your name"),
        description=_l("Other organisers see it. Use whatever name is yours here."),
        validators=[
            DataRequired(_l("Tell us what to call you.")),
            Length(max=LONGEST_NAME, message=_l("That name is too long for us. A short form is enough.")),
            without_site,
        ],
    )
    language = SelectField(_l("Language"), choices=choices(LANGUAGES.items()))
    time_zone = SelectField(
        _l("Time zone"),
        description=_l("Times in mails and on your desk are shown in it."),
        choices=zone_choices,
    )
    wanted = SelectMultipleField(
        _l("Mail I want"),
        description=_l("Mail that you need, such as a changed time, always comes."),
        choices=choices(MAIL_CHOICES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def details(self) -> Preferences:
        """Give what was chosen."""
        chosen: Any = self.wanted.data or []
        return Preferences(
            name=self.name.data or "",
            language=self.language.data,
            time_zone=self.time_zone.data,
            wanted=frozenset(ListName(value) for value in chosen),
        )
