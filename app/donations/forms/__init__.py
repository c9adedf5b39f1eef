"""What people write about gifts and funds."""

from app.donations.forms.fund import (
    BeginFundForm,
    CloseForm,
    FundForm,
    OutcomeForm,
    SharesForm,
    typed_from,
    typed_shares,
)
from app.donations.forms.giving import GiveForm, RefundForm, give_form
from app.donations.forms.money import AccountForm, CharityForm, CorrectForm, SpendingForm
from app.donations.forms.treasury import AmountForm
