"""Signing in, and what people see and change about themselves."""

from app.accounts.views import data, happenings, links, preferences, safety, watch
from app.accounts.views.base import blueprint

__all__ = ["blueprint", "data", "happenings", "links", "preferences", "safety", "watch"]
