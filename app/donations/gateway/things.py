"""What most of Stripe's objects have: an id, a moment, and the reference that we sent along."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.donations.gateway.orders import REFERENCE

Thing = Mapping[str, Any]


def moment(seconds: int | None) -> datetime | None:
    """Read Stripe's seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def id_of(value: Any) -> str | None:  # noqa: ANN401  # an id, an expanded object, or nothing
    """Give the id of a thing that Stripe may have written out."""
    found = value["id"] if isinstance(value, Mapping) else value
    return str(found) if found else None


def reference_of(thing: Thing) -> str:
    """Give our own opaque id that we sent along, or an empty text."""
    return str((thing.get("metadata") or {}).get(REFERENCE, ""))
