"""Milestones, how far an aim is, and news."""

from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.cohosting.forms import ActingForm
from app.core import clock
from app.core.forms import HOW_TO_WRITE, DateField, LineField, NumberField, TextField
from app.core.i18n import _l
from app.initiatives.rules.content import MOST_LINE, MOST_NUMBER, MOST_TITLE, MilestoneDetails

MOST_NOTE = 1_000
MOST_NEWS = 4_000


class MilestoneForm(ActingForm):
    """A dated step on the way."""

    title = LineField(_l("What happens?"), [DataRequired(_l("Say what happens.")), Length(max=MOST_LINE)])
    due_on = DateField(_l("By when"), [DataRequired(_l("Choose a day."))])
    note = TextField(
        _l("More about it"),
        [Length(max=MOST_NOTE)],
        description=_l("Everyone can read it, also in their calendar."),
    )
    reached_on = DateField(
        _l("Reached on"), [Optional()], description=_l("Leave it empty as long as it is still to come.")
    )

    def details(self) -> MilestoneDetails:
        """Give what was written; only after `validate`."""
        return MilestoneDetails(
            title=self.title.data or "",
            due_on=self.due_on.data or clock.now().date(),
            note=self.note.data or "",
            reached_on=self.reached_on.data,
        )


class ProgressForm(ActingForm):
    """How far an aim is."""

    reached = NumberField(
        _l("How many so far?"), [InputRequired(_l("Write a number.")), NumberRange(0, MOST_NUMBER)]
    )
    on = DateField(_l("As of which day?"), [DataRequired(_l("Choose a day."))])


class UpdateForm(ActingForm):
    """News for those who follow the initiative."""

    title = LineField(_l("Headline"), [DataRequired(_l("Write a headline.")), Length(max=MOST_TITLE)])
    body = TextField(
        _l("What is new?"),
        [DataRequired(_l("Write what is new.")), Length(max=MOST_NEWS)],
        description=HOW_TO_WRITE,
    )
