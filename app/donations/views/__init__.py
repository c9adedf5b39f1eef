"""The screens of funds, of giving and of the books; importing the parts adds their addresses."""

from app.donations.views import (
    accounts,
    back,
    correcting,
    deciding,
    gift_aid,
    giving,
    messages,
    monthly,
    overview,
    own,
    refunds,
    spending,
    treasury,
    webhooks,
    writing,
)
from app.donations.views.blueprint import blueprint
