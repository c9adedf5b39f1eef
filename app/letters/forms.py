"""Forms of letters."""

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, TextField, choices, labelled
from app.core.i18n import _l
from app.letters.models import Mood, Welcome
from app.letters.rules.reminding import MOMENTS, moment_label
from app.letters.services import Feedback

WORDS_LENGTH = 1000


class PlanForm(Form):
    """Choose when people are reminded, and whether they are thanked."""

    moments = SelectMultipleField(
        _l("When shall people be reminded?"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Only those who asked for it get a reminder. Tick nothing, and nobody is reminded."),
    )
    thanks = BooleanField(
        _l("Thank people the day after, and ask how it was"),
        description=_l(
            "Three short questions. You see the answers once there are five, and never who wrote them."
        ),
    )
    sender = SelectField(_l("Acting for"), coerce=int)

    def offer(self) -> None:
        """Set the moments that can be chosen, in the language being spoken."""
        self.moments.choices = choices((hours, moment_label(hours)) for hours in MOMENTS)


class FeedbackForm(Form):
    """Say how it was."""

    mood = RadioField(_l("How was it for you?"), choices=labelled(Mood), validate_choice=False)
    welcome = RadioField(_l("Did you feel welcome?"), choices=labelled(Welcome), validate_choice=False)
    words = TextField(
        _l("One thing to keep, or to do differently"),
        [Length(max=WORDS_LENGTH)],
        description=_l("Please name nobody, so that it stays anonymous."),
    )

    def details(self) -> Feedback:
        """Give what was answered; anything unknown counts as nothing."""
        mood, welcome = self.mood.data, self.welcome.data
        return Feedback(
            mood=Mood(mood) if mood in set(Mood) else None,
            welcome=Welcome(welcome) if welcome in set(Welcome) else None,
            words=self.words.data or "",
        )
