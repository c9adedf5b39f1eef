"""Gifts are tested against the rehearsal Stripe (`tests.rehearsing` says how to use it)."""

from tests.rehearsing import own_rehearsal, rehearsal, rehearsal_server

__all__ = ["own_rehearsal", "rehearsal", "rehearsal_server"]
