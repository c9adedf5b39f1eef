"""Forms for what hosts decide about a whole event."""

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from app.cohosting.forms import ActingForm, NoteForm
from app.core.forms import LineField, TextField
from app.core.i18n import _l

MOST_REASON = 500
MOST_NOTE = 1000


class DecisionForm(NoteForm):
    """Cancel or postpone, with a reason for everyone."""

    reason = TextField(
        _l("What shall people read?"),
        [DataRequired(_l("Say in a sentence why; people deserve to know.")), Length(max=MOST_REASON)],
        description=_l("One calm sentence. It stands on the page and in the mail to everyone who replied."),
    )


class SafetyForm(ActingForm):
    """Cancel for safety: one host alone, at once."""

    on_behalf_of = SelectField(_l("You act for"), coerce=int, id="safety-host")
    safety_note = TextField(
        _l("What has happened?"),
        [DataRequired(_l("Say what has happened, so that the other hosts know.")), Length(max=MOST_NOTE)],
        description=_l("Only hosts read this. Everyone else reads one calm sentence without details."),
    )


class DeletionForm(NoteForm):
    """Delete, after typing the title, since a draft cannot be brought back."""

    title = LineField(
        _l("Type the title of the event"),
        [DataRequired(_l("Type the title, so that nothing is deleted by mistake."))],
    )
