"""Orders as tests give them."""

from typing import Any

from app.core.money import Money
from app.donations.gateway.orders import AccountOrder, CheckoutOrder

TEN_POUNDS = Money(1000, "GBP")


def an_order(**changes: Any) -> CheckoutOrder:
    values: dict[str, Any] = {
        "amount": TEN_POUNDS,
        "reference": "don_1",
        "title": "Gift",
        "success_url": "http://localhost/back?checkout={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost/away",
        **changes,
    }
    return CheckoutOrder(**values)


def an_account(**changes: Any) -> AccountOrder:
    usual = {"reference": "org_1", "country": "GB", "name": "North", "url": "https://n.example"}
    return AccountOrder(**usual | changes)
