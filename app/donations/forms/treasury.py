"""What treasurers write: offline gifts, second counts, settlements, closed books, answers to refunds."""

from datetime import date

from wtforms import Field, HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.core import clock
from app.core.errors import Invalid
from app.core.forms import DateField, Form, LineField, TextField, labelled
from app.core.i18n import _l
from app.core.money import Money
from app.core.tokens import new_token
from app.donations.models import GiftSource
from app.donations.rules.amounts import check_step, parse_amount
from app.donations.rules.typed_money import read_sum

NOTE_LENGTH, NAME_LENGTH = 300, 120


class AmountForm(Form):
    """A gift of another amount; set `currency` before validating."""

    amount = LineField(_l("How much?"), [DataRequired(_l("Write the amount, such as 12.50."))])
    currency: str = ""

    def validate_amount(self, field: Field) -> None:
        """Read the amount; say what is wrong with it."""
        try:
            self.read(field.data)
        except Invalid as error:
            raise ValidationError(error.sentence) from error

    def money(self) -> Money:
        """Give the amount; only after `validate`."""
        return self.read(self.amount.data or "")

    def read(self, text: str) -> Money:
        """Read what was typed; raise Invalid with a sentence."""
        return parse_amount(text, self.currency)


class SumForm(AmountForm):
    """A sum that treasurers write down; set `currency` before validating."""

    def read(self, text: str) -> Money:
        """Read what was typed: a box may hold less than a gift online may be, and a bank transfer more."""
        return read_sum(text, self.currency)


class EntryForm(SumForm):
    """What becomes an entry of the ledger."""

    #: Made anew with each page, so that pressing twice writes once.
    key = HiddenField(default=new_token)
    on = DateField(
        _l("On which day?"), [DataRequired(_l("Choose a day."))], default=lambda: clock.now().date()
    )

    def day(self) -> date:
        """Give the day; only after `validate`."""
        return self.on.data or clock.now().date()


class OfflineGiftForm(EntryForm):
    """Cash from a box, or a transfer to the bank."""

    source = RadioField(
        _l("How did it come?"),
        default=GiftSource.CASH.value,
        choices=labelled((GiftSource.CASH, GiftSource.BANK)),
        description=_l("Cash counts once a second person has counted it too."),
    )
    name = LineField(
        _l("From whom?"),
        [Length(max=NAME_LENGTH)],
        description=_l("Leave it empty for a collecting box. It is never shown in public."),
    )


class SettlementForm(EntryForm):
    """A host's part that reached it by bank transfer."""

    organisation = RadioField(
        _l("Which host received it?"), [InputRequired(_l("Choose the host."))], coerce=int
    )
    note = LineField(
        _l("Reference"),
        [Length(max=NOTE_LENGTH)],
        description=_l("As it stands on the bank statement. Everyone who reads the ledger sees it."),
    )


class CloseBooksForm(Form):
    """Close the books up to a day."""

    until = DateField(
        _l("Up to and with which day?"),
        [DataRequired(_l("Choose a day."))],
        description=_l("No entry of these days can be written any more. This cannot be undone."),
    )

    def day(self) -> date:
        """Give the day; only after `validate`."""
        return self.until.data or clock.now().date()


class RefundAnswerForm(Form):
    """Decide about a refund, with a word to the giver."""

    answer = TextField(
        _l("A word to the giver"),
        [Optional(), Length(max=NOTE_LENGTH)],
        description=_l("It goes into the mail."),
    )


class GiveBackForm(SumForm):
    """Give (part of) a gift back without being asked."""

    #: Made anew with each page, so that pressing twice gives back once.
    key = HiddenField(default=new_token)

    def read(self, text: str) -> Money:
        """Read what was typed; it goes back the way it came, in the steps of its currency."""
        return check_step(super().read(text))

    def offer(self, left: Money) -> None:
        """Fill in all that is left of the gift."""
        self.currency = left.currency
        if self.amount.data is None:
            self.amount.data = str(left.decimal)
