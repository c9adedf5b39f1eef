"""Petitions by address, by host, and in lists."""

from sqlalchemy import select

from app.core.database import session
from app.petitions.models import Petition


def petition_by_slug(slug: str) -> Petition | None:
    """Give the petition at an address."""
    return session.scalar(select(Petition).where(Petition.slug == slug))
