"""Monthly gifts at Stripe: subscriptions, their invoices, and the portal."""

from typing import TYPE_CHECKING

from app.core.money import Money
from app.donations.gateway.answers import Invoice, Recurring
from app.donations.gateway.asking import Door, asking, options
from app.donations.gateway.currency import to_stripe
from app.donations.gateway.errors import GatewayRefused
from app.donations.gateway.reading import read_invoice, read_recurring
from app.donations.gateway.things import id_of
from app.donations.gateway.words import RecurringStatus

if TYPE_CHECKING:
    from stripe.params import SubscriptionUpdateParams


class StripeReturning:
    """The monthly gifts of PaymentGateway."""

    door: Door

    def recurring(self, recurring_id: str, *, account: str | None = None) -> Recurring:
        """Ask how a monthly gift stands."""
        with asking():
            found = self.door.client.v1.subscriptions.retrieve(recurring_id, options=options(account))
        return read_recurring(found.to_dict())

    def invoice(self, invoice_id: str, *, account: str | None = None) -> Invoice:
        """Ask how one month of a monthly gift stands, with the payment that was tried."""
        with asking():
            found = self.door.client.v1.invoices.retrieve(
                invoice_id, {"expand": ["payments"]}, options(account)
            )
        return read_invoice(found.to_dict())

    def change_recurring(
        self, recurring_id: str, amount: Money, *, key: str, account: str | None = None
    ) -> Recurring:
        """Give another amount from the next month on."""
        with asking():
            found = self.door.client.v1.subscriptions.retrieve(recurring_id, options=options(account))
        item = found.to_dict()["items"]["data"][0]
        change: SubscriptionUpdateParams = {
            "items": [
                {
                    "id": item["id"],
                    "price_data": {
                        "currency": amount.currency.lower(),
                        "product": id_of(item["price"]["product"]) or "",
                        "recurring": {"interval": "month"},
                        "unit_amount": to_stripe(amount),
                    },
                }
            ],
            "proration_behavior": "none",
        }
        return self._updated(recurring_id, change, key, account)

    def pause_recurring(self, recurring_id: str, *, key: str, account: str | None = None) -> Recurring:
        """Take nothing until the giver resumes."""
        return self._updated(recurring_id, {"pause_collection": {"behavior": "void"}}, key, account)

    def resume_recurring(self, recurring_id: str, *, key: str, account: str | None = None) -> Recurring:
        """Take the gift again from the next month on."""
        return self._updated(recurring_id, {"pause_collection": ""}, key, account)

    def end_recurring(self, recurring_id: str, *, account: str | None = None) -> Recurring:
        """End a monthly gift at once; one that has ended stays as it is."""
        try:
            with asking():
                found = self.door.client.v1.subscriptions.cancel(recurring_id, options=options(account))
        except GatewayRefused:
            ended = self.recurring(recurring_id, account=account)
            if ended.status is not RecurringStatus.ENDED:
                raise
            return ended
        return read_recurring(found.to_dict())

    def portal_link(self, customer: str, *, return_url: str, account: str | None = None) -> str:
        """Give the page where a giver manages a monthly gift."""
        with asking():
            session = self.door.client.v1.billing_portal.sessions.create(
                {"customer": customer, "return_url": return_url}, options(account)
            )
        return session.url

    def _updated(
        self, recurring_id: str, params: "SubscriptionUpdateParams", key: str, account: str | None
    ) -> Recurring:
        with asking():
            found = self.door.client.v1.subscriptions.update(recurring_id, params, options(account, key))
        return read_recurring(found.to_dict())
