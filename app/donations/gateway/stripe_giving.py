"""Single gifts at Stripe: pay pages, payments, refunds and disputes."""

from typing import TYPE_CHECKING

from app.donations.gateway.answers import Checkout, Dispute, Payment, Refund
from app.donations.gateway.asking import Door, asking, options
from app.donations.gateway.currency import to_stripe
from app.donations.gateway.errors import GatewayMissing, GatewayRefused
from app.donations.gateway.orders import CheckoutOrder, RefundOrder, opaque
from app.donations.gateway.reading import read_checkout, read_dispute, read_payment, read_refund
from app.donations.gateway.things import id_of, reference_of
from app.donations.gateway.words import CheckoutStatus

if TYPE_CHECKING:
    from stripe.params import RefundCreateParams
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItemPriceData

_MONEY_OF_A_PAYMENT = ["latest_charge.balance_transaction"]


class StripeGiving:
    """The single gifts of PaymentGateway."""

    door: Door

    def open_checkout(self, order: CheckoutOrder, *, key: str, account: str | None = None) -> Checkout:
        """Open a pay page for a gift."""
        with asking():
            session = self.door.client.v1.checkout.sessions.create(_session(order), options(account, key))
        return read_checkout(session.to_dict())

    def checkout(self, checkout_id: str, *, account: str | None = None) -> Checkout:
        """Ask how a visit to the pay page stands."""
        with asking():
            session = self.door.client.v1.checkout.sessions.retrieve(checkout_id, options=options(account))
        return read_checkout(session.to_dict())

    def close_checkout(self, checkout_id: str, *, account: str | None = None) -> Checkout:
        """Close an open pay page; one that is closed stays as it is."""
        try:
            with asking():
                session = self.door.client.v1.checkout.sessions.expire(checkout_id, options=options(account))
        except GatewayMissing:
            raise
        except GatewayRefused:
            found = self.checkout(checkout_id, account=account)
            if found.status is CheckoutStatus.OPEN:
                raise
            return found
        return read_checkout(session.to_dict())

    def payment(self, payment_id: str, *, account: str | None = None) -> Payment:
        """Ask what has become of the money of a gift, with its fee and, if monthly, its invoice."""
        v1 = self.door.client.v1
        with asking():
            intent = v1.payment_intents.retrieve(
                payment_id, {"expand": _MONEY_OF_A_PAYMENT}, options(account)
            ).to_dict()
            if reference_of(intent):
                return read_payment(intent)
            found = v1.invoice_payments.list(
                {"payment": {"type": "payment_intent", "payment_intent": payment_id}, "limit": 1},
                options(account),
            ).to_dict()["data"]
        return read_payment(intent, id_of(found[0]["invoice"]) if found else None)

    def payment_of_charge(self, charge_id: str, *, account: str | None = None) -> Payment:
        """Ask for the payment that a charge belongs to."""
        with asking():
            charge = self.door.client.v1.charges.retrieve(charge_id, options=options(account)).to_dict()
        payment = id_of(charge.get("payment_intent"))
        if payment is None:
            raise GatewayMissing("resource_missing", detail=f"{charge_id} has no payment")
        return self.payment(payment, account=account)

    def refund(self, order: RefundOrder, *, key: str, account: str | None = None) -> Refund:
        """Send money of a gift back."""
        params: RefundCreateParams = {
            "payment_intent": order.payment,
            "reason": "requested_by_customer",
            "metadata": opaque(order.reference),
            "amount": to_stripe(order.amount),
        }
        with asking():
            refund = self.door.client.v1.refunds.create(params, options(account, key))
        return read_refund(refund.to_dict())

    def refund_status(self, refund_id: str, *, account: str | None = None) -> Refund:
        """Ask how money on its way back stands."""
        with asking():
            refund = self.door.client.v1.refunds.retrieve(refund_id, options=options(account))
        return read_refund(refund.to_dict())

    def dispute(self, dispute_id: str, *, account: str | None = None) -> Dispute:
        """Ask how a bank's claim stands."""
        with asking():
            dispute = self.door.client.v1.disputes.retrieve(dispute_id, options=options(account))
        return read_dispute(dispute.to_dict())


def _session(order: CheckoutOrder) -> "SessionCreateParams":
    price: SessionCreateParamsLineItemPriceData = {
        "currency": order.amount.currency.lower(),
        "unit_amount": to_stripe(order.amount),
        "product_data": {"name": order.title},
    }
    references = opaque(order.reference, order.references)
    params: SessionCreateParams = {
        "mode": "subscription" if order.monthly else "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "client_reference_id": order.reference,
        "metadata": references,
    }
    if order.monthly:
        price["recurring"] = {"interval": "month"}
        params["subscription_data"] = {"metadata": references}
    else:
        params["submit_type"] = "donate"
        params["payment_intent_data"] = {"metadata": references}
    _add_wishes(params, order)
    return params


def _add_wishes(params: "SessionCreateParams", order: CheckoutOrder) -> None:
    if order.email:
        params["customer_email"] = order.email
    if order.language:
        params["locale"] = order.language
    if order.expires_at:
        params["expires_at"] = int(order.expires_at.timestamp())
    if order.transfer_group and not order.monthly:
        params["payment_intent_data"]["transfer_group"] = order.transfer_group
