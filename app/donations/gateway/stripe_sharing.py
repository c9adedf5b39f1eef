"""Shares of joint funds at Stripe: transfers and connected accounts."""

from typing import TYPE_CHECKING

from app.core.money import Money
from app.donations.gateway.answers import Account, Transfer
from app.donations.gateway.asking import Door, asking, options
from app.donations.gateway.books import read_account, read_transfer
from app.donations.gateway.currency import to_stripe
from app.donations.gateway.errors import GatewayRefused
from app.donations.gateway.orders import AccountOrder, TransferOrder, opaque

if TYPE_CHECKING:
    from stripe.params import AccountCreateParams

#: Stripe's word for an account that has parted from ours.
DISCONNECTED = "account_invalid"


class StripeSharing:
    """The shares and connected accounts of PaymentGateway."""

    door: Door

    def transfer(self, order: TransferOrder, *, key: str) -> Transfer:
        """Send a host its share out of one charge."""
        with asking():
            transfer = self.door.client.v1.transfers.create(
                {
                    "amount": to_stripe(order.amount),
                    "currency": order.amount.currency.lower(),
                    "destination": order.to_account,
                    "source_transaction": order.source_charge,
                    "transfer_group": order.transfer_group,
                    "metadata": opaque(order.reference),
                },
                options(key=key),
            )
        return read_transfer(transfer.to_dict())

    def transfer_status(self, transfer_id: str) -> Transfer:
        """Ask how a sent share stands."""
        with asking():
            transfer = self.door.client.v1.transfers.retrieve(transfer_id)
        return read_transfer(transfer.to_dict())

    def reverse_transfer(self, transfer_id: str, amount: Money, *, reference: str, key: str) -> str:
        """Bring a share, or part of it, back and give the id of that; refused when no balance covers it."""
        with asking():
            reversal = self.door.client.v1.transfers.reversals.create(
                transfer_id, {"amount": to_stripe(amount), "metadata": opaque(reference)}, options(key=key)
            )
        return reversal.id

    def create_account(self, order: AccountOrder, *, key: str) -> Account:
        """Make a connected account that the organisation itself answers for, with Stripe's full dashboard."""
        with asking():
            account = self.door.client.v1.accounts.create(_account(order), options(key=key))
        return read_account(account.to_dict())

    def account(self, account_id: str) -> Account:
        """Ask how a connected account stands; one that parted from us is disconnected."""
        try:
            with asking():
                account = self.door.client.v1.accounts.retrieve(account_id)
        except GatewayRefused as error:
            if error.code != DISCONNECTED:
                raise
            return Account(account_id, has_left=True)
        return read_account(account.to_dict())

    def onboarding_link(self, account_id: str, *, return_url: str, refresh_url: str) -> str:
        """Give the page where an organisation tells Stripe what it needs to know."""
        with asking():
            link = self.door.client.v1.account_links.create(
                {
                    "account": account_id,
                    "type": "account_onboarding",
                    "return_url": return_url,
                    "refresh_url": refresh_url,
                }
            )
        return link.url


def _account(order: AccountOrder) -> "AccountCreateParams":
    return {
        "country": order.country,
        "controller": {
            "fees": {"payer": "account"},
            "losses": {"payments": "stripe"},
            "requirement_collection": "stripe",
            "stripe_dashboard": {"type": "full"},
        },
        "capabilities": {"card_payments": {"requested": True}, "transfers": {"requested": True}},
        "business_profile": {"name": order.name, "url": order.url},
        "metadata": opaque(order.reference),
    }
