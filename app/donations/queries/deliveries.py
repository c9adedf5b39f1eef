"""Deliveries of the payment provider that are to be looked at again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core.database import session
from app.donations.models import WebhookDelivery


def deliveries_to_ask(now: datetime, limit: int) -> Sequence[str]:
    """Give what is due, oldest first."""
    query = select(WebhookDelivery.id).where(WebhookDelivery.again_at <= now)
    return session.scalars(query.order_by(WebhookDelivery.again_at).limit(limit)).all()
