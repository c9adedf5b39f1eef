"""Writes: one function per intention."""

from app.events.services.drafting import draft_event

__all__ = ["draft_event"]
