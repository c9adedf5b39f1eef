"""Ask Stripe, and turn what goes wrong into our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import stripe

from app.donations.gateway.errors import GatewayMissing, GatewayRefused, GatewayUnavailable

#: Stripe's API as this code knows it; the webhook endpoints must be set to the same.
API_VERSION = "2026-10-28.endive"
STRIPE = "https://api.stripe.com"
TIMEOUT_SECONDS = 10
RETRIES = 2
LONGEST_KEY = 255
_AGAIN = {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass(frozen=True)
class Door:
    """One key to one Stripe account, and the calls made with it."""

    client: stripe.StripeClient
    livemode: bool

    @classmethod
    def at(cls, base: str, secret_key: str) -> "Door":
        """Make a client with our own timeout, retries and pinned version."""
        client = stripe.StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": base},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        )
        return cls(client, livemode="_live_" in secret_key)


def options(account: str | None = None, key: str | None = None) -> stripe.RequestOptions:
    """Say on whose account a call acts, and under which idempotency key."""
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"an idempotency key has 1 to {LONGEST_KEY} characters")
    return {"stripe_account": account, "idempotency_key": key}


@contextmanager
def asking() -> Iterator[None]:
    """Turn Stripe's errors into GatewayUnavailable, GatewayMissing or GatewayRefused."""
    try:
        yield
    except stripe.StripeError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: stripe.StripeError) -> Exception:
    status = error.http_status
    headers = error.headers or {}
    if status is None or status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        replayed = headers.get("Idempotent-Replayed") == "true"
        return GatewayUnavailable(type(error).__name__, replayed=replayed)
    body = _body(error)
    code = error.code or str(body.get("code") or body.get("type") or type(error).__name__)
    kind = GatewayMissing if code == "resource_missing" else GatewayRefused
    return kind(code, detail=str(body.get("message") or ""))


def _body(error: stripe.StripeError) -> dict[str, object]:
    whole = error.json_body
    found = whole.get("error") if isinstance(whole, dict) else None
    return found if isinstance(found, dict) else {}
