"""What hosts write to each other."""

from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.cohosting.rules import FEWEST_DAYS, MOST_DAYS
from app.core.forms import Choices, Form, LineField, MailAddress, NumberField, TextField
from app.core.i18n import _l

NOTE_LENGTH = 2000
MOST_WORD = 1000


class ActingForm(Form):
    """For whom one acts."""

    #: Others hold it, too: they read what is noted, and sign off what is proposed.
    has_others = False
    on_behalf_of = SelectField(_l("You act for"), coerce=int)

    def for_hosts(self, hosts: Choices) -> None:
        """Offer the hosts that this person may act for."""
        self.on_behalf_of.choices = hosts
        if self.on_behalf_of.data is None and hosts:
            self.on_behalf_of.data = hosts[0].value


class NoteForm(ActingForm):
    """For whom one acts, and a word to the other hosts."""

    note = TextField(
        _l("A word to the other hosts"),
        [Length(max=MOST_WORD)],
        description=_l("Why you suggest this. Only hosts read it."),
    )


class WritingForm(NoteForm):
    """What one writes for a host, and the version that one wrote on."""

    version = HiddenField()


class InviteByNameForm(Form):
    """What is written to an organisation that is here."""

    message = TextField(_l("A few words to them"), [Length(max=NOTE_LENGTH)])


class InviteByEmailForm(Form):
    """An address of an organisation that is not here yet."""

    email = LineField(
        _l("E-mail address"),
        [
            DataRequired(_l("Write an e-mail address.")),
            MailAddress(_l("This does not look like an e-mail address.")),
        ],
        description=_l("We send one mail with a link. It works for 30 days."),
    )
    message = TextField(_l("A few words to them"), [Length(max=NOTE_LENGTH)])


class DeclineForm(Form):
    """Why not, if one likes to say."""

    note = TextField(_l("A few words to the hosts"), [Length(max=NOTE_LENGTH)])


class AnswerForm(Form):
    """What a host says with its sign-off."""

    note = TextField(
        _l("Your words to the other hosts"),
        [Length(max=NOTE_LENGTH)],
        description=_l("Needed when you object: say what should be different."),
    )


class ObjectForm(AnswerForm):
    """What a host objects to; an objection without words helps nobody."""

    note = TextField(
        _l("Your words to the other hosts"),
        [
            DataRequired(_l("Say what should be different, so that the others can change it.")),
            Length(max=NOTE_LENGTH),
        ],
        description=_l("Needed when you object: say what should be different."),
    )


class DaysForm(Form):
    """How long a proposal waits."""

    days = NumberField(
        _l("Days to sign off"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(FEWEST_DAYS, MOST_DAYS, _l("Choose between %(min)s and %(max)s days.")),
        ],
    )
