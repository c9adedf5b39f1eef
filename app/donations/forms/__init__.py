"""What people write about gifts and funds."""

from app.donations.forms.giving import GiveForm, RefundForm, give_form
from app.donations.forms.treasury import AmountForm

__all__ = ["AmountForm", "GiveForm", "RefundForm", "give_form"]
