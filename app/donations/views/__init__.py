"""The screens of giving and of those who keep the books; importing the parts puts them on the blueprint."""

from app.donations.views import gift_aid, giving, monthly, own, refunds, treasury, webhooks
from app.donations.views.blueprint import blueprint

__all__ = ["blueprint", "gift_aid", "giving", "monthly", "own", "refunds", "treasury", "webhooks"]
