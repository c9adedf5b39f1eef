"""Reads of asks: names are nouns."""

from app.asks.queries.asks import (
    ask_by_slug,
    ask_of,
    ask_slugs_like,
    ask_target_by_id,
    ask_target_of,
    asks_held_by,
    asks_of_hosts,
    locked,
    published_asks,
    targets_of,
    wording_of,
    wordings_of,
)

__all__ = [
    "ask_by_slug",
    "ask_of",
    "ask_slugs_like",
    "ask_target_by_id",
    "ask_target_of",
    "asks_held_by",
    "asks_of_hosts",
    "locked",
    "published_asks",
    "targets_of",
    "wording_of",
    "wordings_of",
]
