"""The real client: everything that PaymentGateway asks, through the Stripe SDK."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from app.donations.gateway.answers import BalanceLine, Delivery, Page, Payout
from app.donations.gateway.asking import Door, asking, options
from app.donations.gateway.books import read_line, read_payout
from app.donations.gateway.deliveries import read_delivery
from app.donations.gateway.protocol import PAGE
from app.donations.gateway.stripe_giving import StripeGiving
from app.donations.gateway.stripe_returning import StripeReturning
from app.donations.gateway.stripe_sharing import StripeSharing

if TYPE_CHECKING:
    from stripe.params import BalanceTransactionListParams, PayoutListParams


@dataclass(frozen=True)
class StripeGateway(StripeGiving, StripeSharing, StripeReturning):
    """A PaymentGateway that asks Stripe, or whatever speaks like it at the door's address."""

    door: Door
    secrets: tuple[str, ...] = field(repr=False)

    def balance_lines(
        self,
        *,
        since: datetime,
        after: str | None = None,
        payout: str | None = None,
        account: str | None = None,
    ) -> Page[BalanceLine]:
        """List movements since a moment, newest first, up to PAGE at a time; or those of one payout."""
        params: BalanceTransactionListParams = {"limit": PAGE}
        if payout:
            params["payout"] = payout
        else:
            params["created"] = {"gte": int(since.timestamp())}
        if after:
            params["starting_after"] = after
        with asking():
            found = self.door.client.v1.balance_transactions.list(params, options(account)).to_dict()
        rows = tuple(read_line(each) for each in found["data"])
        return Page(rows, rows[-1].id if rows and found["has_more"] else None)

    def payouts(
        self, *, since: datetime, after: str | None = None, account: str | None = None
    ) -> Page[Payout]:
        """List payouts since a moment, newest first, up to PAGE at a time."""
        params: PayoutListParams = {"limit": PAGE, "created": {"gte": int(since.timestamp())}}
        if after:
            params["starting_after"] = after
        with asking():
            found = self.door.client.v1.payouts.list(params, options(account)).to_dict()
        rows = tuple(read_payout(each) for each in found["data"])
        return Page(rows, rows[-1].id if rows and found["has_more"] else None)

    def payout(self, payout_id: str, *, account: str | None = None) -> Payout:
        """Ask how one payout stands."""
        with asking():
            found = self.door.client.v1.payouts.retrieve(payout_id, options=options(account))
        return read_payout(found.to_dict())

    def read_delivery(self, body: bytes, signature: str | None, known: Container[str]) -> Delivery:
        """Prove a message and read it; raise DeliveryRefused when it is not genuine, timely and ours."""
        return read_delivery(body, signature, secrets=self.secrets, livemode=self.door.livemode, known=known)
