"""The short form that begins an event."""

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form, LineField
from app.core.i18n import _l
from app.events.rules.content import MOST_TITLE


class BeginForm(Form):
    """Only what a draft cannot be without: what it is called, and for whom it is begun."""

    title = LineField(
        _l("What shall it be called?"),
        [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)],
        description=_l("A few plain words, such as “A slow walk by the canal”."),
    )
    organisation = SelectField(_l("Which organisation begins it?"), coerce=int)
