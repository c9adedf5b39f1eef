"""Who can grant an ask."""

from wtforms import SelectField
from wtforms.validators import DataRequired, Length, Optional

from app.asks.models import Target
from app.asks.rules.content import MOST_LINE, MOST_TITLE
from app.asks.services import TargetDetails
from app.core.forms import DateField, Form, LineField, TextField
from app.core.i18n import _l


class TargetForm(Form):
    """A person or body, with nothing but what is public."""

    name = LineField(
        _l("Name"),
        [DataRequired(_l("Say who it is.")), Length(max=MOST_TITLE)],
        description=_l("A person, or a body such as a council, a school or an employer."),
    )
    office = LineField(
        _l("Office"), [Length(max=MOST_TITLE)], description=_l("For a person: Head of school, Minister …")
    )
    jurisdiction = LineField(
        _l("Where they decide"), [Length(max=MOST_TITLE)], description=_l("A town, a county, a company.")
    )
    public_contact = TextField(
        _l("How the public reaches them"),
        [Length(max=MOST_LINE)],
        description=_l("Only what stands on their own pages. Never a home address or a private number."),
    )
    term_from = DateField(_l("In office since"), [Optional()])
    term_until = DateField(_l("until"), [Optional()])
    organisation = SelectField(_l("You enter it for"), coerce=int)

    def details(self) -> TargetDetails:
        """Give what was written; only after `validate`."""
        return TargetDetails(
            name=self.name.data or "",
            office=self.office.data or "",
            jurisdiction=self.jurisdiction.data or "",
            public_contact=self.public_contact.data or "",
            term_from=self.term_from.data,
            term_until=self.term_until.data,
        )

    @classmethod
    def showing(cls, target: Target) -> "TargetForm":
        """Give the form with what is said of a target now."""
        return cls(data={name: getattr(target, name) for name in TargetDetails.__dataclass_fields__})
