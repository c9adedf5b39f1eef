"""Background work of funds and gifts; importing the parts registers it."""

from app.donations.jobs import asking, funds, monthly, passing, paying, refunding, telling

__all__ = ["asking", "funds", "monthly", "passing", "paying", "refunding", "telling"]
