"""Background work of gifts; importing the parts registers it."""

from app.donations.jobs import asking, comparing, monthly, passing, paying, refunding, statements, telling

__all__ = ["asking", "comparing", "monthly", "passing", "paying", "refunding", "statements", "telling"]
