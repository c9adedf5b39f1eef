"""What people write about gifts and funds."""

from app.donations.forms.giving import GiveForm, GivenName, RefundForm, give_form

__all__ = ["GiveForm", "GivenName", "RefundForm", "give_form"]
