"""What hosts write about funds, and what treasurers write about money."""

from app.donations.forms.fund import (
    BeginFundForm,
    CloseForm,
    FundForm,
    OutcomeForm,
    SharesForm,
    typed_from,
    typed_shares,
)
from app.donations.forms.money import AccountForm, CharityForm, CorrectForm, SpendingForm

__all__ = [
    "AccountForm",
    "BeginFundForm",
    "CharityForm",
    "CloseForm",
    "CorrectForm",
    "FundForm",
    "OutcomeForm",
    "SharesForm",
    "SpendingForm",
    "typed_from",
    "typed_shares",
]
