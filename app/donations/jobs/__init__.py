"""Background work of gifts; importing the parts registers it."""

from app.donations.jobs import asking, monthly, passing, paying, refunding, telling

__all__ = ["asking", "monthly", "passing", "paying", "refunding", "telling"]
