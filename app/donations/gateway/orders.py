"""What we ask of the provider. Text in an order is seen by the giver; references are opaque ids of ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.core.money import Money

#: What may be told to the provider about us: opaque ids, never words about a person or a purpose.
OPAQUE = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: The key under which `reference` travels in the provider's metadata.
REFERENCE = "reference"


def opaque(reference: str, references: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the metadata of an order; raise ValueError for anything that is no opaque id."""
    known = {**(references or {}), REFERENCE: reference}
    for name, value in known.items():
        if not (OPAQUE.fullmatch(name) and OPAQUE.fullmatch(value)):
            raise ValueError(f"{name} must be an opaque id")
    return known


@dataclass(frozen=True)
class CheckoutOrder:
    """Ask for a pay page.

    `reference` is the donation's opaque id; `references` may add other opaque ids, never words about a
    person or a purpose. `title` is what the pay page calls the gift, in neutral words. `success_url` may
    hold `{CHECKOUT_SESSION_ID}`, which the provider replaces. `monthly` makes it a gift of each month.
    `transfer_group` ties later transfers to it. `expires_at` lies 30 minutes to 24 hours ahead.
    """

    amount: Money
    reference: str
    title: str
    success_url: str
    cancel_url: str
    email: str | None = None
    monthly: bool = False
    transfer_group: str | None = None
    expires_at: datetime | None = None
    language: str | None = None
    references: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RefundOrder:
    """Ask for money of a payment to go back."""

    payment: str
    reference: str
    amount: Money


@dataclass(frozen=True)
class TransferOrder:
    """Ask for a host's share to go to its account, out of one charge (then no money must lie ready)."""

    amount: Money
    to_account: str
    source_charge: str
    transfer_group: str
    reference: str


@dataclass(frozen=True)
class AccountOrder:
    """Ask for a connected account of an organisation."""

    reference: str
    country: str
    name: str
    url: str
