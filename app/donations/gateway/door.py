"""The gateway of the running application; without a key there is none, and gifts are off."""

from functools import lru_cache

from app.core.settings import settings
from app.donations.gateway.asking import STRIPE, Door
from app.donations.gateway.protocol import PaymentGateway
from app.donations.gateway.stripe_client import StripeGateway


def gifts_are_on() -> bool:
    """Tell whether this copy of Twain has a key to Stripe."""
    return settings().stripe_secret_key is not None


def gateway() -> PaymentGateway:
    """Give the gateway; raise LookupError where gifts are off (ask `gifts_are_on` first)."""
    chosen = settings()
    if chosen.stripe_secret_key is None:
        raise LookupError("STRIPE_SECRET_KEY is not set")
    return gateway_at(
        chosen.stripe_api_base or STRIPE, chosen.stripe_secret_key, chosen.stripe_webhook_secrets
    )


@lru_cache(maxsize=8)
def gateway_at(base: str, secret_key: str, secrets: tuple[str, ...]) -> PaymentGateway:
    """Give the gateway to one address with one key; connections are kept per thread."""
    return StripeGateway(Door.at(base, secret_key), secrets)
