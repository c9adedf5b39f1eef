"""Reads that compose what several features know."""

from app.pages.queries.gatherings import (
    FEED_LENGTH,
    SITEMAP_LENGTH,
    Change,
    Shown,
    found,
    latest_changes,
    search_for,
    shown,
    sitemap_entries,
)

__all__ = [
    "FEED_LENGTH",
    "SITEMAP_LENGTH",
    "Change",
    "Shown",
    "found",
    "latest_changes",
    "search_for",
    "shown",
    "sitemap_entries",
]
