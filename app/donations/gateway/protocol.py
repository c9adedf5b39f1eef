"""What we ask of a payment provider.

`account` names the connected account that a call acts on (a direct charge); without it the call acts on
the platform's own. `key` is the caller's idempotency key, at most 255 characters: write it down and commit
it *before* calling; the same call with the same key is done once, however often it is sent.

Every call may raise GatewayUnavailable (send it again with the same key), GatewayRefused (a no for good)
or GatewayMissing (no such thing).
"""

from collections.abc import Container
from datetime import datetime
from typing import Protocol

from app.core.money import Money
from app.donations.gateway.answers import (
    Account,
    BalanceLine,
    Checkout,
    Delivery,
    Dispute,
    Invoice,
    Page,
    Payment,
    Payout,
    Recurring,
    Refund,
    Transfer,
)
from app.donations.gateway.orders import AccountOrder, CheckoutOrder, RefundOrder, TransferOrder

PAGE = 100


class Giving(Protocol):
    """Single gifts: the pay page, the money, the way back."""

    def open_checkout(self, order: CheckoutOrder, *, key: str, account: str | None = None) -> Checkout:
        """Open a pay page for a gift."""

    def checkout(self, checkout_id: str, *, account: str | None = None) -> Checkout:
        """Ask how a visit to the pay page stands."""

    def close_checkout(self, checkout_id: str, *, account: str | None = None) -> Checkout:
        """Close an open pay page, so that nobody can pay on it; one that is closed stays as it is."""

    def payment(self, payment_id: str, *, account: str | None = None) -> Payment:
        """Ask what has become of the money of a gift, with its fee."""

    def payment_of_charge(self, charge_id: str, *, account: str | None = None) -> Payment:
        """Ask for the payment that a charge belongs to."""

    def refund(self, order: RefundOrder, *, key: str, account: str | None = None) -> Refund:
        """Send money of a gift back."""

    def refund_status(self, refund_id: str, *, account: str | None = None) -> Refund:
        """Ask how money on its way back stands."""

    def dispute(self, dispute_id: str, *, account: str | None = None) -> Dispute:
        """Ask how a bank's claim stands."""


class Sharing(Protocol):
    """Shares of joint funds, and the hosts' connected accounts."""

    def transfer(self, order: TransferOrder, *, key: str) -> Transfer:
        """Send a host its share out of one charge."""

    def transfer_status(self, transfer_id: str) -> Transfer:
        """Ask how a sent share stands."""

    def reverse_transfer(self, transfer_id: str, amount: Money, *, reference: str, key: str) -> str:
        """Bring a share, or part of it, back and give the id of that; refused when no balance covers it."""

    def create_account(self, order: AccountOrder, *, key: str) -> Account:
        """Make a connected account for an organisation."""

    def account(self, account_id: str) -> Account:
        """Ask how a connected account stands."""

    def onboarding_link(self, account_id: str, *, return_url: str, refresh_url: str) -> str:
        """Give, for some minutes, the page where an organisation tells the provider what it must know."""


class Returning(Protocol):
    """Monthly gifts."""

    def recurring(self, recurring_id: str, *, account: str | None = None) -> Recurring:
        """Ask how a monthly gift stands."""

    def invoice(self, invoice_id: str, *, account: str | None = None) -> Invoice:
        """Ask how one month of a monthly gift stands."""

    def change_recurring(
        self, recurring_id: str, amount: Money, *, key: str, account: str | None = None
    ) -> Recurring:
        """Give another amount from the next month on."""

    def pause_recurring(self, recurring_id: str, *, key: str, account: str | None = None) -> Recurring:
        """Take nothing until the giver resumes."""

    def resume_recurring(self, recurring_id: str, *, key: str, account: str | None = None) -> Recurring:
        """Take the gift again from the next month on."""

    def end_recurring(self, recurring_id: str, *, account: str | None = None) -> Recurring:
        """End a monthly gift at once; one that has ended stays as it is."""

    def portal_link(self, customer: str, *, return_url: str, account: str | None = None) -> str:
        """Give, for a few minutes, the provider's page where a giver manages a monthly gift."""


class Reconciling(Protocol):
    """What the provider's books say."""

    def balance_lines(
        self,
        *,
        since: datetime,
        after: str | None = None,
        payout: str | None = None,
        account: str | None = None,
    ) -> Page[BalanceLine]:
        """List movements since a moment, newest first, up to PAGE at a time; or those of one payout."""

    def payouts(
        self, *, since: datetime, after: str | None = None, account: str | None = None
    ) -> Page[Payout]:
        """List payouts since a moment, newest first, up to PAGE at a time."""

    def payout(self, payout_id: str, *, account: str | None = None) -> Payout:
        """Ask how one payout stands."""


class Delivering(Protocol):
    """Messages that the provider sends by itself."""

    def read_delivery(self, body: bytes, signature: str | None, known: Container[str]) -> Delivery:
        """Prove a message and read it; raise DeliveryRefused when it is not genuine, timely and ours.

        `body` is the raw request body, `signature` the header `Stripe-Signature`, `known` the accounts
        that belong to hosts (a message about the platform's own account names none and passes).
        """


class PaymentGateway(Giving, Sharing, Returning, Reconciling, Delivering, Protocol):
    """Everything that we ask of a payment provider."""
