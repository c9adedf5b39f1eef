"""Background work of funds and gifts; importing the parts registers it."""

from app.donations.jobs import funds, paying

__all__ = ["funds", "paying"]
