"""Background work of gifts; importing the parts registers it."""

from app.donations.jobs import paying

__all__ = ["paying"]
