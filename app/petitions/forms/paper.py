"""Enter sheets of paper signatures, and check them."""

from collections.abc import Sequence

from wtforms import Field, FileField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.cohosting.forms import ActingForm
from app.core.forms import DateField, Form, LineField, TextField
from app.core.i18n import _, _l
from app.petitions.rules.paper import PaperLine, read_lines

MOST_TYPED = 30_000
MOST_RECEIPT = 1_000


class BatchForm(ActingForm):
    """Begin to enter sheets."""

    note = LineField(
        _l("Which sheets are these?"),
        [DataRequired(_l("Name them, so that others find them.")), Length(max=200)],
        description=_l("Such as “Spring fair, sheets 1 to 4”."),
    )
    event = SelectField(_l("Were they signed at an event?"), [Optional()])
    scan = FileField(
        _l("A scan or a photo of the sheets"),
        description=_l("PDF or picture, at most 5 MB. Only the hosts see it, and it is deleted in the end."),
    )


class LinesForm(Form):
    """Type the names of a sheet."""

    lines = TextField(
        _l("Names"),
        [DataRequired(_l("Type at least one name.")), Length(max=MOST_TYPED)],
        description=_l("One name to a line. After a comma, the postcode or area, if the sheet has one."),
    )

    read: Sequence[PaperLine] = ()

    def validate_lines(self, field: Field) -> None:
        """Keep nothing of a sheet until every line can be kept."""
        self.read, problems = read_lines(field.data or "")
        if problems:
            raise ValidationError(" ".join(problems))


class CheckForm(Form):
    """Say which rows agree with the sheets."""

    rows = SelectMultipleField(
        _l("Tick each name that stands on the sheets like this"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class DeliveryForm(ActingForm):
    """Record that the petition was handed over."""

    target = SelectField(_l("To whom?"), [InputRequired(_l("Choose to whom."))])
    #: Empty at first, so that one hurried press keeps nothing.
    delivered_on = DateField(_l("On which day?"), [InputRequired(_l("Choose the day."))])
    receipt = TextField(
        _l("What did they give for it?"),
        [Length(max=MOST_RECEIPT)],
        description=_l("A number, a name, a sentence. Everyone can read it."),
    )


class TakeBackForm(ActingForm):
    """Why it is not right that the petition was handed over."""

    reason = TextField(
        _l("What was wrong?"),
        [
            DataRequired(_l("Say what was wrong, so that everyone can follow it.")),
            Length(max=MOST_RECEIPT),
        ],
        description=_l("Everyone can read it. The entry stays, struck through."),
    )


class RemovalForm(Form):
    """What a bulk removal looks for; all that is given must fit."""

    summary = LineField(
        _l("Why are they taken off?"), [DataRequired(_l("Say why: it stays on record.")), Length(max=200)]
    )
    name = LineField(_l("Name"), [Length(max=120)], description=_l("* stands for anything, such as “test*”."))
    domain = LineField(_l("The part of the address after the @"), [Length(max=120)])
    area = LineField(_l("Area"), [Length(max=60)])
    since = DateField(_l("Signed from this day on"), [Optional()])
    until = DateField(_l("Signed before this day"), [Optional()])
    only = SelectField(_l("Which?"), default="all")

    def validate_domain(self, field: Field) -> None:
        """Ask for a domain, not an address."""
        if "@" in (field.data or "").lstrip("@"):
            raise ValidationError(_("Write only what stands after the @."))
