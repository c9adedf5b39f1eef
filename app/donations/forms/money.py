"""What treasurers write: spending, Gift Aid, a payment account; and what organisers say of messages."""

from wtforms import BooleanField, DateField, Field, FileField, HiddenField, SelectField
from wtforms.validators import DataRequired, Length, ValidationError

from app.cohosting.forms import ActingForm
from app.core.errors import Invalid
from app.core.forms import Form, LineField, choices
from app.core.i18n import _l
from app.donations.rules.accounts import COUNTRIES
from app.donations.rules.typed_money import read_sum

MOST_LINE = 160
MOST_REASON = 500


class SpendingForm(ActingForm):
    """What a host paid for."""

    #: Made anew with each page, so that pressing twice writes once.
    key = HiddenField()
    what = LineField(
        _l("What was it for?"),
        [DataRequired(_l("Say what it was for.")), Length(max=MOST_LINE)],
        description=_l("Everyone can read it, so name no person. Such as “Rent of the hall, March to May”."),
    )
    amount = LineField(
        _l("How much?"),
        [DataRequired(_l("Write how much it was."))],
        description=_l("In digits, such as 80 or 80.50."),
    )
    spent_on = DateField(_l("When was it paid?"), [DataRequired(_l("Choose a day."))])
    receipt = FileField(
        _l("The receipt"),
        description=_l("PDF or picture, at most 5 MB. Where and with what a picture was taken is not kept."),
    )
    is_receipt_public = BooleanField(
        _l("Everyone may open the receipt"),
        description=_l("Only if it names nobody who would not want it. Otherwise the hosts keep it."),
    )

    #: Set by the view before `validate`.
    currency = "GBP"

    def validate_amount(self, field: Field) -> None:
        """Ask for an amount that can be."""
        try:
            read_sum(field.data or "", self.currency)
        except Invalid as error:
            raise ValidationError(error.sentence) from error

    @property
    def minor(self) -> int:
        """Give the amount in the smallest unit; only after `validate`."""
        return read_sum(self.amount.data or "", self.currency).minor


class CorrectForm(Form):
    """Why an entry is taken back."""

    reason = LineField(
        _l("What was wrong?"),
        [
            DataRequired(_l("Say what was wrong, so that everyone can follow it.")),
            Length(max=MOST_REASON),
        ],
        description=_l("Everyone can read it. The entry stays, with a new one that undoes it."),
    )


class AccountForm(Form):
    """Where the organisation is at home."""

    country = SelectField(
        _l("Where is the organisation registered?"), choices=lambda: choices(COUNTRIES.items())
    )


class CharityForm(Form):
    """What a charity needs to claim Gift Aid."""

    name = LineField(
        _l("Name of the charity"),
        [DataRequired(_l("Write the name as it is registered.")), Length(max=MOST_LINE)],
        description=_l("As it is registered: every declaration names it."),
    )
    number = LineField(_l("Charity number"), [Length(max=40)])
    hmrc_reference = LineField(
        _l("Reference of HMRC"), [Length(max=20)], description=_l("Such as AB12345, from the letter of HMRC.")
    )
    is_claiming = BooleanField(
        _l("We claim Gift Aid"),
        description=_l("Givers who pay tax in the UK can then let you claim 25p for every £1 of your part."),
    )
