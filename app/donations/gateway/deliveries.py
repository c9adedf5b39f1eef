"""Prove a message of Stripe: signature, time, mode, version and account, in this order."""

import json
from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import stripe

from app.core.clock import now
from app.donations.gateway.answers import Delivery
from app.donations.gateway.asking import API_VERSION
from app.donations.gateway.errors import DeliveryRefused
from app.donations.gateway.words import DeliveryFault

TOLERANCE_SECONDS = 300


def read_delivery(
    body: bytes, header: str | None, *, secrets: Sequence[str], livemode: bool, known: Container[str]
) -> Delivery:
    """Read a message that is genuine, timely and ours; raise DeliveryRefused for any other.

    While a secret is being replaced Stripe signs with the old one too, and the endpoint for connected
    accounts has a secret of its own: one match among `secrets` is enough.
    """
    _check_signature(body, header, secrets)
    _check_time(header or "")
    event = _event(body)
    if event["livemode"] is not livemode:
        raise DeliveryRefused(DeliveryFault.WRONG_MODE, event["id"])
    if event.get("api_version") != API_VERSION:
        raise DeliveryRefused(DeliveryFault.WRONG_VERSION, f"{event['id']} {event.get('api_version')}")
    account = event.get("account")
    if account is not None and account not in known:
        raise DeliveryRefused(DeliveryFault.WRONG_ACCOUNT, event["id"])
    return _delivery(event, account)


def _check_signature(body: bytes, header: str | None, secrets: Sequence[str]) -> None:
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(body, header, secret)
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
        return
    raise DeliveryRefused(DeliveryFault.SIGNATURE)


def _check_time(header: str) -> None:
    """Refuse the past and, as the library does not, the future."""
    signed = next(part[2:] for part in header.split(",") if part.startswith("t="))
    age = now().timestamp() - int(signed)
    if age > TOLERANCE_SECONDS:
        raise DeliveryRefused(DeliveryFault.TOO_OLD, f"{age:.0f} s")
    if age < -TOLERANCE_SECONDS:
        raise DeliveryRefused(DeliveryFault.FROM_THE_FUTURE, f"{-age:.0f} s")


def _event(body: bytes) -> Mapping[str, Any]:
    try:
        event = json.loads(body)
        if event["object"] != "event" or not isinstance(event["livemode"], bool):
            raise DeliveryRefused(DeliveryFault.UNREADABLE, "no event")
        _thing = event["data"]["object"]["object"], event["id"], event["type"], int(event["created"])
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryRefused(DeliveryFault.UNREADABLE, str(error)) from error
    return event  # type: ignore[no-any-return]  # checked above


def _delivery(event: Mapping[str, Any], account: str | None) -> Delivery:
    thing = event["data"]["object"]
    return Delivery(
        id=event["id"],
        type=event["type"],
        account=account,
        api_version=event["api_version"],
        object_id=thing.get("id") or "",
        created_at=datetime.fromtimestamp(event["created"], UTC),
        object=thing,
    )
