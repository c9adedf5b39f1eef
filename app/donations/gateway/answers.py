"""What the provider answers, in our words. Ids are the provider's own; amounts are our Money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from app.core.money import Money
from app.donations.gateway.words import (
    CheckoutStatus,
    DisputeStatus,
    PaymentStatus,
    PayoutStatus,
    RecurringStatus,
    RefundStatus,
)

Each = TypeVar("Each")


@dataclass(frozen=True)
class Checkout:
    """A visit to the pay page; `url` is there while it is open.

    `is_paid` says whether the money is there: a bank debit arrives days after the visit is complete.
    `payment` is known for a single gift once it was tried, `recurring` and `invoice` for a monthly one.
    """

    id: str
    status: CheckoutStatus
    is_paid: bool
    amount: Money
    reference: str
    url: str | None = None
    payment: str | None = None
    recurring: str | None = None
    invoice: str | None = None
    customer: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Payment:
    """The money of one gift.

    `charge`, `fee` and `balance_line` are there once money has moved; the fee is in the currency of the
    account, in which `settled` gives the whole gift.
    """

    id: str
    status: PaymentStatus
    amount: Money
    reference: str
    charge: str | None = None
    balance_line: str | None = None
    settled: Money | None = None
    fee: Money | None = None
    invoice: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True)
class Invoice:
    """One month of a recurring gift: `paid` says whether its money came, `payment` which money it was."""

    id: str
    amount: Money
    paid: bool
    reference: str
    is_first: bool
    recurring: str | None = None
    payment: str | None = None
    pay_url: str | None = None


@dataclass(frozen=True)
class Recurring:
    """A monthly gift at the provider; `reference` is that of the order that began it."""

    id: str
    status: RecurringStatus
    amount: Money
    reference: str
    customer: str | None = None


@dataclass(frozen=True)
class Refund:
    """Money on its way back."""

    id: str
    status: RefundStatus
    amount: Money
    reference: str
    payment: str | None = None
    charge: str | None = None
    failure: str | None = None


@dataclass(frozen=True)
class Dispute:
    """A bank's claim; `lines` are the movements of money it has caused (taken, given back, its fee)."""

    id: str
    status: DisputeStatus
    amount: Money
    reason: str
    charge: str
    payment: str | None = None
    lines: tuple["BalanceLine", ...] = ()


@dataclass(frozen=True)
class Transfer:
    """A host's share sent to its account; `reversed` is what has come back."""

    id: str
    amount: Money
    reversed: Money
    reference: str


@dataclass(frozen=True)
class Account:
    """A connected account; `missing` names in the provider's words what it still needs."""

    id: str
    can_take_gifts: bool = False
    can_be_paid_out: bool = False
    details_given: bool = False
    missing: tuple[str, ...] = ()
    #: It has parted from us.
    has_left: bool = False


@dataclass(frozen=True)
class BalanceLine:
    """One movement on an account: amount − fee = net. `kind` and `source` are the provider's words."""

    id: str
    kind: str
    amount: Money
    fee: Money
    net: Money
    created_at: datetime
    source: str | None = None


@dataclass(frozen=True)
class Payout:
    """Money sent from an account to the bank."""

    id: str
    status: PayoutStatus
    amount: Money
    arrives_at: datetime
    created_at: datetime


@dataclass(frozen=True)
class Page(Generic[Each]):
    """One page of a list, newest first; ask for the next with `after=next_after`, None at the end."""

    rows: tuple[Each, ...]
    next_after: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One proved message: `object` is the thing as it was when sent, which may be out of date."""

    id: str
    type: str
    account: str | None
    api_version: str
    object_id: str
    created_at: datetime
    object: Mapping[str, Any] = field(repr=False)
