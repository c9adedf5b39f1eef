"""Reads that compose what several features know."""

from app.pages.queries.gatherings import (
    SITEMAP_LENGTH,
    Change,
    Shown,
    found,
    latest_changes,
    search_for,
    shown,
    sitemap_entries,
)
