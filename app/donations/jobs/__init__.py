"""Background work of funds and gifts; importing the parts registers it."""

from app.donations.jobs import funds

__all__ = ["funds"]
