"""What treasurers write: spending, Gift Aid, a payment account; and what organisers say of messages."""

from wtforms import BooleanField, FileField, HiddenField, SelectField
from wtforms.validators import DataRequired, Length

from app.cohosting.forms import ActingForm
from app.core import clock
from app.core.forms import DateField, Form, LineField, choices
from app.core.i18n import _l
from app.core.tokens import new_token
from app.donations.forms.treasury import SumForm
from app.donations.rules.accounts import COUNTRIES

MOST_LINE = 160
MOST_REASON = 500


class SpendingForm(ActingForm, SumForm):
    """What a host paid for."""

    #: Made anew with each page, so that pressing twice writes once.
    key = HiddenField(default=new_token)
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
    spent_on = DateField(
        _l("When was it paid?"), [DataRequired(_l("Choose a day."))], default=lambda: clock.now().date()
    )
    receipt = FileField(
        _l("The receipt"),
        description=_l("PDF or picture, at most 5 MB. Where and with what a picture was taken is not kept."),
    )
    is_receipt_public = BooleanField(
        _l("Everyone may open the receipt"),
        description=_l("Only if it names nobody who would not want it. Otherwise the hosts keep it."),
    )


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
